#include "writer/domain/rules.h"
#include "writer/domain/todo.h"

namespace ledger::rules {
namespace {

using fold::RefundStatus;

constexpr const char* kOrphanRule = "rule:orphan";

RefundApproved approved(const Project& project, const RefundId& refund, std::string by) {
  RefundApproved e;
  e.project = project.opened.project;
  e.refund = refund;
  e.by = std::move(by);
  return e;
}

RefundInitiated initiated(const RecordRefund& c) {
  RefundInitiated e;
  e.project = c.project;
  e.refund = c.refund;
  e.gateway_refund = c.gateway_refund;
  return e;
}

Events processed(const Project& project, const fold::RefundT& refund, const RecordRefund& c) {
  RefundProcessed e;
  e.project = c.project;
  e.refund = c.refund;
  e.gateway_refund = c.gateway_refund;
  e.amount = refund.amount;
  Events events;
  add(events, std::move(e));
  add(events, Journal(project, "refund", c.refund.str(), refund.booking)
                  .debit(kRefundsPayable, refund.amount)
                  .credit(kGatewayClearing, refund.amount)
                  .entry());
  return events;
}

bool is_news_of_attempt(const fold::RefundT& refund, const RecordRefund& c) {
  return !c.gateway_refund.empty() && c.gateway_refund == refund.gateway_refund;
}

Events starting(const fold::RefundT& refund, const RecordRefund& c) {
  Events events;
  const bool known = refund.status == RefundStatus::Initiated || is_news_of_attempt(refund, c);
  if (!known) add(events, initiated(c));
  return events;
}

// An attempt that the gateway names fails once; one that got no name counts every time, so that the
// attempts come to an end.
Events failing(const fold::RefundT& refund, const RecordRefund& c) {
  Events events;
  const bool named = is_news_of_attempt(refund, c);
  if (named && refund.status == RefundStatus::Failed) return events;
  if (!named && !c.gateway_refund.empty()) add(events, initiated(c));
  RefundFailed e;
  e.project = c.project;
  e.refund = c.refund;
  e.reason = c.reason;
  add(events, std::move(e));
  return events;
}

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
  promise(refund.status != RefundStatus::Requested, "a refund went on without being approved");
  promise(refund.status != RefundStatus::Processed, "a refund went back from processed");
  change(project, refund);
  list_refund(state, project, refund);
}

Result<const fold::RefundT*> refund_in(const Project& project, const RefundId& id) {
  const auto found = project.refunds.find(id);
  if (found != project.refunds.end()) return &found->second;
  return fail(ErrorCode::kNotFound, "refund-unknown", "There is no such refund.");
}

}  // namespace

RefundRequested refund_asked(const Project& project, const fold::PaymentT& payment,
                             const RefundId& refund, std::string reason, std::string by) {
  RefundRequested e;
  e.project = project.opened.project;
  e.refund = refund;
  e.payment = payment.payment;
  e.booking = payment.booking;
  e.hold = payment.hold;
  e.amount = payment.amount - payment.refund_asked;
  e.reason = std::move(reason);
  e.by = std::move(by);
  return e;
}

Events send_back(const Project& project, const fold::CheckoutT& checkout,
                 const RecordPayment& captured, std::string why) {
  fold::PaymentT payment;
  payment.payment = captured.payment.payment;
  payment.booking = checkout.booking;
  payment.hold = checkout.hold;
  payment.amount = captured.payment.amount;
  PaymentOrphaned e;
  e.project = project.opened.project;
  e.hold = checkout.hold;
  e.payment = payment.payment;
  e.amount = payment.amount;
  e.reason = why;
  Events events;
  add(events, std::move(e));
  add(events, refund_asked(project, payment, captured.refund, std::move(why), kOrphanRule));
  add(events, approved(project, captured.refund, kOrphanRule));
  add(events, Journal(project, "orphan", payment.payment.str(), checkout.booking)
                  .debit(kGatewayClearing, payment.amount)
                  .credit(kRefundsPayable, payment.amount)
                  .entry());
  return events;
}

Decision decide(const State& state, const ApproveRefund& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto refund = refund_in(**project, c.refund);
  if (!refund) return fail(refund.error());
  if ((*refund)->status != RefundStatus::Requested) return Events{};
  if ((*refund)->by == context.actor)
    return fail(ErrorCode::kForbidden, "same-person",
                "A refund is approved by another person than the one who asked for it.");
  Events events;
  add(events, approved(**project, c.refund, context.actor));
  return events;
}

Decision decide(const State& state, const RecordRefund& c, const Context& /*context*/) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto found = refund_in(**project, c.refund);
  if (!found) return fail(found.error());
  const auto& refund = **found;
  if (refund.status == RefundStatus::Requested)
    return fail(ErrorCode::kConflict, "refund-not-approved", "This refund is not approved yet.");
  if (refund.status == RefundStatus::Processed) {
    if (c.finding != RefundFinding::kProcessed || c.gateway_refund == refund.gateway_refund)
      return Events{};
    return fail(ErrorCode::kConflict, "refund-differs",
                "This refund was processed as another one of the gateway's.");
  }
  switch (c.finding) {
    case RefundFinding::kInitiated:
      return starting(refund, c);
    case RefundFinding::kProcessed:
      return processed(**project, refund, c);
    case RefundFinding::kFailed:
      return failing(refund, c);
  }
  throw std::logic_error("a refund of no known finding");
}

void fold(State& state, const RefundRequested& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  const auto payment = project.payments.find(e.payment);
  promise(payment != project.payments.end(), "a refund of a payment that is not known");
  payment->second.refund_asked += e.amount;
  promise(e.amount > Money() && payment->second.refund_asked <= payment->second.amount,
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
}

void fold(State& state, const RefundApproved& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& refund = must_find_refund(project, e.refund);
  promise(refund.status == RefundStatus::Requested, "a refund was approved twice");
  promise(refund.by != e.by || e.by == kOrphanRule, "a refund was approved by its requester");
  refund.status = RefundStatus::Approved;
  list_refund(state, project, refund);
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
