#include "writer/domain/account.h"
#include "writer/domain/rules.h"

namespace ledger::rules {
namespace {

using fold::HoldStatus;
using fold::PaymentStage;

// What RecordPayment is about: the order of a hold's checkout, or of a booking's wish to pay.
// `known` is null for a payment not heard of before.
struct News {
  const Project& project;
  const fold::HoldT* hold;
  const fold::CheckoutT* checkout;
  const fold::RequestT* request;
  const fold::PaymentT* known;
  const RecordPayment& c;
  Instant now;

  [[nodiscard]] Money expected() const { return request ? request->amount : checkout->amount; }

  [[nodiscard]] const std::string& currency() const {
    return request ? request->currency : checkout->currency;
  }

  // The booking that the money is for, if there is one yet.
  [[nodiscard]] const fold::BookingT* booking() const {
    const auto& id = request ? request->booking : checkout->booking;
    return id.empty() ? nullptr : &project.bookings.at(id);
  }
};

template <class E>
E event_of(const News& news) {
  E e;
  e.project = news.c.project;
  if (news.request) {
    e.request = news.request->request;
    e.booking = news.request->booking;
  } else {
    e.hold = news.hold->hold;
  }
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
  if (news.hold == nullptr || news.hold->status != HoldStatus::Live) return events;
  const auto until = news.now + seconds(news.project.rules.retry_window_s);
  if (auto longer = extended(news.project, *news.hold, until, "retry"))
    add(events, std::move(*longer));
  return events;
}

// Why the money cannot be for this order, or nullptr.
const char* conflict_of(const News& news) {
  if (is_of_another_order(news)) return "order";
  if (news.c.payment.currency != news.currency()) return "currency";
  return news.c.payment.amount != news.expected() ? "amount" : nullptr;
}

// Foreign money has accounts of its own: sums of two currencies would mean nothing.
Events conflicted(const News& news, const char* reason) {
  const auto& payment = news.c.payment;
  const bool foreign = payment.currency != news.currency();
  const auto suffix = foreign ? ":" + payment.currency : std::string();
  auto e = event_of<PaymentConflicted>(news);
  e.expected = news.expected();
  e.reason = reason;
  Events events;
  add(events, std::move(e));
  add(events, Journal(news.project, "conflict", payment.payment.str())
                  .debit(kGatewayClearing + suffix, payment.amount)
                  .credit(kSuspense + suffix, payment.amount)
                  .entry());
  return events;
}

const char* why_not_free(const Project& project, const fold::HoldT& hold) {
  for (const auto place : hold.plots)
    if (project.plots[place].status == fold::PlotStatus::Blocked) return "plot-withdrawn";
  return "plot-taken";
}

Income income_of(const News& news, Day today) {
  return {news.c.payment.payment, news.c.payment.amount, kGatewayClearing, today, {}};
}

void orphan(Desk& desk, const News& news, const char* why) {
  const auto* booking = news.booking();
  send_back(desk,
            {news.hold ? news.hold->hold : HoldId(), booking ? booking->booking : BookingId(),
             news.c.payment.payment, news.c.payment.amount, kGatewayClearing, news.c.refund},
            why);
}

// The capture rule: one decision about money that has arrived, and no way to refuse it. What a
// booking asked for pays what is due; a checkout's second payment is the buyer's to decide about.
void settle(Desk& desk, const News& news) {
  const auto income = income_of(news, desk.today);
  if (const auto* booking = news.booking()) {
    if (is_cancelled(*booking)) return orphan(desk, news, "booking-cancelled");
    auto account = *booking;
    return news.request ? receive(desk, account, income) : receive_as_credit(desk, account, income);
  }
  const auto& hold = *news.hold;
  if (hold.status != HoldStatus::Live) {
    if (!not_free(news.project, hold.plots, news.now).empty())
      return orphan(desk, news, why_not_free(news.project, hold));
    add_all(desk.events, expire_on(news.project, hold.plots, news.now));
  }
  book(desk, hold, *news.checkout, income);
}

bool is_late(const News& news) {
  if (const auto* booking = news.booking()) return is_cancelled(*booking);
  return news.hold->status != HoldStatus::Live;
}

Decision captured(const News& news) {
  if (is_settled(news.known)) return Events{};
  if (const char* conflict = conflict_of(news)) return conflicted(news, conflict);
  if (news.c.refund.empty() || news.project.refunds.contains(news.c.refund))
    return fail(ErrorCode::kInvalid, "refund-id-missing",
                "News of money brings a fresh refund id, in case it must go back.");
  auto e = event_of<PaymentCaptured>(news);
  e.late = is_late(news);
  Desk desk(news.project, news.now);
  desk.say(std::move(e));
  settle(desk, news);
  return std::move(desk.events);
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

// Moves a payment on. Returns whether it was pending until now.
bool move_payment(Project& project, const wire::PaymentT& said, PaymentStage stage) {
  auto& payment = project.payments[said.payment];
  const bool fresh = payment.payment.empty();
  promise(!is_settled(fresh ? nullptr : &payment),
          "a payment went back from where it had come to rest");
  const bool was_pending = !fresh && payment.stage == PaymentStage::Authorized;
  payment.payment = said.payment;
  payment.order = said.order;
  payment.amount = said.amount;
  payment.currency = said.currency;
  payment.stage = stage;
  return was_pending;
}

// Pending attempts keep a hold and an order from being closed: this one counts, or no longer does.
void count_pending(State& state, Project& project, const HoldId& hold, const RequestId& request,
                   int change) {
  const auto by = static_cast<std::uint32_t>(change);
  if (!request.empty()) {
    project.requests.at(request).pending += by;
  } else if (!hold.empty()) {
    change_hold(state, project, hold,
                [&](fold::HoldT& /*hold*/) { must_find_checkout(project, hold).pending += by; });
  }
}

// A payment event changes when its hold's order must be settled: each change works between the
// indexes.
template <class E>
void fold_payment(State& state, const E& e, PaymentStage stage, Instant failed_at) {
  promise(e.payment != nullptr, "a payment event without its payment");
  auto& project = must_find(state, e.project);
  const auto known = project.payments.find(e.payment->payment);
  const auto before_hold = known == project.payments.end() ? HoldId() : known->second.hold;
  const auto before_request = known == project.payments.end() ? RequestId() : known->second.request;
  if (move_payment(project, *e.payment, stage))
    count_pending(state, project, before_hold, before_request, -1);
  auto& payment = project.payments.at(e.payment->payment);
  payment.hold = e.hold;
  payment.request = e.request;
  if (stage == PaymentStage::Authorized) count_pending(state, project, e.hold, e.request, +1);
  if (e.hold.empty()) return;
  change_hold(state, project, e.hold, [&](fold::HoldT& /*hold*/) {
    auto& checkout = must_find_checkout(project, e.hold);
    checkout.failed_at = failed_at;
    if (stage == PaymentStage::Conflicted) ++checkout.conflicts;
  });
}

Result<News> news_of(const Project& project, const RecordPayment& c, Instant now) {
  const auto known = project.payments.find(c.payment.payment);
  News news{project, nullptr, nullptr, nullptr, nullptr, c, now};
  if (known != project.payments.end()) news.known = &known->second;
  if (const auto order = project.orders.find(c.payment.order); order != project.orders.end()) {
    news.hold = &project.holds.at(order->second);
    news.checkout = &project.checkouts.at(order->second);
    return news;
  }
  const auto asked = project.request_orders.find(c.payment.order);
  if (asked == project.request_orders.end())
    return fail(ErrorCode::kNotFound, "order-unknown", "There is no such order.");
  news.request = &project.requests.at(asked->second);
  return news;
}

}  // namespace

Decision decide(const State& state, const RecordPayment& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto news = news_of(**project, c, context.now);
  if (!news) return fail(news.error());
  const auto amount = c.payment.amount.paise();
  if (c.payment.payment.empty() || amount <= 0 || amount > kMaxPaise)
    return fail(ErrorCode::kInvalid, "payment-malformed",
                "News of a payment names the payment and an amount above zero.");
  return decided(*news);
}

void fold(State& state, const PaymentAuthorized& e, Instant /*at*/) {
  fold_payment(state, e, PaymentStage::Authorized, Instant());
}

void fold(State& state, const PaymentCaptured& e, Instant at) {
  fold_payment(state, e, PaymentStage::Captured, Instant());
  if (!e.request.empty()) pay_request(state, must_find(state, e.project), e.request, at);
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
