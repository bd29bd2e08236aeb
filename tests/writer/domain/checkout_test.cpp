#include "tests/support/given.h"

namespace ledger::test {
namespace {

using fold::HoldStatus;
using fold::OrderStatus;
using fold::PlotStatus;

Story with_hold() {
  auto story = a_selling_project();
  story.given(hold("a", {"1", "2"}));
  return story;
}

TEST(StartCheckout, FixesThePriceHeadByHead) {
  auto story = with_hold();
  story.when(checkout("a")).then({"HoldExtended", "CheckoutStarted"});
  const auto& e = story.event<CheckoutStarted>();
  ASSERT_EQ(e.lines.size(), 6U);
  EXPECT_EQ(e.lines[3]->plot.str(), "2");
  EXPECT_EQ(e.lines[3]->head, "land");
  const auto one_plot = 62'191'482 + 3'109'574 + 1'195'990 + 2 * 107'639;
  EXPECT_EQ(e.total, Money::paise(2 * one_plot));
  EXPECT_EQ(e.amount, Money::paise(e.total.paise() / 10)) << "never a paisa above the cap";
  EXPECT_EQ(e.currency, "INR");
  EXPECT_EQ(e.receipt, "receipt-a");
}

TEST(StartCheckout, InFullAsksForTheTotal) {
  auto story = with_hold();
  story.given(checkout("a", wire::Pay::Full));
  EXPECT_EQ(story.event<CheckoutStarted>().amount, story.event<CheckoutStarted>().total);
}

TEST(StartCheckout, KeepsThePriceOfTheHold) {
  auto story = with_hold();
  auto dearer = set_prices();
  dearer.rate_per_sq_yd = Money::paise(900'000);
  story.given(dearer).given(checkout("a"));
  EXPECT_EQ(story.event<CheckoutStarted>().lines[0]->amount, Money::paise(62'191'482));
  story.given(hold("b", {"3"})).given(checkout("b"));
  EXPECT_GT(story.event<CheckoutStarted>().lines[0]->amount, Money::paise(62'191'482));
}

TEST(StartCheckout, LengthensTheHoldToHalfAnHourInAll) {
  auto story = with_hold();
  const auto started = story.now();
  story.later(minutes(14)).given(checkout("a"));
  EXPECT_EQ(story.event<HoldExtended>().expires_at, started + minutes(30));
  EXPECT_EQ(story.event<HoldExtended>().reason, "checkout");
}

TEST(StartCheckout, DoesNotShortenALongerHold) {
  auto story = a_selling_project();
  auto staff = hold("s", {"1"});
  staff.by_staff = true;
  story.given(staff).when(checkout("s")).then({"CheckoutStarted"});
}

TEST(StartCheckout, AskedTwiceChangesNothing) {
  auto story = with_hold();
  story.given(checkout("a")).when(checkout("a", wire::Pay::Full)).then_nothing();
  story.given(order(story, "a")).when(checkout("a")).then_nothing();
  story.later(minutes(31)).when(checkout("a")).then_nothing();  // confirming
}

TEST(StartCheckout, IsRefusedWhenTheHoldIsOver) {
  auto story = with_hold();
  story.later(minutes(15)).when(checkout("a")).then_refused("hold-expired");
  story.given(expire()).when(checkout("a")).then_refused("hold-expired");
  story.when(checkout("never")).then_refused("hold-unknown", ErrorCode::kNotFound);
  auto booked = with_booking("a", {"1"});
  booked.when(checkout("a")).then_refused("hold-booked");
}

TEST(StartCheckout, ChecksItsShape) {
  auto story = with_hold();
  auto c = checkout("a");
  c.plan = "easy";
  story.when(c).then_refused("plan-unknown", ErrorCode::kInvalid);
  c = checkout("a");
  c.receipt = std::string(41, 'r');
  story.when(c).then_refused("receipt-malformed", ErrorCode::kInvalid);
  c.receipt = "";
  story.when(c).then_refused("receipt-malformed", ErrorCode::kInvalid);
}

struct ApplicantsCase {
  std::vector<wire::ApplicantT> applicants;
  const char* reason;  // nullptr: accepted
};

TEST(StartCheckout, ChecksTheApplicants) {
  const std::vector<ApplicantsCase> cases{
      {{applicant("b1")}, nullptr},
      {{applicant("b1", 10'000)}, nullptr},
      {{applicant("b1", 6'000), applicant("b2", 4'000)}, nullptr},
      {{applicant("b1"), applicant("b2")}, nullptr},
      {{}, "applicants-count"},
      {std::vector<wire::ApplicantT>(9, applicant("b1")), "applicants-count"},
      {{applicant("")}, "applicant-unnamed"},
      {{applicant("b1"), applicant("b1")}, "applicant-repeated"},
      {{applicant("b1", 6'000), applicant("b2", 3'000)}, "shares-do-not-sum"},
      {{applicant("b1", 10'000), applicant("b2")}, "shares-do-not-sum"},
      {{applicant("b1", 11'000), applicant("b2", -1'000)}, "shares-do-not-sum"},
      {{applicant("b1", -1), applicant("b2", 1)}, "shares-do-not-sum"},
  };
  for (const auto& [applicants, reason] : cases) {
    auto story = with_hold();
    auto c = checkout("a");
    c.applicants = applicants;
    story.when(c);
    if (reason == nullptr) {
      story.then({"HoldExtended", "CheckoutStarted"});
    } else {
      story.then_refused(reason, ErrorCode::kInvalid);
    }
  }
}

TEST(RecordOrder, IsIdempotentAndMustBeWhatWasAskedFor) {
  auto story = with_hold();
  story.given(checkout("a"));
  const auto good = order(story, "a");
  auto wrong = good;
  wrong.amount += Money::paise(1);
  story.when(wrong).then_refused("order-differs");
  wrong = good;
  wrong.currency = "USD";
  story.when(wrong).then_refused("order-differs");
  story.when(good).then({"OrderCreated"});
  story.when(good).then_nothing();
  wrong = good;
  wrong.order = OrderId("another");
  story.when(wrong).then_refused("order-differs");
  EXPECT_EQ(story.hold_of("a").order, OrderStatus::Open);
}

TEST(RecordOrder, BelongsToOneHold) {
  auto story = with_hold();
  story.given(checkout("a")).given(order(story, "a"));
  story.given(hold("b", {"3"}));
  story.when(RecordOrder{kProject, HoldId("b"), order_of("a"), Money::paise(1), "INR"})
      .then_refused("checkout-unknown", ErrorCode::kNotFound);
  story.given(checkout("b"));
  auto stolen = order(story, "b");
  stolen.order = order_of("a");
  story.when(stolen).then_refused("order-differs");
}

TEST(RecordOrder, AfterTheHoldEndedIsRecordedAndClosed) {
  auto story = with_hold();
  story.given(checkout("a")).given(release("a"));
  story.when(order(story, "a")).then({"OrderCreated", "OrderClosed"});
  EXPECT_EQ(story.event<OrderClosed>().reason, "released");
  story.when(order(story, "a")).then_nothing();
  EXPECT_EQ(story.plot("1"), PlotStatus::Available);
}

TEST(RecordOrder, AfterTheHoldsTimeEndsItInTheSameRecord) {
  auto story = with_hold();
  story.given(checkout("a")).later(minutes(30));
  story.when(order(story, "a")).then({"HoldExpired", "OrderCreated", "OrderClosed"});
  EXPECT_EQ(story.event<OrderClosed>().reason, "unpaid");
  EXPECT_EQ(story.hold_of("a").status, HoldStatus::Expired);
}

struct SettleCase {
  const char* name;
  OrderFinding finding;
  Micros after_expiry;
  const char* closed;  // nullptr: nothing happens
  const char* expired;
};

TEST(SettleOrder, FollowsWhatTheGatewaySays) {
  const auto wait = minutes(15);
  const std::vector<SettleCase> cases{
      {"unpaid before the end", OrderFinding::kUnpaid, Micros(-1), nullptr, nullptr},
      {"unpaid at the end", OrderFinding::kUnpaid, Micros(0), "unpaid", "unpaid"},
      {"pending at the end", OrderFinding::kPending, Micros(0), nullptr, nullptr},
      {"unreachable at the end", OrderFinding::kUnreachable, Micros(0), nullptr, nullptr},
      {"pending, nearly too long", OrderFinding::kPending, wait - Micros(1), nullptr, nullptr},
      {"pending too long", OrderFinding::kPending, wait, "gateway-silent", "gateway-silent"},
      {"unreachable too long", OrderFinding::kUnreachable, wait, "gateway-silent",
       "gateway-silent"},
      {"unpaid, asked late", OrderFinding::kUnpaid, wait, "unpaid", "unpaid"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    auto story = with_open_order("a", {"1"});
    story.at(story.hold_of("a").expires_at + c.after_expiry).when(settle("a", c.finding));
    if (c.closed == nullptr) {
      story.then_nothing();
      EXPECT_EQ(story.plot("1"), PlotStatus::Held);
      continue;
    }
    story.then({"OrderClosed", "HoldExpired"});
    EXPECT_EQ(story.event<OrderClosed>().reason, c.closed);
    EXPECT_EQ(story.event<HoldExpired>().reason, c.expired);
    EXPECT_EQ(story.plot("1"), PlotStatus::Available);
    story.when(settle("a", c.finding)).then_nothing();
  }
}

TEST(SettleOrder, TakesAnAuthorizedPaymentForPending) {
  auto story = with_open_order("a", {"1"});
  story.given(payment(story, "a", "pay-1", PaymentStatus::kAuthorized));
  const auto end = story.hold_of("a").expires_at;
  story.at(end).when(settle("a", OrderFinding::kUnpaid)).then_nothing();
  story.at(end + minutes(15)).when(settle("a", OrderFinding::kUnpaid));
  EXPECT_EQ(story.event<HoldExpired>().reason, "gateway-silent");
}

TEST(SettleOrder, AfterAFailedPaymentWaitsOnlyForTheRetryWindow) {
  auto story = with_open_order("a", {"1"});
  story.given(payment(story, "a", "pay-1", PaymentStatus::kFailed));
  story.later(minutes(10) - Micros(1)).when(settle("a", OrderFinding::kUnpaid)).then_nothing();
  story.later(Micros(1)).when(settle("a", OrderFinding::kPending)).then_nothing();
  story.when(settle("a", OrderFinding::kUnpaid)).then({"OrderClosed", "HoldExpired"});
  EXPECT_EQ(story.event<HoldExpired>().reason, "payment-failed");
  EXPECT_EQ(story.event<OrderClosed>().reason, "unpaid");
}

TEST(SettleOrder, ANewAttemptEndsTheRetryWindow) {
  auto story = with_open_order("a", {"1"});
  story.given(payment(story, "a", "pay-1", PaymentStatus::kFailed));
  story.given(payment(story, "a", "pay-2", PaymentStatus::kAuthorized));
  story.later(minutes(11)).when(settle("a", OrderFinding::kUnpaid)).then_nothing();
}

TEST(SettleOrder, MoneyInSuspenseIsNotAFailedAttempt) {
  auto story = with_open_order("a", {"1"});
  story.given(payment(story, "a", "pay-1", PaymentStatus::kFailed));
  auto odd = payment(story, "a", "pay-2");
  odd.payment.amount += Money::paise(1);
  story.given(odd).later(minutes(11)).when(settle("a", OrderFinding::kUnpaid)).then_nothing();
}

TEST(SettleOrder, NeedsItsOwnOrder) {
  auto story = with_open_order("a", {"1"});
  auto c = settle("a", OrderFinding::kUnpaid);
  c.order = OrderId("another");
  story.when(c).then_refused("order-unknown", ErrorCode::kNotFound);
  c.hold = HoldId("never");
  story.when(c).then_refused("hold-unknown", ErrorCode::kNotFound);
}

}  // namespace
}  // namespace ledger::test
