#include "tests/query-api/api_fixture.h"

namespace ledger::test {
namespace {

tl::unexpected<Error> is_down() {
  return fail(ErrorCode::kUnavailable, "gateway-unavailable", "down");
}

}  // namespace

Result<GatewayOrder> FakeGateway::create_order(Money amount, std::string_view currency,
                                               std::string_view receipt,
                                               const GatewayNotes& notes) {
  if (down) return is_down();
  const std::lock_guard lock(mutex_);
  GatewayOrder order;
  order.id = OrderId("order_" + std::to_string(by_receipt_.size() + 1));
  order.amount = amount;
  order.currency = currency;
  order.receipt = receipt;
  order.notes = notes;
  by_receipt_[order.receipt] = order;
  return order;
}

Result<std::optional<GatewayOrder>> FakeGateway::find_order_by_receipt(std::string_view receipt) {
  if (down) return is_down();
  const std::lock_guard lock(mutex_);
  const auto found = by_receipt_.find(std::string(receipt));
  if (found == by_receipt_.end()) return std::optional<GatewayOrder>();
  return std::optional(found->second);
}

Result<GatewayOrder> FakeGateway::order(const OrderId& id) {
  const std::lock_guard lock(mutex_);
  for (const auto& [receipt, order] : by_receipt_) {
    if (order.id == id) return order;
  }
  return fail(ErrorCode::kInvalid, "gateway-refused", "no such order");
}

Result<std::vector<GatewayPayment>> FakeGateway::payments_of(const OrderId& id) {
  if (down) return is_down();
  const std::lock_guard lock(mutex_);
  return payments_[id];
}

Result<GatewayPayment> FakeGateway::payment(const PaymentId& /*id*/) {
  return fail(ErrorCode::kInvalid, "gateway-refused", "no such payment");
}

Result<GatewayRefund> FakeGateway::refund(const PaymentId& payment, Money amount,
                                          std::string_view idempotency_key,
                                          const GatewayNotes& notes) {
  GatewayRefund refund;
  refund.id = "rfnd_" + std::string(idempotency_key.substr(0, 8));
  refund.payment_id = payment;
  refund.status = GatewayRefundStatus::kProcessed;
  refund.amount = amount;
  refund.currency = "INR";
  refund.notes = notes;
  return refund;
}

Result<std::vector<GatewayRefund>> FakeGateway::refunds_of(const PaymentId& /*payment*/) {
  return std::vector<GatewayRefund>();
}

Result<std::vector<SettledItem>> FakeGateway::settled_on(Day /*day*/) {
  if (down) return fail(ErrorCode::kUnavailable, "gateway-unavailable", "out of order");
  return settled;
}

void FakeGateway::capture(const OrderId& id, const PaymentId& payment_id) {
  const auto made = order(id);
  GatewayPayment payment;
  payment.id = payment_id;
  payment.order_id = id;
  payment.status = GatewayPaymentStatus::kCaptured;
  payment.captured = true;
  payment.amount = made->amount;
  payment.currency = made->currency;
  payment.method = "upi";
  payment.created_at = HandClock::kStart;
  const std::lock_guard lock(mutex_);
  payments_[id].push_back(payment);
}

}  // namespace ledger::test
