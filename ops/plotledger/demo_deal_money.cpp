#include <algorithm>
#include <array>

#include "ops/plotledger/demo_deal.h"
#include "ops/plotledger/demo_offline.h"

namespace ledger::demo {
namespace {

constexpr auto kWhyCancelled = std::to_array<const char*>(
    {"the buyer's loan was not sanctioned", "the buyer moves abroad",
     "a family decision of the buyer", "the buyer takes another plot",
     "the buyer lost his position", "the buyer found the installments too high"});

constexpr auto kWhyFailed = std::to_array<const char*>(
    {"Payment was unsuccessful at the payer's bank", "The payer's bank declined the payment",
     "Payment was not completed on time", "Insufficient funds in the payer's account"});

constexpr auto kWhyLess = std::to_array<const char*>(
    {"festival offer", "second plot of the family", "paid before the launch", "corporate tie-up"});

constexpr unsigned kBargains = 45;     // percent of those who come to the sales office
constexpr unsigned kGetsNothing = 15;  // percent of the proposals that finance rejects

}  // namespace

// Sales proposes a discount; it is in the price once finance has approved it.
void Deal::bargain() {
  auto& dice = crowd_.dice;
  if (!dice.percent(kBargains)) return;
  ProposeDiscount asked;
  asked.project = shop_.id();
  asked.discount = DiscountId(stage_.uuid());
  asked.hold = hold_;
  asked.plot = plots_.front();
  asked.label = dice.pick(kWhyLess);
  asked.amount = Money::paise(dice.between(5, 20) * 5'000'00);
  asked.reason = asked.label;
  const auto id = asked.discount;
  stage_.tell(stage_.staff("sales", route("discounts")), std::move(asked));
  const auto at = "/v1/discounts/" + id.str();
  if (dice.percent(kGetsNothing))
    return stage_.tell(stage_.staff("finance", at + "/reject"),
                       RejectDiscount{shop_.id(), id, "the margin does not bear it"});
  stage_.tell(stage_.staff("finance", at + "/approve"), ApproveDiscount{shop_.id(), id});
}

// At the sales office: declared with the hold, deposited the next day, booked when it clears.
void Deal::pay_by_cheque(StartCheckout checkout) {
  constexpr auto kBookingCheque = Money::paise(200'000'00);
  DeclarePayment told;
  told.project = shop_.id();
  told.hold = hold_;
  told.mode = wire::Mode::Cheque;
  told.amount = kBookingCheque;
  told.checkout = std::move(checkout);
  const auto payment = declare(stage_, std::move(told), "sales");
  stage_.in(hours(20), [self = shared_from_this(), payment] {
    deposit(self->stage_, self->shop_.id(), payment);
  });
  stage_.in(hours(70), [self = shared_from_this(), payment] {
    verify(self->stage_, self->shop_.id(), payment);
    self->stage_.look(self->shop_.id(), [&](const Project& project) {
      self->booking_ = project.checkouts.at(self->hold_).booking;
    });
    self->after_capture();
  });
}

RecordPayment Deal::news(const PaymentId& payment, PaymentStatus status, Money amount) {
  auto& dice = crowd_.dice;
  RecordPayment told;
  told.project = shop_.id();
  told.payment.payment = payment;
  told.payment.order = order_;
  told.payment.amount = amount;
  told.payment.currency = "INR";
  told.payment.method = method_;
  told.payment.source = dice.percent(86) ? wire::Source::Webhook : wire::Source::Poll;
  told.payment.gateway_event = stage_.gateway_id("");
  told.payment.created_at = stage_.now() - dice.between(seconds(2), seconds(20));
  told.status = status;
  told.refund = RefundId(stage_.uuid());
  if (status != PaymentStatus::kFailed) return told;
  told.error_code = "BAD_REQUEST_ERROR";
  told.description = dice.pick(kWhyFailed);
  return told;
}

void Deal::say(RecordPayment told) {
  const bool polled = told.payment.source == wire::Source::Poll;
  stage_.gateway.had_payment(told, stage_.now());
  if (polled) told.payment.gateway_event.clear();
  stage_.tell(polled ? Stage::reactor(order_.str()) : Stage::webhook(), std::move(told));
}

void Deal::pay() {
  const PaymentId payment(stage_.gateway_id("pay_"));
  if (!crowd_.dice.percent(17)) return capture(payment, amount_);
  authorize(payment);
  stage_.in(crowd_.dice.between(seconds(5), minutes(4)),
            [self = shared_from_this(), payment] { self->capture(payment, self->amount_); });
}

void Deal::authorize(const PaymentId& payment) {
  say(news(payment, PaymentStatus::kAuthorized, amount_));
}

void Deal::pay_late() {
  shop_.leave(plots_);
  capture(PaymentId(stage_.gateway_id("pay_")), amount_);
}

void Deal::pay_wrong_amount() {
  const auto less = Money::paise(1'000'00);
  say(news(PaymentId(stage_.gateway_id("pay_")), PaymentStatus::kCaptured, amount_ - less));
}

void Deal::capture(const PaymentId& payment, Money amount) {
  auto told = news(payment, PaymentStatus::kCaptured, amount);
  const auto refund = told.refund;
  say(std::move(told));
  bool orphaned = false;
  stage_.look(shop_.id(), [&](const Project& project) {
    orphaned = project.refunds.contains(refund);
    booking_ = project.checkouts.at(hold_).booking;
  });
  if (orphaned) {
    return stage_.in(crowd_.dice.between(milliseconds(400), seconds(20)),
                     [self = shared_from_this(), refund] { self->refund_orphan(refund); });
  }
  after_capture();
}

void Deal::after_capture() {
  auto& dice = crowd_.dice;
  remember(booking_);
  if (visit_.cancelled || visit_.undecided) crowd_.leaving.insert(booking_);
  if (visit_.paid_again) {
    stage_.in(dice.between(minutes(1), minutes(25)), [self = shared_from_this()] {
      const PaymentId payment(self->stage_.gateway_id("pay_"));
      self->say(self->news(payment, PaymentStatus::kCaptured, self->amount_));
    });
  }
  if (visit_.undecided) {
    const auto last = stage_.moment(kStoryDays - 1, dice.between(hours(10), hours(18)));
    stage_.at(last, [self = shared_from_this()] { self->cancel(); });
  } else if (visit_.cancelled) {
    then(days(dice.between(3, 32)) + dice.between(hours(1), hours(8)), &Deal::cancel);
  }
}

void Deal::remember(const BookingId& booking) {
  crowd_.buyers.push_back(applicants_[0]);
  if (visit_.showcase) crowd_.showcase = Showcase{hold_, booking};
}

void Deal::refund_orphan(const RefundId& refund) {
  PaymentId payment;
  Money amount;
  stage_.look(shop_.id(), [&](const Project& project) {
    payment = project.refunds.at(refund).payment;
    amount = project.refunds.at(refund).amount;
  });
  send_refund(refund, payment, amount);
}

// --- cancellations: asked by sales, approved by finance, sent by the reactor ---

void Deal::cancel() {
  auto& dice = crowd_.dice;
  CancelBooking command{shop_.id(), booking_, dice.pick(kWhyCancelled), {}};
  command.by_buyer = true;
  for (int spare = 0; spare < 5; ++spare) command.refunds.emplace_back(stage_.uuid());
  stage_.tell(stage_.staff("sales", "/v1/bookings/" + booking_.str() + "/cancel"),
              std::move(command));
  if (!visit_.undecided) then(dice.between(hours(4), hours(60)), &Deal::approve_refunds);
}

void Deal::approve_refunds() {
  std::vector<fold::RefundT> asked;
  stage_.look(shop_.id(), [&](const Project& project) {
    for (const auto& [id, refund] : project.refunds)
      if (refund.booking == booking_) asked.push_back(refund);
  });
  std::ranges::sort(asked, {}, &fold::RefundT::refund);
  for (const auto& refund : asked) {
    const auto& id = refund.refund;
    stage_.tell(stage_.staff("finance", "/v1/refunds/" + id.str() + "/approve"),
                ApproveRefund{shop_.id(), id});
    const auto wait = crowd_.dice.between(milliseconds(300), seconds(3));
    stage_.in(wait, [self = shared_from_this(), id, payment = refund.payment,
                     amount = refund.amount] { self->send_refund(id, payment, amount); });
  }
}

// Most are processed at once; some the bank takes days for, some fail first.
void Deal::send_refund(const RefundId& refund, const PaymentId& payment, Money amount) {
  RecordRefund told{shop_.id(), refund, RefundFinding::kProcessed, {}, {}};
  const auto throwing = crowd_.dice.below(100);
  if (throwing < 6) {
    told.finding = RefundFinding::kFailed;
    told.reason = "Your account does not have enough balance to carry out the refund operation.";
    stage_.tell(Stage::reactor(refund.str()), told);
    return stage_.in(hours(2), [self = shared_from_this(), refund, payment, amount] {
      self->send_refund(refund, payment, amount);
    });
  }
  told.gateway_refund = stage_.gateway_id("rfnd_");
  stage_.gateway.sent_refund(told, payment, amount, stage_.now());
  if (throwing < 30) {
    auto initiated = told;
    initiated.finding = RefundFinding::kInitiated;
    stage_.tell(Stage::reactor(refund.str()), std::move(initiated));
    return stage_.in(
        crowd_.dice.between(hours(20), hours(70)),
        [this, self = shared_from_this(), told] { stage_.tell(Stage::webhook(), told); });
  }
  stage_.tell(Stage::reactor(refund.str()), std::move(told));
}

}  // namespace ledger::demo
