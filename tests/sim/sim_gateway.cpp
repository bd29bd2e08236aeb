#include "tests/sim/sim_gateway.h"

#include <algorithm>

namespace ledger::sim {
namespace {

tl::unexpected<Error> silent() {
  return ledger::fail(ErrorCode::kUnavailable, "gateway-unavailable", "no connection");
}

tl::unexpected<Error> unanswered() {
  return ledger::fail(ErrorCode::kUnknown, "gateway-unknown", "the answer was lost");
}

tl::unexpected<Error> refused(std::string why) {
  return ledger::fail(ErrorCode::kInvalid, "gateway-refused", std::move(why));
}

}  // namespace

SimGateway::Slip SimGateway::next_slip() {
  ++calls_;
  return slip ? slip() : Slip::kNone;
}

GatewayPayment* SimGateway::find(const PaymentId& id) {
  const auto found = std::find_if(payments_.begin(), payments_.end(),
                                  [&](const auto& payment) { return payment.id == id; });
  return found == payments_.end() ? nullptr : &*found;
}

const GatewayOrder* SimGateway::find(const OrderId& id) const {
  const auto found = std::find_if(orders_.begin(), orders_.end(),
                                  [&](const auto& order) { return order.id == id; });
  return found == orders_.end() ? nullptr : &*found;
}

Result<GatewayOrder> SimGateway::create_order(Money amount, std::string_view currency,
                                              std::string_view receipt, const GatewayNotes& notes) {
  const auto slip_now = next_slip();
  if (slip_now == Slip::kRefuseToTalk) return silent();
  auto& order = orders_.emplace_back();
  order.id = OrderId("order_" + std::to_string(orders_.size()));
  order.amount = amount;
  order.currency = currency;
  order.receipt = receipt;
  order.notes = notes;
  order.created_at = clock_.now();
  if (slip_now == Slip::kLoseAnswer) return unanswered();
  return order;
}

Result<std::optional<GatewayOrder>> SimGateway::find_order_by_receipt(std::string_view receipt) {
  if (next_slip() != Slip::kNone) return silent();
  std::optional<GatewayOrder> found;
  for (const auto& order : orders_) {
    if (order.receipt != receipt) continue;
    if (order.status == GatewayOrderStatus::kPaid) return order;
    if (!found) found = order;
  }
  return found;
}

Result<GatewayOrder> SimGateway::order(const OrderId& id) {
  if (next_slip() != Slip::kNone) return silent();
  const auto* found = find(id);
  if (found == nullptr) return refused("no such order");
  return *found;
}

Result<std::vector<GatewayPayment>> SimGateway::payments_of(const OrderId& id) {
  if (next_slip() != Slip::kNone) return silent();
  std::vector<GatewayPayment> all;
  for (const auto& payment : payments_)
    if (payment.order_id == id) all.push_back(payment);
  return all;
}

Result<GatewayPayment> SimGateway::payment(const PaymentId& id) {
  if (next_slip() != Slip::kNone) return silent();
  const auto* found = find(id);
  if (found == nullptr) return refused("no such payment");
  return *found;
}

Result<GatewayRefund> SimGateway::refund(const PaymentId& id, Money amount,
                                         std::string_view idempotency_key,
                                         const GatewayNotes& notes) {
  const auto slip_now = next_slip();
  if (slip_now == Slip::kRefuseToTalk) return silent();
  auto answer = answered_.find(idempotency_key);
  if (answer == answered_.end()) {
    auto* payment = find(id);
    if (payment == nullptr || !payment->captured) return refused("nothing was captured");
    if (amount > payment->amount - payment->amount_refunded) return refused("more than is left");
    auto& refund = refunds_.emplace_back();
    refund.id = "rfnd_" + std::to_string(refunds_.size());
    refund.payment_id = id;
    refund.amount = amount;
    refund.currency = payment->currency;
    refund.notes = notes;
    refund.created_at = clock_.now();
    const auto now = course ? course() : Course::kAtOnce;
    refund.status = now == Course::kAtOnce  ? GatewayRefundStatus::kProcessed
                    : now == Course::kFails ? GatewayRefundStatus::kFailed
                                            : GatewayRefundStatus::kPending;
    if (now != Course::kFails) payment->amount_refunded += amount;
    if (payment->amount_refunded == payment->amount)
      payment->status = GatewayPaymentStatus::kRefunded;
    answer = answered_.emplace(idempotency_key, refund).first;
    if (on_refund) on_refund(refund);
  }
  if (slip_now == Slip::kLoseAnswer) return unanswered();
  return answer->second;
}

Result<std::vector<GatewayRefund>> SimGateway::refunds_of(const PaymentId& id) {
  if (next_slip() != Slip::kNone) return silent();
  std::vector<GatewayRefund> all;
  for (const auto& refund : refunds_)
    if (refund.payment_id == id) all.push_back(refund);
  return all;
}

PaymentId SimGateway::attempt(const OrderId& id, std::string_view currency, Money extra) {
  const auto* order = find(id);
  if (order == nullptr) return {};
  GatewayPayment payment;
  payment.id = PaymentId("pay_" + std::to_string(payments_.size() + 1));
  payment.order_id = id;
  payment.amount = order->amount + extra;
  payment.currency = currency;
  payment.method = "upi";
  payment.notes = order->notes;
  payment.created_at = clock_.now();
  payments_.push_back(payment);
  return payment.id;
}

void SimGateway::move(const PaymentId& id, GatewayPaymentStatus to) {
  auto* payment = find(id);
  if (payment == nullptr || payment->captured) return;
  payment->status = to;
  payment->captured = to == GatewayPaymentStatus::kCaptured;
  if (payment->captured) {
    const auto order = std::find_if(orders_.begin(), orders_.end(),
                                    [&](const auto& one) { return one.id == payment->order_id; });
    order->amount_paid += payment->amount;
    order->status = GatewayOrderStatus::kPaid;
  }
  if (on_news) on_news(*payment);
}

void SimGateway::authorize(const PaymentId& payment) {
  move(payment, GatewayPaymentStatus::kAuthorized);
}

void SimGateway::capture(const PaymentId& payment) {
  move(payment, GatewayPaymentStatus::kCaptured);
}

void SimGateway::fail(const PaymentId& payment) {
  move(payment, GatewayPaymentStatus::kFailed);
}

void SimGateway::finish_refunds(const std::function<bool()>& fails) {
  for (auto& refund : refunds_) {
    if (refund.status != GatewayRefundStatus::kPending) continue;
    const bool failed = fails();
    refund.status = failed ? GatewayRefundStatus::kFailed : GatewayRefundStatus::kProcessed;
    if (failed) {
      auto* payment = find(refund.payment_id);
      payment->amount_refunded -= refund.amount;
      payment->status = GatewayPaymentStatus::kCaptured;
    }
    if (on_refund) on_refund(refund);
  }
}

// Finance imports what it settles from elsewhere.
Result<std::vector<SettledItem>> SimGateway::settled_on(Day /*day*/) {
  return ledger::fail(ErrorCode::kUnavailable, "gateway-unavailable", "nothing is settled here");
}

Money SimGateway::captured() const {
  Money sum;
  for (const auto& payment : payments_)
    if (payment.captured && payment.currency == "INR") sum += payment.amount;
  return sum;
}

Money SimGateway::refunded() const {
  Money sum;
  for (const auto& refund : refunds_)
    if (refund.status != GatewayRefundStatus::kFailed) sum += refund.amount;
  return sum;
}

}  // namespace ledger::sim
