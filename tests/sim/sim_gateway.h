#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "writer/gateway/gateway.h"

namespace ledger::sim {

// A payment gateway in memory. Its books are the truth about money; what it says may be lost.
// Orders never expire and may be made twice with one receipt. The same idempotency key refunds once
// and is answered with the first answer again, however old it is.
class SimGateway final : public Gateway {
 public:
  enum class Slip {
    kNone,
    kRefuseToTalk,  // not done: kUnavailable
    kLoseAnswer,    // done, but kUnknown (kUnavailable where nothing is changed)
  };

  // What becomes of a new refund.
  enum class Course { kAtOnce, kPending, kFails };

  explicit SimGateway(Clock& clock) : clock_(clock) {}

  // Asked at each call; without one nothing slips.
  std::function<Slip()> slip;
  std::function<Course()> course;
  // Told of each change of a payment, with a snapshot: what a webhook would bring.
  std::function<void(const GatewayPayment&)> on_news;
  std::function<void(const GatewayRefund&)> on_refund;

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

  // The buyer's side. Moves that are not legal (a captured payment fails) do nothing.
  PaymentId attempt(const OrderId& order, std::string_view currency = "INR", Money extra = {});
  void authorize(const PaymentId& payment);
  void capture(const PaymentId& payment);
  void fail(const PaymentId& payment);

  // Pending refunds come to their end; each fails if `fails` says so.
  void finish_refunds(const std::function<bool()>& fails);

  [[nodiscard]] const std::vector<GatewayOrder>& orders() const { return orders_; }

  [[nodiscard]] const std::vector<GatewayPayment>& payments() const { return payments_; }

  [[nodiscard]] const std::vector<GatewayRefund>& refunds() const { return refunds_; }

  [[nodiscard]] Money captured() const;  // of all payments in INR
  [[nodiscard]] Money refunded() const;  // of all refunds that did not fail

  [[nodiscard]] std::uint64_t calls() const { return calls_; }

 private:
  Slip next_slip();
  GatewayPayment* find(const PaymentId& id);
  const GatewayOrder* find(const OrderId& id) const;
  void move(const PaymentId& id, GatewayPaymentStatus to);

  Clock& clock_;
  std::vector<GatewayOrder> orders_;
  std::vector<GatewayPayment> payments_;
  std::vector<GatewayRefund> refunds_;
  std::map<std::string, GatewayRefund, std::less<>> answered_;  // by idempotency key
  std::uint64_t calls_ = 0;
};

}  // namespace ledger::sim
