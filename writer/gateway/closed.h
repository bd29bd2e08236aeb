#pragma once

#include "writer/gateway/gateway.h"

namespace ledger {

// The gateway of a ledger that was started without one: checkout is closed, everything else works.
class ClosedGateway final : public Gateway {
 public:
  Result<GatewayOrder> create_order(Money /*amount*/, std::string_view /*currency*/,
                                    std::string_view /*receipt*/,
                                    const GatewayNotes& /*notes*/) override {
    return closed();
  }

  Result<std::optional<GatewayOrder>> find_order_by_receipt(std::string_view /*receipt*/) override {
    return closed();
  }

  Result<GatewayOrder> order(const OrderId& /*id*/) override { return closed(); }

  Result<std::vector<GatewayPayment>> payments_of(const OrderId& /*id*/) override {
    return closed();
  }

  Result<GatewayPayment> payment(const PaymentId& /*id*/) override { return closed(); }

  Result<GatewayRefund> refund(const PaymentId& /*payment*/, Money /*amount*/,
                               std::string_view /*key*/, const GatewayNotes& /*notes*/) override {
    return closed();
  }

  Result<std::vector<GatewayRefund>> refunds_of(const PaymentId& /*payment*/) override {
    return closed();
  }

  Result<std::vector<SettledItem>> settled_on(Day /*day*/) override { return closed(); }

 private:
  static tl::unexpected<Error> closed() {
    return fail(ErrorCode::kUnavailable, "gateway-closed", "no payment gateway is configured");
  }
};

}  // namespace ledger
