#pragma once

#include <string>

#include "writer/gateway/gateway.h"
#include "writer/gateway/http_caller.h"

namespace ledger {

struct RazorpayConfig {
  std::string base_url = "https://api.razorpay.com";
  std::string key_id;
  std::string key_secret;
  milliseconds connect_timeout{2'000};
  milliseconds total_timeout{10'000};
};

// The gateway over Razorpay's HTTP API (v1), or over anything that speaks it (ops/sandbox-gateway).
// What is malformed on our side (an id, a receipt, a key) is refused as kInvalid without a call.
class RazorpayGateway final : public Gateway {
 public:
  explicit RazorpayGateway(const RazorpayConfig& config);

  Result<GatewayOrder> create_order(Money amount, std::string_view currency,
                                    std::string_view receipt, const GatewayNotes& notes) override;
  Result<std::optional<GatewayOrder>> find_order_by_receipt(std::string_view receipt) override;
  Result<GatewayOrder> order(const OrderId& id) override;
  Result<std::vector<GatewayPayment>> payments_of(const OrderId& id) override;
  Result<GatewayPayment> payment(const PaymentId& id) override;
  Result<GatewayRefund> refund(const PaymentId& payment, Money amount,
                               std::string_view idempotency_key,
                               const GatewayNotes& notes) override;
  Result<std::vector<GatewayRefund>> refunds_of(const PaymentId& payment) override;
  Result<std::vector<SettledItem>> settled_on(Day day) override;

 private:
  HttpCaller http_;
};

}  // namespace ledger
