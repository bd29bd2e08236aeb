#include "tests/support/given.h"

namespace ledger::test {
namespace {

using fold::HoldStatus;
using fold::PlotStatus;

constexpr auto kHold = minutes(15);

TEST(HoldPlots, TakesAvailablePlotsForAQuarterOfAnHour) {
  auto story = a_selling_project();
  story.when(hold("asha", {"1", "2"})).then({"PlotHeld"});
  const auto& e = story.event<PlotHeld>();
  EXPECT_EQ(e.plots, plots_of({"1", "2"}));
  EXPECT_EQ(e.expires_at, story.now() + kHold);
  EXPECT_EQ(e.extendable_until, story.now() + hours(2));
  EXPECT_EQ(e.price_version, 1U);
  EXPECT_EQ(e.contact->person.str(), "contact-of-asha");
  EXPECT_EQ(story.plot("1"), PlotStatus::Held);
  EXPECT_EQ(story.plot("3"), PlotStatus::Available);
}

TEST(HoldPlots, IsRefusedWhileAnotherBuyerHolds) {
  auto story = a_selling_project();
  story.given(hold("asha", {"1", "2"}));
  story.when(hold("ravi", {"2", "3"})).then_refused("plot-unavailable");
  EXPECT_EQ(story.error().subjects, std::vector<std::string>{"2"});
  EXPECT_EQ(story.error().message, "Plot 2 is being held by another buyer.");
  EXPECT_EQ(story.error().retry_after_s, 60U);
  EXPECT_EQ(story.plot("3"), PlotStatus::Available);
}

TEST(HoldPlots, SaysWhenToAskAgain) {
  auto story = a_selling_project();
  story.given(hold("asha", {"1"}));
  story.later(kHold - seconds(20)).when(hold("ravi", {"1"})).then_refused("plot-unavailable");
  EXPECT_EQ(story.error().retry_after_s, 20U);
  story.later(seconds(20) - Micros(1)).when(hold("ravi", {"1"})).then_refused("plot-unavailable");
  EXPECT_EQ(story.error().retry_after_s, 1U);
}

TEST(HoldPlots, GivesNoHopeForABookedPlot) {
  auto story = with_booking("asha", {"1"});
  story.given(hold("ravi", {"2"}));
  story.when(hold("mina", {"1", "2"})).then_refused("plot-unavailable");
  EXPECT_EQ(story.error().retry_after_s, 0U);
  EXPECT_EQ(story.error().subjects, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(story.error().message, "Plots 1 and 2 are not available.");
}

TEST(HoldPlots, EndsAHoldWhoseTimeIsOverInTheSameRecord) {
  auto story = a_selling_project();
  story.given(hold("asha", {"1", "2"})).later(kHold);
  story.when(hold("ravi", {"1", "2"})).then({"HoldExpired", "PlotHeld"});
  EXPECT_EQ(story.event<HoldExpired>().hold.str(), "asha");
  EXPECT_EQ(story.event<HoldExpired>().reason, "time");
  EXPECT_EQ(story.hold_of("asha").status, HoldStatus::Expired);
  EXPECT_EQ(story.project().plots[0].hold.str(), "ravi");
}

TEST(HoldPlots, ConfirmingHoldsKeepTheirPlots) {
  auto story = with_open_order("asha", {"1"});
  story.at(story.hold_of("asha").expires_at + minutes(5));
  story.when(hold("ravi", {"1"})).then_refused("plot-unavailable");
  EXPECT_EQ(story.error().retry_after_s, 60U);
}

TEST(HoldPlots, TakesOneToTenDifferentKnownPlots) {
  auto story = a_selling_project();
  story.when(hold("h", {})).then_refused("plots-count", ErrorCode::kInvalid);
  story.when(hold("h", {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"}))
      .then_refused("plots-count", ErrorCode::kInvalid);
  story.when(hold("h", {"1", "2", "1"})).then_refused("plots-repeated", ErrorCode::kInvalid);
  story.when(hold("h", {"1", "99"})).then_refused("plot-unknown", ErrorCode::kNotFound);
  auto nowhere = hold("h", {"1"});
  nowhere.project = ProjectId("nowhere");
  story.when(nowhere).then_refused("project-unknown", ErrorCode::kNotFound);
}

TEST(HoldPlots, NeedsReleasedPlots) {
  Story story;
  story.happened(founded()).given(open_project()).given(import_layout());
  story.when(hold("h", {"1"})).then_refused("plot-unavailable");
}

TEST(HoldPlots, LimitsTheLiveHoldsOfAContact) {
  auto story = a_selling_project();
  story.given(hold("a", {"1"})).given(hold("b", {"2"}));
  auto third = hold("c", {"3"});
  third.holds_of_contact = {HoldId("a"), HoldId("b"), HoldId("long-forgotten")};
  story.when(third).then_refused("too-many-holds");
  story.given(release("a")).when(third).then({"PlotHeld"});
  story.later(kHold);
  auto fourth = hold("d", {"4"});
  fourth.holds_of_contact = {HoldId("b"), HoldId("c")};
  story.when(fourth).then({"PlotHeld"});
}

TEST(HoldPlots, StaffHoldForDaysWithoutALimit) {
  auto story = a_selling_project();
  story.given(hold("a", {"1"})).given(hold("b", {"2"}));
  auto c = hold("c", {"3"});
  c.by_staff = true;
  c.holds_of_contact = {HoldId("a"), HoldId("b")};
  story.when(c).then({"PlotHeld"});
  EXPECT_EQ(story.event<PlotHeld>().expires_at, story.now() + days(3));
  EXPECT_TRUE(story.event<PlotHeld>().by_staff);
}

TEST(HoldPlots, NeedsAFreshId) {
  auto story = a_selling_project();
  story.given(hold("a", {"1"})).when(hold("a", {"2"})).then_refused("hold-exists");
}

TEST(ExtendHold, WorksOnceAndUpToTheLongestHold) {
  auto story = a_selling_project();
  story.given(hold("a", {"1"}));
  const auto until = story.hold_of("a").expires_at;
  story.when(extend("a")).then({"HoldExtended"});
  EXPECT_EQ(story.event<HoldExtended>().expires_at, until + minutes(10));
  EXPECT_EQ(story.event<HoldExtended>().reason, "asked");
  story.when(extend("a")).then_refused("hold-already-extended");
}

TEST(ExtendHold, IsRefusedAtTheLongestAndAfterTheEnd) {
  auto story = a_selling_project();
  auto staff = hold("s", {"1"});
  staff.by_staff = true;
  story.given(staff).when(extend("s")).then_refused("hold-at-longest");
  story.given(hold("a", {"2"})).later(kHold).when(extend("a")).then_refused("hold-expired");
  story.given(expire()).when(extend("a")).then_refused("hold-expired");
  story.when(extend("never")).then_refused("hold-unknown", ErrorCode::kNotFound);
}

TEST(ExtendHold, IsRefusedWhileThePaymentIsConfirmed) {
  auto story = with_open_order("a", {"1"});
  story.at(story.hold_of("a").expires_at).when(extend("a")).then_refused("hold-confirming");
  story.given(payment(story, "a", "pay-1")).when(extend("a")).then_refused("hold-booked");
}

TEST(ReleaseHold, FreesThePlots) {
  auto story = a_selling_project();
  story.given(hold("a", {"1", "2"})).when(release("a")).then({"HoldReleased"});
  EXPECT_EQ(story.plot("1"), PlotStatus::Available);
  story.when(release("a")).then_nothing();
  story.when(hold("b", {"1", "2"})).then({"PlotHeld"});
}

TEST(ReleaseHold, WithAnOpenUnpaidOrderClosesItFirst) {
  auto story = with_open_order("a", {"1"});
  story.when(release("a")).then({"OrderClosed", "HoldReleased"});
  EXPECT_EQ(story.event<OrderClosed>().reason, "released");
}

TEST(ReleaseHold, IsRefusedOnceMoneyIsOnItsWay) {
  auto story = with_open_order("a", {"1"});
  story.given(payment(story, "a", "pay-1", PaymentStatus::kAuthorized));
  story.when(release("a")).then_refused("payment-in-progress");
  story.given(payment(story, "a", "pay-1", PaymentStatus::kFailed));
  story.when(release("a")).then({"OrderClosed", "HoldReleased"});
}

TEST(ReleaseHold, IsRefusedWhileMoneyStandsInSuspense) {
  auto story = with_open_order("a", {"1"});
  auto odd = payment(story, "a", "pay-1");
  odd.payment.amount += Money::paise(1);
  story.given(odd).when(release("a")).then_refused("payment-in-progress");
}

TEST(ReleaseHold, IsRefusedOnceBooked) {
  auto story = with_booking("a", {"1"});
  story.when(release("a")).then_refused("hold-booked");
}

TEST(ReleaseHold, ByStaffNeedsAReason) {
  auto story = a_selling_project();
  story.given(hold("a", {"1"}));
  story.when(ReleaseHold{kProject, HoldId("a"), "", true})
      .then_refused("reason-missing", ErrorCode::kInvalid);
  story.when(ReleaseHold{kProject, HoldId("a"), "caller hung up", true}).then({"HoldReleased"});
  EXPECT_EQ(story.event<HoldReleased>().reason, "caller hung up");
  EXPECT_TRUE(story.event<HoldReleased>().by_staff);
}

TEST(ExpireHolds, EndsThoseWhoseTimeIsOver) {
  auto story = a_selling_project();
  story.given(hold("a", {"1"})).later(seconds(1)).given(hold("b", {"2"}));
  story.when(expire()).then_nothing();
  story.later(kHold - seconds(1) - Micros(1)).when(expire()).then_nothing();
  story.later(Micros(1)).when(expire()).then({"HoldExpired"});
  EXPECT_EQ(story.event<HoldExpired>().hold.str(), "a");
  story.later(hours(1)).when(expire()).then({"HoldExpired"});
  story.when(expire()).then_nothing();
}

TEST(ExpireHolds, LeavesHoldsWithAnOpenOrderAlone) {
  auto story = with_open_order("a", {"1"});
  story.later(hours(1)).when(expire()).then_nothing();
  EXPECT_EQ(story.plot("1"), PlotStatus::Held);
}

TEST(ExpireHolds, LeavesOtherProjectsAlone) {
  auto story = a_selling_project();
  auto other = open_project();
  other.project = ProjectId("other");
  other.code = "OTH";
  story.given(other).given(hold("a", {"1"})).later(kHold);
  story.when(ExpireHolds{other.project}).then_nothing();
  story.when(expire()).then({"HoldExpired"});
}

TEST(ExpireHolds, WorksThroughManyInBoundedRecords) {
  Story story;
  story.happened(founded()).given(open_project()).given(import_layout(450)).given(set_prices());
  story.given(ReleasePlots{kProject, true, {}});
  for (int i = 1; i <= 450; ++i) {
    const auto id = std::to_string(i);
    story.given(hold(id.c_str(), {id.c_str()}));
  }
  story.later(kHold);
  std::vector<std::size_t> batches;
  for (int i = 0; i < 4; ++i) batches.push_back(story.when(expire()).result()->size());
  EXPECT_EQ(batches, (std::vector<std::size_t>{200, 200, 50, 0}));
}

TEST(HoldContact, IsKeptSealedWhileTheHoldLives) {
  auto story = with_open_order("a", {"1"});
  story.given(hold("b", {"2"}));
  ASSERT_NE(story.hold_of("b").contact, nullptr);
  EXPECT_EQ(story.hold_of("b").contact->person.str(), "contact-of-b");
  story.given(release("b")).given(payment(story, "a", "pay-1"));
  EXPECT_EQ(story.hold_of("b").contact, nullptr);
  EXPECT_EQ(story.hold_of("a").contact, nullptr);
}

TEST(EndedHolds, AreRememberedLongEnoughAndThenForgotten) {
  auto story = with_open_order("kept", {"1"});
  story.given(hold("first", {"2"})).given(release("first")).given(release("kept"));
  for (std::size_t i = 0; i + 1 < kEndedRemembered; ++i) {
    const auto id = "h" + std::to_string(i);
    story.given(hold(id.c_str(), {"2"})).given(release(id.c_str()));
  }
  EXPECT_EQ(story.state().ended.size(), kEndedRemembered);
  story.when(extend("first")).then_refused("hold-unknown", ErrorCode::kNotFound);
  story.when(extend("h0")).then_refused("hold-expired");
  story.given(hold("one-more", {"2"})).given(release("one-more"));
  story.when(extend("kept")).then_refused("hold-expired");  // it had a checkout: kept for ever
}

}  // namespace
}  // namespace ledger::test
