#include <algorithm>

#include "ops/plotledger/demo_office.h"
#include "ops/plotledger/demo_offline.h"

// How buyers pay what falls due, and what becomes of money that was too much.
namespace ledger::demo {
namespace {

constexpr int kLateBy = 24;            // days, at least, of those who pay late
constexpr unsigned kByGateway = 45;    // percent of payments
constexpr unsigned kByBank = 40;       // the rest by cheque
constexpr unsigned kBounces = 12;      // percent of cheques
constexpr unsigned kPaysTooMuch = 6;   // percent of transfers are rounded up
constexpr Micros kOnItsWay = days(4);  // until a cheque has cleared, at the latest
constexpr Money kLargeAtGateway = Money::paise(1'000'000'00);
constexpr Money kRound = Money::paise(10'000'00);
constexpr auto kWhyBounced = std::to_array<const char*>(
    {"funds insufficient", "the drawer's signature differs", "payment stopped by the drawer"});

Money rounded_up(Money amount) {
  const auto step = kRound.paise();
  return Money::paise((amount.paise() / step + 1) * step);
}

}  // namespace

Money Office::open_on(const BookingId& booking) {
  Money open;
  stage_.look(shop_.id(), [&](const Project& project) {
    const auto& account = project.bookings.at(booking);
    if (account.stage == fold::BookingStage::Cancelled) return;
    for (const auto& part : account.parts) open += part->amount - part->paid;
  });
  return open;
}

bool Office::pays(const Account& account) {
  const auto paying = on_its_way_.find(account.booking);
  if (paying != on_its_way_.end() && stage_.now() < paying->second) return false;
  switch (habit_of(account.booking)) {
    case Habit::kNever:
      return false;
    case Habit::kLate:
      return account.overdue >= kLateBy && dice_.percent(18);
    case Habit::kPrompt:
      return dice_.percent(55);
  }
  return false;
}

void Office::collect() {
  for (const auto& account : standing()) {
    if (account.due.zero() || !pays(account)) continue;
    // Each at an hour of his own.
    stage_.in(dice_.between(minutes(1), hours(9)),
              [this, booking = account.booking, due = account.due] { pay(booking, due); });
  }
}

void Office::pay(const BookingId& booking, Money due) {
  const auto amount = std::min(due, open_on(booking));
  if (amount.zero()) return;
  on_its_way_[booking] = stage_.now() + kOnItsWay;
  const auto throwing = dice_.below(100);
  if (throwing < kByGateway && amount <= kLargeAtGateway) return pay_by_gateway(booking, amount);
  if (throwing < kByGateway + kByBank) return pay_by_bank(booking, amount);
  pay_by_cheque(booking, amount);
}

// In his portal, or by a link: request, order, payment.
void Office::pay_by_gateway(const BookingId& booking, Money amount, const LinkId& link) {
  RequestPayment asked;
  asked.project = shop_.id();
  asked.booking = booking;
  asked.request = RequestId(stage_.uuid());
  asked.link = link;
  asked.amount = amount;
  asked.receipt = "r-" + asked.request.str();
  std::erase(asked.receipt, '-');
  asked.receipt.insert(1, 1, '-');
  const RecordOrder order{shop_.id(), {},    OrderId(stage_.gateway_id("order_")),
                          amount,     "INR", asked.request};
  const auto receipt = asked.receipt;
  const auto path =
      link.empty() ? "/v1/me/bookings/" + booking.str() + "/pay" : "/v1/pay/" + link.str();
  stage_.tell(stage_.visitor(path), std::move(asked));
  stage_.gateway.made_order(order, receipt, stage_.now());
  stage_.tell(Stage::reactor(receipt), order);
  stage_.in(dice_.between(seconds(40), minutes(6)), [this, order] {
    RecordPayment told;
    told.project = shop_.id();
    told.payment.payment = PaymentId(stage_.gateway_id("pay_"));
    told.payment.order = order.order;
    told.payment.amount = order.amount;
    told.payment.currency = order.currency;
    told.payment.method = order.amount > Money::paise(500'000'00) ? "netbanking" : "upi";
    told.payment.source = wire::Source::Webhook;
    told.payment.gateway_event = stage_.gateway_id("");
    told.payment.created_at = stage_.now() - seconds(5);
    told.status = PaymentStatus::kCaptured;
    told.refund = RefundId(stage_.uuid());
    stage_.gateway.had_payment(told, stage_.now());
    stage_.tell(Stage::webhook(), std::move(told));
  });
}

// Declared by the buyer or by sales; finance finds it on the statement a day later.
void Office::pay_by_bank(const BookingId& booking, Money amount) {
  DeclarePayment told;
  told.project = shop_.id();
  told.booking = booking;
  told.mode = amount > Money::paise(200'000'00) ? wire::Mode::Rtgs : wire::Mode::Neft;
  told.amount = dice_.percent(kPaysTooMuch) ? rounded_up(amount) : amount;
  const auto payment = declare(stage_, std::move(told), dice_.percent(60) ? "visitor" : "sales");
  stage_.in(dice_.between(hours(3), hours(40)),
            [this, payment] { verify(stage_, shop_.id(), payment); });
}

void Office::pay_by_cheque(const BookingId& booking, Money amount) {
  DeclarePayment told;
  told.project = shop_.id();
  told.booking = booking;
  told.mode = dice_.percent(85) ? wire::Mode::Cheque : wire::Mode::Draft;
  told.amount = amount;
  const bool bounces = told.mode == wire::Mode::Cheque && dice_.percent(kBounces);
  const auto payment = declare(stage_, std::move(told), "sales");
  stage_.in(hours(19), [this, payment] { deposit(stage_, shop_.id(), payment); });
  stage_.in(hours(67), [this, payment, bounces] {
    if (bounces) return bounce(stage_, shop_.id(), payment, dice_.pick(kWhyBounced));
    verify(stage_, shop_.id(), payment);
  });
}

// --- money that was too much ---

// The buyer lets it pay what is next, has it back, or has not chosen yet.
void Office::settle_credit() {
  for (const auto& account : standing()) {
    if (account.credit.zero()) continue;
    const auto throwing = dice_.below(100);
    if (throwing < 35 && account.open > Money()) {
      stage_.tell(stage_.staff("finance", route(account.booking, "apply-credit")),
                  ApplyCredit{shop_.id(), account.booking, {}});
    } else if (throwing < 70) {
      refund_credit(account.booking);
    }
  }
}

void Office::refund_credit(const BookingId& booking) {
  RequestRefund asked;
  asked.project = shop_.id();
  asked.booking = booking;
  asked.reason = "the buyer asked for what he paid too much";
  std::size_t payments = 0;
  stage_.look(shop_.id(), [&](const Project& project) {
    payments = project.bookings.at(booking).payments.size();
  });
  for (std::size_t spare = 0; spare < payments + 2; ++spare)
    asked.refunds.emplace_back(stage_.uuid());
  const auto ids = asked.refunds;
  stage_.tell(stage_.staff("sales", route(booking, "refunds")), std::move(asked));
  stage_.in(hours(26), [this, ids] {
    for (const auto& id : ids) pay_back(id);
  });
}

// Approved by finance; the gateway's money goes back by the gateway, other money by bank.
void Office::pay_back(const RefundId& refund) {
  bool asked = false;
  bool by_gateway = false;
  RecordRefund told{shop_.id(), refund, RefundFinding::kProcessed, {}, {}};
  PaymentId payment;
  Money amount;
  stage_.look(shop_.id(), [&](const Project& project) {
    const auto found = project.refunds.find(refund);
    if (found == project.refunds.end()) return;
    asked = true;
    payment = found->second.payment;
    amount = found->second.amount;
    by_gateway = project.payments.at(payment).mode == wire::Mode::Gateway;
  });
  if (!asked) return;
  stage_.tell(stage_.staff("finance", "/v1/refunds/" + refund.str() + "/approve"),
              ApproveRefund{shop_.id(), refund});
  if (!by_gateway)
    return stage_.in(hours(5), [this, refund] { send_by_bank(stage_, shop_.id(), refund); });
  told.gateway_refund = stage_.gateway_id("rfnd_");
  stage_.gateway.sent_refund(told, payment, amount, stage_.now());
  stage_.tell(Stage::reactor(refund.str()), std::move(told));
}

// --- links ---

// One is paid in part, one is cancelled, one runs out.
void Office::send_links() {
  auto all = standing();
  std::erase_if(all, [](const Account& one) { return one.open < Money::paise(200'000'00); });
  for (int n = 0; n < 3 && !all.empty(); ++n) {
    const auto account = dice_.pick(all);
    IssuePaymentLink asked;
    asked.project = shop_.id();
    asked.booking = account.booking;
    asked.link = LinkId(stage_.uuid());
    asked.amount = Money::paise(100'000'00);
    asked.first_min = Money::paise(25'000'00);
    asked.expires_at = stage_.now() + days(7);
    asked.reason = "a part of the next installment";
    const auto link = asked.link;
    stage_.tell(stage_.staff("sales", route(account.booking, "links")), std::move(asked));
    if (n == 0)
      stage_.in(hours(6), [this, link, booking = account.booking] {
        constexpr Money kPart = Money::paise(40'000'00);
        if (open_on(booking) >= kPart) pay_by_gateway(booking, kPart, link);
      });
    if (n == 1)
      stage_.in(hours(4), [this, link] {
        stage_.tell(stage_.staff("sales", "/v1/links/" + link.str() + "/cancel"),
                    CancelPaymentLink{shop_.id(), link, "sent to the wrong number"});
      });
  }
}

}  // namespace ledger::demo
