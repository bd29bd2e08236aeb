// What is known of refunds after each of their events.
#include <algorithm>

#include "writer/domain/account.h"
#include "writer/domain/rules.h"
#include "writer/domain/todo.h"

namespace ledger::rules {
namespace {

using fold::RefundStatus;

fold::RefundT& must_find_refund(Project& project, const RefundId& id) {
  const auto found = project.refunds.find(id);
  promise(found != project.refunds.end(), "an event of a refund that is not known");
  return found->second;
}

// Lets `change` work on an approved refund that is not yet processed.
template <class E, class Change>
void move_refund(State& state, const E& e, Change change) {
  auto& project = must_find(state, e.project);
  auto& refund = must_find_refund(project, e.refund);
  promise(refund.status == RefundStatus::Approved || refund.status == RefundStatus::Initiated ||
              refund.status == RefundStatus::Failed,
          "a refund moved that is not approved, or is processed");
  change(project, refund);
  list_refund(state, project, refund);
}

}  // namespace

void change_credit(Project& project, const fold::PaymentT& payment, Money amount, int sign) {
  if (payment.booking.empty()) return;
  auto& booking = must_find_booking(project, payment.booking);
  const Money change = sign > 0 ? amount : -amount;
  booking.kept += change;
  if (is_cancelled(booking)) return;
  booking.credit += change;
  promise(!booking.credit.negative(), "more of a buyer's credit was asked for than there is");
}

void fold(State& state, const RefundRequested& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  const auto payment = project.payments.find(e.payment);
  promise(payment != project.payments.end(), "a refund of a payment that is not known");
  payment->second.refund_asked += e.amount;
  promise(e.amount > Money() &&
              payment->second.refund_asked + payment->second.moved <= payment->second.amount,
          "refunds exceed what was captured");
  const auto [at, fresh] = project.refunds.try_emplace(e.refund);
  promise(fresh, "a refund was asked for twice");
  auto& refund = at->second;
  refund.refund = e.refund;
  refund.payment = e.payment;
  refund.booking = e.booking;
  refund.hold = e.hold;
  refund.amount = e.amount;
  refund.by = e.by;
  change_credit(project, payment->second, e.amount, -1);
}

void fold(State& state, const RefundApproved& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& refund = must_find_refund(project, e.refund);
  promise(refund.status == RefundStatus::Requested, "a refund was approved twice");
  promise(refund.by != e.by || e.by.starts_with("rule:"), "a refund was approved by its requester");
  refund.status = RefundStatus::Approved;
  list_refund(state, project, refund);
}

void fold(State& state, const RefundWithdrawn& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& refund = must_find_refund(project, e.refund);
  promise(refund.status == RefundStatus::Requested, "a refund was withdrawn after its approval");
  refund.status = RefundStatus::Withdrawn;
  auto& payment = project.payments.at(refund.payment);
  payment.refund_asked -= refund.amount;
  change_credit(project, payment, refund.amount, +1);
}

void fold(State& state, const RefundInitiated& e, Instant /*at*/) {
  move_refund(state, e, [&](Project& /*project*/, fold::RefundT& refund) {
    refund.status = RefundStatus::Initiated;
    refund.gateway_refund = e.gateway_refund;
  });
}

void fold(State& state, const RefundProcessed& e, Instant /*at*/) {
  move_refund(state, e, [&](Project& project, fold::RefundT& refund) {
    auto& payment = project.payments.at(refund.payment);
    payment.refunded += e.amount;
    promise(e.amount == refund.amount && payment.refunded <= payment.amount,
            "refunds exceed what was captured");
    refund.status = RefundStatus::Processed;
    refund.gateway_refund = e.gateway_refund;
  });
}

void fold(State& state, const RefundFailed& e, Instant /*at*/) {
  move_refund(state, e, [&](Project& /*project*/, fold::RefundT& refund) {
    refund.status = RefundStatus::Failed;
    ++refund.failures;
  });
}

}  // namespace ledger::rules
