#include "writer/domain/rules.h"

namespace ledger::rules {
namespace {

using fold::HoldStatus;
using fold::OrderStatus;
using fold::PaymentStage;

// What RecordPayment is about. `known` is null for a payment not heard of before.
struct News {
  const Project& project;
  const fold::HoldT& hold;
  const fold::CheckoutT& checkout;
  const fold::PaymentT* known;
  const RecordPayment& c;
  Instant now;
};

template <class E>
E event_of(const News& news) {
  E e;
  e.project = news.c.project;
  e.hold = news.hold.hold;
  e.payment = std::make_unique<wire::PaymentT>(news.c.payment);
  return e;
}

bool is_settled(const fold::PaymentT* known) {
  return known != nullptr &&
         (known->stage == PaymentStage::Captured || known->stage == PaymentStage::Conflicted);
}

bool is_of_another_order(const News& news) {
  return news.known != nullptr && news.known->order != news.c.payment.order;
}

Events authorized(const News& news) {
  Events events;
  if (is_of_another_order(news)) return events;
  if (news.known != nullptr && news.known->stage != PaymentStage::Failed) return events;
  add(events, event_of<PaymentAuthorized>(news));
  return events;
}

Events failed(const News& news) {
  Events events;
  if (is_settled(news.known) || is_of_another_order(news)) return events;
  if (news.known != nullptr && news.known->stage == PaymentStage::Failed) return events;
  auto e = event_of<PaymentFailed>(news);
  e.error_code = news.c.error_code;
  e.description = news.c.description;
  add(events, std::move(e));
  if (news.hold.status != HoldStatus::Live) return events;
  const auto until = news.now + seconds(news.project.rules.retry_window_s);
  if (auto longer = extended(news.project, news.hold, until, "retry"))
    add(events, std::move(*longer));
  return events;
}

// Why the money cannot be for this order, or nullptr.
const char* conflict_of(const News& news) {
  if (is_of_another_order(news)) return "order";
  if (news.c.payment.currency != news.checkout.currency) return "currency";
  return news.c.payment.amount != news.checkout.amount ? "amount" : nullptr;
}

// Foreign money has accounts of its own: sums of two currencies would mean nothing.
Events conflicted(const News& news, const char* reason) {
  const auto& payment = news.c.payment;
  const bool foreign = payment.currency != news.checkout.currency;
  const auto suffix = foreign ? ":" + payment.currency : std::string();
  auto e = event_of<PaymentConflicted>(news);
  e.expected = news.checkout.amount;
  e.reason = reason;
  Events events;
  add(events, std::move(e));
  add(events, Journal(news.project, "conflict", payment.payment.str())
                  .debit(kGatewayClearing + suffix, payment.amount)
                  .credit(kSuspense + suffix, payment.amount)
                  .entry());
  return events;
}

const char* why_not_free(const News& news) {
  for (const auto place : news.hold.plots)
    if (news.project.plots[place].status == fold::PlotStatus::Blocked) return "plot-withdrawn";
  return "plot-taken";
}

// The capture rule: one decision about money that has arrived, and no way to refuse it.
Events consequences(const News& news) {
  const auto& [project, hold, checkout, known, c, now] = news;
  if (!checkout.booking.empty()) {
    const auto& booking = project.bookings.at(checkout.booking);
    if (booking.cancelled) return send_back(project, checkout, c, "booking-cancelled");
    return credit_booking(project, booking, c.payment, now);
  }
  if (hold.status == HoldStatus::Live) return book(project, hold, checkout, c.payment, now);
  if (!not_free(project, hold.plots, now).empty())
    return send_back(project, checkout, c, why_not_free(news));
  auto events = expire_on(project, hold.plots, now);
  add_all(events, book(project, hold, checkout, c.payment, now));
  return events;
}

bool is_late(const News& news) {
  if (news.checkout.booking.empty()) return news.hold.status != HoldStatus::Live;
  return news.project.bookings.at(news.checkout.booking).cancelled;
}

Decision captured(const News& news) {
  if (is_settled(news.known)) return Events{};
  if (const char* conflict = conflict_of(news)) return conflicted(news, conflict);
  if (news.c.refund.empty() || news.project.refunds.contains(news.c.refund))
    return fail(ErrorCode::kInvalid, "refund-id-missing",
                "News of money brings a fresh refund id, in case it must go back.");
  auto e = event_of<PaymentCaptured>(news);
  e.late = is_late(news);
  Events events;
  add(events, std::move(e));
  add_all(events, consequences(news));
  return events;
}

Decision decided(const News& news) {
  switch (news.c.status) {
    case PaymentStatus::kAuthorized:
      return authorized(news);
    case PaymentStatus::kFailed:
      return failed(news);
    case PaymentStatus::kCaptured:
      return captured(news);
  }
  throw std::logic_error("a payment of no known status");
}

// Moves a payment on; an attempt that was pending no longer is, unless it becomes so now.
fold::CheckoutT& move_payment(Project& project, const HoldId& hold, const wire::PaymentT& said,
                              PaymentStage stage) {
  auto& payment = project.payments[said.payment];
  promise(!is_settled(payment.payment.empty() ? nullptr : &payment),
          "a payment went back from where it had come to rest");
  const bool was_pending = !payment.payment.empty() && payment.stage == PaymentStage::Authorized;
  if (was_pending) --must_find_checkout(project, payment.hold).pending;
  payment.payment = said.payment;
  payment.order = said.order;
  payment.hold = hold;
  payment.amount = said.amount;
  payment.currency = said.currency;
  payment.stage = stage;
  auto& checkout = must_find_checkout(project, hold);
  if (stage == PaymentStage::Authorized) ++checkout.pending;
  return checkout;
}

// A payment event changes when its hold's order must be settled: `change` works between the
// indexes.
template <class E>
void fold_payment(State& state, const E& e, PaymentStage stage, Instant failed_at) {
  promise(e.payment != nullptr, "a payment event without its payment");
  auto& project = must_find(state, e.project);
  const auto known = project.payments.find(e.payment->payment);
  const bool moved = known != project.payments.end() && known->second.hold != e.hold;
  const auto before = moved ? known->second.hold : HoldId();
  if (moved) unlist(state, project, must_find(project, before));
  change_hold(state, project, e.hold, [&](fold::HoldT& /*hold*/) {
    auto& checkout = move_payment(project, e.hold, *e.payment, stage);
    checkout.failed_at = failed_at;
    if (stage == PaymentStage::Conflicted) ++checkout.conflicts;
  });
  if (moved) list(state, project, must_find(project, before));
}

}  // namespace

Decision decide(const State& state, const RecordPayment& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  const auto order = project.orders.find(c.payment.order);
  if (order == project.orders.end())
    return fail(ErrorCode::kNotFound, "order-unknown", "There is no such order.");
  const auto amount = c.payment.amount.paise();
  if (c.payment.payment.empty() || amount <= 0 || amount > kMaxPaise)
    return fail(ErrorCode::kInvalid, "payment-malformed",
                "News of a payment names the payment and an amount above zero.");
  const auto known = project.payments.find(c.payment.payment);
  return decided({project, project.holds.at(order->second), project.checkouts.at(order->second),
                  known == project.payments.end() ? nullptr : &known->second, c, context.now});
}

void fold(State& state, const PaymentAuthorized& e, Instant /*at*/) {
  fold_payment(state, e, PaymentStage::Authorized, Instant());
}

void fold(State& state, const PaymentCaptured& e, Instant /*at*/) {
  fold_payment(state, e, PaymentStage::Captured, Instant());
}

void fold(State& state, const PaymentFailed& e, Instant at) {
  fold_payment(state, e, PaymentStage::Failed, at);
}

void fold(State& state, const PaymentConflicted& e, Instant /*at*/) {
  fold_payment(state, e, PaymentStage::Conflicted, Instant());
}

void fold(State& state, const PaymentOrphaned& e, Instant /*at*/) {
  const auto& project = must_find(state, e.project);
  const auto payment = project.payments.find(e.payment);
  promise(payment != project.payments.end() && payment->second.stage == PaymentStage::Captured,
          "money was orphaned that was not captured");
}

}  // namespace ledger::rules
