// evolve never decides, but it does not believe what cannot have happened.
#include "tests/support/given.h"

namespace ledger::test {
namespace {

template <class E>
E of_project(E event) {
  event.project = kProject;
  return event;
}

JournalPosted entry(std::initializer_list<std::int64_t> amounts) {
  auto e = of_project(JournalPosted());
  for (const auto amount : amounts) {
    e.postings.push_back(std::make_unique<wire::PostingT>());
    e.postings.back()->amount = Money::paise(amount);
  }
  return e;
}

TEST(BrokenPromise, PostingsThatDoNotSumToZero) {
  auto story = a_selling_project();
  EXPECT_NO_THROW(story.happened(entry({5, -3, -2})));
  EXPECT_THROW(story.happened(entry({5, -4})), std::logic_error);
  EXPECT_THROW(story.happened(entry({})), std::logic_error);
}

TEST(BrokenPromise, APlotHeldTwice) {
  auto story = a_selling_project();
  story.given(hold("a", {"1"}));
  auto e = story.event<PlotHeld>();
  EXPECT_THROW(story.happened(e), std::logic_error);
  e.hold = HoldId("b");
  EXPECT_THROW(story.happened(e), std::logic_error);
}

TEST(BrokenPromise, AHoldEndedTwice) {
  auto story = a_selling_project();
  story.given(hold("a", {"1"})).given(release("a"));
  EXPECT_THROW(story.happened(story.event<HoldReleased>()), std::logic_error);
}

TEST(BrokenPromise, AHoldEndedWhileItsOrderIsOpen) {
  auto story = with_open_order("a", {"1"});
  auto e = of_project(HoldExpired());
  e.hold = HoldId("a");
  e.plots = plots_of({"1"});
  EXPECT_THROW(story.happened(e), std::logic_error);
}

TEST(BrokenPromise, AHoldExtendedPastItsCap) {
  auto story = a_selling_project();
  story.given(hold("a", {"1"}));
  auto e = of_project(HoldExtended());
  e.hold = HoldId("a");
  e.expires_at = story.hold_of("a").extendable_until + Micros(1);
  EXPECT_THROW(story.happened(e), std::logic_error);
}

TEST(BrokenPromise, SerialsOutOfTurn) {
  auto story = with_booking("a", {"1"});
  auto receipt = story.event<ReceiptIssued>();
  EXPECT_THROW(story.happened(receipt), std::logic_error);
  auto prices = of_project(PricesSet());
  prices.version = 7;
  EXPECT_THROW(story.happened(prices), std::logic_error);
}

TEST(BrokenPromise, ABookingOfAnothersPlot) {
  auto story = with_open_order("a", {"1"});
  auto copy = story;
  copy.given(payment(copy, "a", "pay-1"));
  const auto booking = copy.event<BookingConfirmed>();
  story.given(release("a")).given(hold("b", {"1"}));
  EXPECT_THROW(story.happened(booking), std::logic_error);
}

TEST(BrokenPromise, RefundsBeyondWhatWasCaptured) {
  auto story = with_booking("a", {"1"});
  auto e = of_project(RefundRequested());
  e.refund = RefundId("r1");
  e.payment = PaymentId("pay-1");
  e.amount = checkout_of(story, "a").amount + Money::paise(1);
  EXPECT_THROW(story.happened(e), std::logic_error);
}

TEST(BrokenPromise, ARefundApprovedByItsRequester) {
  auto story = with_booking("a", {"1"});
  story.as("sales").given(CancelBooking{
      kProject, story.event<BookingConfirmed>().booking, "asked to", {RefundId("r1")}});
  auto e = of_project(RefundApproved());
  e.refund = RefundId("r1");
  e.by = "sales";
  EXPECT_THROW(story.happened(e), std::logic_error);
}

TEST(BrokenPromise, APaymentThatGoesBack) {
  auto story = with_booking("a", {"1"});
  auto e = of_project(PaymentFailed());
  e.hold = HoldId("a");
  e.payment = std::make_unique<wire::PaymentT>(payment(story, "a", "pay-1").payment);
  EXPECT_THROW(story.happened(e), std::logic_error);
}

TEST(BrokenPromise, AnEventOfAnotherPartitionsProject) {
  Story story;
  story.happened(founded(1, 2));
  EXPECT_THROW(story.happened(of_project(PlotsReleased())), std::logic_error);
}

}  // namespace
}  // namespace ledger::test
