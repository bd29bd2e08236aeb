#include <algorithm>

#include "events/numbers.h"
#include "writer/domain/account.h"
#include "writer/domain/rules.h"
#include "writer/domain/todo.h"

namespace ledger::rules {
namespace {

using fold::RefundStatus;

constexpr const char* kOrphanRule = "rule:orphan";
constexpr const char* kGatewayRule = "rule:gateway";

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

RefundProcessed sent(const fold::RefundT& refund, const ProjectId& project,
                     std::string gateway_refund) {
  RefundProcessed e;
  e.project = project;
  e.refund = refund.refund;
  e.gateway_refund = std::move(gateway_refund);
  e.amount = refund.amount;
  return e;
}

JournalPosted refund_entry(const Project& project, const fold::RefundT& refund, const char* account,
                           Day value_day) {
  return Journal(project, "refund", refund.refund.str(), refund.booking)
      .on(value_day)
      .debit(kRefundsPayable, refund.amount)
      .credit(account, refund.amount)
      .entry();
}

Events processed(const Project& project, const fold::RefundT& refund, const RecordRefund& c) {
  Events events;
  add(events, sent(refund, c.project, c.gateway_refund));
  add(events, refund_entry(project, refund, kGatewayClearing, 0));
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

Result<const fold::RefundT*> refund_in(const Project& project, const RefundId& id) {
  const auto found = project.refunds.find(id);
  if (found != project.refunds.end()) return &found->second;
  return fail(ErrorCode::kNotFound, "refund-unknown", "There is no such refund.");
}

RefundRequested asked(const Project& project, const fold::PaymentT& payment, Money amount,
                      const RefundId& refund, std::string reason, std::string by) {
  RefundRequested e;
  e.project = project.opened.project;
  e.refund = refund;
  e.payment = payment.payment;
  e.booking = payment.booking;
  e.hold = payment.hold;
  e.amount = amount;
  e.reason = std::move(reason);
  e.by = std::move(by);
  return e;
}

// A buyer's credit becomes money that is owed to him, and back.
JournalPosted credit_entry(const Project& project, const BookingId& booking,
                           const std::string& reference, Money amount) {
  return Journal(project, "refund-request", reference, booking)
      .debit(kAdvances, amount)
      .credit(kRefundsPayable, amount)
      .entry();
}

// What a refund can be asked of: the credit, or after a cancellation what is not kept.
Money refundable_of(const fold::BookingT& booking) {
  if (!is_cancelled(booking)) return booking.credit;
  return refundable_after_cancellation(booking);
}

bool is_sent_by_bank(const Project& project, const fold::RefundT& refund) {
  const auto& payment = project.payments.at(refund.payment);
  return payment.mode != wire::Mode::Gateway || refund.failures >= kRefundAttempts;
}

}  // namespace

bool are_fresh(const Project& project, const std::vector<RefundId>& refunds, std::size_t needed) {
  if (refunds.size() < needed) return false;
  for (auto refund = refunds.begin(); refund != refunds.end(); ++refund)
    if (refund->empty() || project.refunds.contains(*refund) ||
        std::find(refund + 1, refunds.end(), *refund) != refunds.end())
      return false;
  return true;
}

Money refundable_payments(const Project& project, const fold::BookingT& booking) {
  Money sum;
  for (const auto& id : booking.payments) sum += kept_of(project.payments.at(id));
  return sum;
}

void ask_refunds(Desk& desk, const fold::BookingT& account, Money amount,
                 const std::vector<RefundId>& refunds, const std::string& reason,
                 const std::string& by) {
  auto fresh = refunds.begin();
  for (auto id = account.payments.rbegin(); id != account.payments.rend(); ++id) {
    const auto& payment = desk.project.payments.at(*id);
    const Money part = std::min(kept_of(payment), amount);
    if (part <= Money()) continue;
    desk.say(asked(desk.project, payment, part, *fresh++, reason, by));
    amount -= part;
  }
  promise(amount.zero(), "a refund of more than was paid");
}

void send_back(Desk& desk, const Orphan& orphan, const char* why) {
  fold::PaymentT payment;
  payment.payment = orphan.payment;
  payment.booking = orphan.booking;
  payment.hold = orphan.hold;
  PaymentOrphaned e;
  e.project = desk.project.opened.project;
  e.hold = orphan.hold;
  e.booking = orphan.booking;
  e.payment = orphan.payment;
  e.amount = orphan.amount;
  e.reason = why;
  desk.say(std::move(e));
  desk.say(asked(desk.project, payment, orphan.amount, orphan.refund, why, kOrphanRule));
  desk.say(approved(desk.project, orphan.refund, kOrphanRule));
  desk.say(Journal(desk.project, "orphan", orphan.payment.str(), orphan.booking)
               .debit(orphan.account, orphan.amount)
               .credit(kRefundsPayable, orphan.amount)
               .entry());
}

Decision decide(const State& state, const RequestRefund& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  const Money most = refundable_of(booking);
  const Money amount = c.amount.zero() ? most : c.amount;
  if (amount <= Money() || amount > most)
    return fail(ErrorCode::kConflict, "refund-exceeds-credit",
                "No more can go back than the buyer's credit of " + rupees(most) + ".");
  if (amount > refundable_payments(project, booking))
    return fail(ErrorCode::kConflict, "refund-exceeds-payments",
                "This credit came from another booking; move it back there to refund it.");
  if (c.reason.empty())
    return fail(ErrorCode::kInvalid, "reason-missing", "Say why the money goes back.");
  if (!are_fresh(project, c.refunds, booking.payments.size()))
    return fail(ErrorCode::kInvalid, "refund-id-missing",
                "A request brings a fresh refund id for every payment of the booking.");
  Desk desk(project, context.now);
  ask_refunds(desk, booking, amount, c.refunds, c.reason, context.actor);
  if (!is_cancelled(booking))
    desk.say(credit_entry(project, c.booking, c.refunds.front().str(), amount));
  return std::move(desk.events);
}

Decision decide(const State& state, const ApproveRefund& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto refund = refund_in(**project, c.refund);
  if (!refund) return fail(refund.error());
  if ((*refund)->status == RefundStatus::Withdrawn)
    return fail(ErrorCode::kConflict, "refund-withdrawn", "This request was withdrawn.");
  if ((*refund)->status != RefundStatus::Requested) return Events{};
  if ((*refund)->by == context.actor)
    return fail(ErrorCode::kForbidden, "same-person",
                "A refund is approved by another person than the one who asked for it.");
  Events events;
  add(events, approved(**project, c.refund, context.actor));
  return events;
}

void withdraw(Desk& desk, const fold::RefundT& refund, const std::string& reason,
              const std::string& by) {
  RefundWithdrawn e;
  e.project = desk.project.opened.project;
  e.refund = refund.refund;
  e.reason = reason;
  e.by = by;
  desk.say(std::move(e));
}

Decision decide(const State& state, const WithdrawRefund& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto found = refund_in(**project, c.refund);
  if (!found) return fail(found.error());
  const auto& refund = **found;
  if (refund.status == RefundStatus::Withdrawn) return Events{};
  if (refund.status != RefundStatus::Requested)
    return fail(ErrorCode::kConflict, "refund-approved",
                "This refund is approved; it cannot be withdrawn any more.");
  if (c.reason.empty())
    return fail(ErrorCode::kInvalid, "reason-missing", "Say why the request is withdrawn.");
  Desk desk(**project, context.now);
  withdraw(desk, refund, c.reason, context.actor);
  if (!is_cancelled((*project)->bookings.at(refund.booking)))
    desk.say(credit_entry(**project, refund.booking, refund.refund.str(), -refund.amount));
  return std::move(desk.events);
}

Decision decide(const State& state, const RecordRefund& c, const Context& /*context*/) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto found = refund_in(**project, c.refund);
  if (!found) return fail(found.error());
  const auto& refund = **found;
  if (refund.status == RefundStatus::Requested || refund.status == RefundStatus::Withdrawn)
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

// Money that did not come by the gateway goes back by bank: finance sends it and says so.
Decision decide(const State& state, const RecordBankRefund& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto found = refund_in(**project, c.refund);
  if (!found) return fail(found.error());
  const auto& refund = **found;
  if (refund.status == RefundStatus::Processed)
    return fail(ErrorCode::kConflict, "refund-processed", "This refund is paid out already.");
  if (refund.status == RefundStatus::Requested || refund.status == RefundStatus::Withdrawn)
    return fail(ErrorCode::kConflict, "refund-not-approved", "This refund is not approved yet.");
  if (!is_sent_by_bank(**project, refund))
    return fail(ErrorCode::kConflict, "refund-by-gateway",
                "This money came by the gateway and goes back by it.");
  if (c.mode == wire::Mode::Cash && refund.amount >= (*project)->money.cash_limit)
    return fail(ErrorCode::kConflict, "cash-limit",
                "Cash of ₹20,000 or more may not be paid back (section 269T).");
  Desk desk(**project, context.now);
  if (const auto day = check_value_day(**project, c.day, desk.today); !day)
    return fail(day.error());
  RefundInitiated begun;
  begun.project = c.project;
  begun.refund = c.refund;
  begun.reference = c.reference;
  begun.by = context.actor;
  desk.say(std::move(begun));
  auto done = sent(refund, c.project, c.reference);
  done.value_day = c.day;
  desk.say(std::move(done));
  desk.say(refund_entry(**project, refund, account_of(c.mode), c.day));
  return std::move(desk.events);
}

// The gateway paid back by itself what we did not ask for. It has happened: installments that the
// money had paid are open again, as far as the credit does not cover it.
Decision decide(const State& state, const RecordForeignRefund& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  const auto known = project.payments.find(c.payment);
  if (known == project.payments.end())
    return fail(ErrorCode::kNotFound, "payment-unknown", "There is no such payment.");
  const auto& payment = known->second;
  if (project.refunds.contains(c.refund)) return Events{};
  if (payment.stage != fold::PaymentStage::Captured || payment.booking.empty() ||
      c.amount <= Money() || c.amount > kept_of(payment))
    return fail(ErrorCode::kConflict, "refund-differs",
                "The gateway says that it paid back more of this payment than is left of it.");
  auto account = project.bookings.at(payment.booking);
  Desk desk(project, context.now);
  if (!is_cancelled(account)) {
    undo_allocation(desk, account, c.amount, "refunded-by-gateway");
    desk.say(asked(project, payment, c.amount, c.refund, "refunded-by-gateway", kGatewayRule));
    desk.say(credit_entry(project, account.booking, c.refund.str(), c.amount));
  } else {
    desk.say(asked(project, payment, c.amount, c.refund, "refunded-by-gateway", kGatewayRule));
  }
  desk.say(approved(project, c.refund, kGatewayRule));
  fold::RefundT refund;
  refund.refund = c.refund;
  refund.booking = account.booking;
  refund.amount = c.amount;
  desk.say(sent(refund, c.project, c.gateway_refund));
  desk.say(refund_entry(project, refund, kGatewayClearing, 0));
  return std::move(desk.events);
}

}  // namespace ledger::rules
