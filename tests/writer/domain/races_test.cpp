// Two things at the same microsecond: the order in which they are decided is the only truth, and
// every order is good.
#include "tests/support/given.h"
#include "writer/domain/account.h"

namespace ledger::test {
namespace {

using fold::HoldStatus;
using fold::PlotStatus;

// The plot is either one buyer's or free; money that bought nothing is on its way back.
void expect_settled(const Story& story) {
  const auto& project = story.project();
  const auto& plot = project.plots[0];
  std::size_t bookings = 0;
  for (const auto& [id, booking] : project.bookings)
    bookings += rules::is_cancelled(booking) ? 0U : 1U;
  EXPECT_EQ(plot.status == PlotStatus::Booked, bookings == 1);
  EXPECT_LE(bookings, 1U);
  for (const auto& [id, paid] : project.payments) {
    if (paid.stage != fold::PaymentStage::Captured) continue;
    EXPECT_TRUE(!paid.booking.empty() || paid.refund_asked == paid.amount) << id.str();
  }
}

TEST(SameMicrosecond, ExpiryThenCaptureBooksTheFreePlot) {
  auto story = with_open_order("a", {"1"});
  story.at(story.hold_of("a").expires_at);
  story.given(settle("a", OrderFinding::kUnpaid));
  EXPECT_EQ(story.hold_of("a").status, HoldStatus::Expired);
  story.given(payment(story, "a", "pay-1"));
  EXPECT_EQ(story.hold_of("a").status, HoldStatus::Booked);
  expect_settled(story);
}

TEST(SameMicrosecond, CaptureThenExpiryBooks) {
  auto story = with_open_order("a", {"1"});
  story.at(story.hold_of("a").expires_at);
  story.given(payment(story, "a", "pay-1"));
  story.when(settle("a", OrderFinding::kUnpaid)).then_nothing();
  story.when(expire()).then_nothing();
  expect_settled(story);
}

TEST(SameMicrosecond, ReleaseThenCapture) {
  auto story = with_open_order("a", {"1"});
  story.at(story.hold_of("a").expires_at).given(release("a")).given(payment(story, "a", "pay-1"));
  EXPECT_EQ(story.plot("1"), PlotStatus::Booked);
  expect_settled(story);
}

TEST(SameMicrosecond, CaptureThenRelease) {
  auto story = with_open_order("a", {"1"});
  story.at(story.hold_of("a").expires_at).given(payment(story, "a", "pay-1"));
  story.when(release("a")).then_refused("hold-booked");
  expect_settled(story);
}

TEST(SameMicrosecond, ReleaseAndExpiryOfAnUnpaidHold) {
  for (const bool release_first : {true, false}) {
    auto story = a_selling_project();
    story.given(hold("a", {"1"})).later(minutes(15));
    const Command first = release_first ? Command(release("a")) : Command(expire());
    const Command second = release_first ? Command(expire()) : Command(release("a"));
    story.when(first).then({"HoldExpired"});
    story.when(second).then_nothing();
    EXPECT_EQ(story.plot("1"), PlotStatus::Available);
  }
}

TEST(SameMicrosecond, ExpiryThenRivalThenCaptureSendsTheMoneyBack) {
  auto story = with_open_order("a", {"1"});
  story.at(story.hold_of("a").expires_at);
  story.given(settle("a", OrderFinding::kUnpaid)).given(hold("b", {"1"}));
  story.given(payment(story, "a", "pay-1"));
  EXPECT_NE(find<PaymentOrphaned>(*story.result()), nullptr);
  EXPECT_EQ(story.project().plots[0].hold.str(), "b");
  expect_settled(story);
}

TEST(SameMicrosecond, ExpiryThenCaptureThenRivalRefusesTheRival) {
  auto story = with_open_order("a", {"1"});
  story.at(story.hold_of("a").expires_at);
  story.given(settle("a", OrderFinding::kUnpaid)).given(payment(story, "a", "pay-1"));
  story.when(hold("b", {"1"})).then_refused("plot-unavailable");
  expect_settled(story);
}

TEST(SameMicrosecond, CheckoutAndExpiry) {
  auto story = a_selling_project();
  story.given(hold("a", {"1"})).later(minutes(15) - Micros(1)).given(checkout("a"));
  story.later(Micros(1)).when(expire()).then_nothing();
  auto late = a_selling_project();
  late.given(hold("a", {"1"})).later(minutes(15)).when(checkout("a")).then_refused("hold-expired");
  late.when(expire()).then({"HoldExpired"});
}

TEST(SameMicrosecond, TwoBuyersOneWins) {
  for (const auto* winner : {"a", "b"}) {
    const auto* loser = winner == std::string("a") ? "b" : "a";
    auto story = a_selling_project();
    story.given(hold(winner, {"1", "2"}));
    story.when(hold(loser, {"2", "3"})).then_refused("plot-unavailable");
    EXPECT_EQ(story.plot("3"), PlotStatus::Available);
  }
}

TEST(SameMicrosecond, BothPaymentsOfTwoRivalsArrive) {
  // a's hold ended, b holds and pays; a's late money comes before or after b's.
  for (const bool late_first : {true, false}) {
    auto story = with_open_order("a", {"1"});
    story.given(release("a")).given(hold("b", {"1"})).given(checkout("b"));
    story.given(order(story, "b"));
    story.given(payment(story, late_first ? "a" : "b", "pay-1"));
    story.given(payment(story, late_first ? "b" : "a", "pay-2"));
    EXPECT_EQ(story.project().plots[0].hold.str(), "b");
    EXPECT_EQ(story.project().bookings.size(), 1U);
    expect_settled(story);
  }
}

TEST(SameMicrosecond, FailureAndCaptureOfOnePayment) {
  for (const bool failure_first : {true, false}) {
    auto story = with_open_order("a", {"1"});
    const auto failure = payment(story, "a", "pay-1", PaymentStatus::kFailed);
    const auto capture = payment(story, "a", "pay-1");
    story.given(failure_first ? failure : capture).given(failure_first ? capture : failure);
    EXPECT_EQ(story.plot("1"), PlotStatus::Booked);
    expect_settled(story);
  }
}

TEST(SameMicrosecond, CancellationAndSecondPayment) {
  for (const bool payment_first : {true, false}) {
    auto story = with_booking("a", {"1"});
    const CancelBooking cancel{kProject,
                               story.event<BookingConfirmed>().booking,
                               "asked to",
                               {RefundId("r1"), RefundId("r2")}};
    const Command second = payment(story, "a", "pay-2");
    story.given(payment_first ? second : Command(cancel));
    story.given(payment_first ? Command(cancel) : second);
    EXPECT_EQ(story.plot("1"), PlotStatus::Available);
    for (const auto& [id, paid] : story.project().payments)
      EXPECT_EQ(paid.refund_asked, paid.amount) << id.str();
    expect_settled(story);
  }
}

}  // namespace
}  // namespace ledger::test
