#include <gtest/gtest.h>

#include "tests/support/given_money.h"

namespace ledger::test {
namespace {

using fold::PlotStatus;

Story declared_cheque() {
  auto story = a_selling_project();
  story.given(hold("h", {"1"})).as("sales");
  story.given(declare_for_hold("c", "h", rs(65'000), wire::Mode::Cheque));
  return story;
}

TEST(DeclarePayment, StartsACheckoutThatWantsNoOrderAndKeepsTheHold) {
  auto story = a_selling_project();
  story.given(hold("h", {"1"})).as("sales").when(declare_for_hold("p", "h", rs(65'000)));
  story.then({"CheckoutStarted", "OfflinePaymentDeclared"});
  EXPECT_TRUE(story.event<CheckoutStarted>().offline);
  EXPECT_TRUE(story.state().orders_wanted.empty());
  story.later(days(30)).when(expire()).then_nothing();
  EXPECT_EQ(story.plot("1"), PlotStatus::Held);
}

TEST(DeclarePayment, KeepsRivalsOutForDays) {
  auto story = declared_cheque();
  story.later(days(5)).as("visitor").when(hold("rival", {"1"})).then_refused("plot-unavailable");
}

TEST(Cheque, ClearedMakesTheBookingInOneRecord) {
  auto story = declared_cheque();
  story.later(days(5)).as("finance").given(DepositCheque{kProject, PaymentId("c"), 0, "slip 7"});
  story.later(days(2)).when(verify("c"));
  story.then({"ChequeCleared", "BookingConfirmed", "InstallmentsScheduled", "JournalPosted",
              "PaymentAllocated", "ReceiptIssued", "JournalPosted", "VoucherIssued"});
  EXPECT_EQ(story.plot("1"), PlotStatus::Booked);
  EXPECT_EQ(posted(story, "assets:bank"), rs(65'000));
}

TEST(Cheque, BouncedFreesThePlotInOneRecord) {
  auto story = declared_cheque();
  story.as("finance").given(DepositCheque{kProject, PaymentId("c"), 0, ""});
  story.later(days(5)).when(BounceCheque{kProject, PaymentId("c"), 0, "funds insufficient"});
  story.then({"ChequeBounced", "HoldExpired"});
  EXPECT_EQ(story.plot("1"), PlotStatus::Available);
}

TEST(Cheque, CountsOnlyAfterItIsDepositedAndCleared) {
  auto story = declared_cheque();
  story.as("finance").when(verify("c")).then_refused("cheque-not-deposited");
  story.given(DepositCheque{kProject, PaymentId("c"), 0, ""}).given(verify("c"));
  story.when(verify("c")).then_refused("payment-decided");
  story.when(BounceCheque{kProject, PaymentId("c"), 0, "late"}).then_refused("payment-decided");
}

TEST(Cheque, BouncedOnABookingIsChargedWithItsTax) {
  auto story = with_booking("h", {"1"});
  story.as("finance").given(money_rules());
  story.given(declare_for(the_booking(story), "c", rs(50'000), wire::Mode::Cheque));
  story.given(DepositCheque{kProject, PaymentId("c"), 0, ""});
  story.when(BounceCheque{kProject, PaymentId("c"), 0, "signature differs"});
  story.then({"ChequeBounced", "ChargeLevied", "JournalPosted", "DebitNoteIssued"});
  EXPECT_EQ(part_of(story, 1001).amount, rs(590));
  EXPECT_EQ(posted(story, "liabilities:cgst"), -rs(45));
}

TEST(RejectPayment, FreesAHoldThatNothingElseKeeps) {
  auto story = a_selling_project();
  story.given(hold("h", {"1"})).as("sales").given(declare_for_hold("p", "h", rs(65'000)));
  story.given(declare_for_hold("q", "h", rs(5'000)));
  story.as("finance").when(RejectPayment{kProject, PaymentId("p"), "no such credit"});
  story.then({"OfflinePaymentRejected"});
  story.when(RejectPayment{kProject, PaymentId("q"), "no such credit"});
  story.then({"OfflinePaymentRejected", "HoldExpired"});
}

TEST(RejectPayment, LeavesAHoldToItsOpenOrder) {
  auto story = with_open_order("h", {"1"});
  story.as("sales").given(declare_for_hold("p", "h", rs(65'000)));
  story.later(hours(3)).when(settle("h", OrderFinding::kUnpaid)).then_nothing();
  story.as("finance").when(RejectPayment{kProject, PaymentId("p"), "no such credit"});
  story.then({"OfflinePaymentRejected"});
  story.when(settle("h", OrderFinding::kUnpaid)).then({"OrderClosed", "HoldExpired"});
}

TEST(VerifyPayment, OfABookingThatIsCancelledGoesBackByRule) {
  auto story = with_booking("h", {"1"});
  story.as("finance").given(declare_for(the_booking(story), "p", rs(5'000)));
  story.given(cancel(the_booking(story))).when(verify("p"));
  story.then({"OfflinePaymentVerified", "PaymentOrphaned", "RefundRequested", "RefundApproved",
              "JournalPosted"});
  EXPECT_TRUE(story.state().refunds_due.empty());  // the bank sends it
}

TEST(VerifyPayment, IsValuedOnADayThatIsOpen) {
  auto story = with_booking("h", {"1"});
  story.as("finance").given(declare_for(the_booking(story), "p", rs(5'000)));
  story.later(days(3)).given(CloseDay{kProject, june(2)});
  story.when(verify("p", june(2))).then_refused("day-closed");
  story.when(verify("p", june(9))).then_refused("day-in-future", ErrorCode::kInvalid);
  story.given(verify("p", june(3)));
  EXPECT_EQ(story.event<PaymentAllocated>().value_day, june(3));
}

TEST(Cash, StaysUnderTwentyThousandForABookingInAll) {
  auto story = with_booking("h", {"1"});
  story.as("sales").given(declare_for(the_booking(story), "a", rs(15'000), wire::Mode::Cash));
  story.when(declare_for(the_booking(story), "b", rs(5'000), wire::Mode::Cash))
      .then_refused("cash-limit");
  story.given(declare_for(the_booking(story), "b", rs(4'999, 99), wire::Mode::Cash));
  story.as("finance").given(RejectPayment{kProject, PaymentId("a"), "not received"});
  story.given(declare_for(the_booking(story), "d", rs(10'000), wire::Mode::Cash));
  story.when(verify("d"));
  EXPECT_EQ(posted(story, "assets:cash"), rs(10'000));
}

TEST(DeclarePayment, WantsAReferenceAnAmountAndAFreshId) {
  auto story = with_booking("h", {"1"});
  auto bare = declare_for(the_booking(story), "p", rs(5'000));
  bare.reference.clear();
  story.when(bare).then_refused("reference-missing", ErrorCode::kInvalid);
  story.when(declare_for(the_booking(story), "p", Money()))
      .then_refused("amount-out-of-range", ErrorCode::kInvalid);
  story.when(declare_for(the_booking(story), "pay-1", rs(1)))
      .then_refused("payment-id-missing", ErrorCode::kInvalid);
  story.when(declare_for(the_booking(story), "p", rs(1), wire::Mode::Gateway))
      .then_refused("mode-unknown", ErrorCode::kInvalid);
}

TEST(AdvanceCap, IsToldByDefaultAndEnforcedWhereTheProjectSaysSo) {
  auto story = with_booking("h", {"1"});
  story.as("sales").when(declare_for(the_booking(story), "p", rs(5'000)));
  story.then({"OfflinePaymentDeclared", "AdvanceCapExceeded"});
  auto rules = money_rules();
  rules.rules.cap = wire::CapMode::Enforce;
  story.as("finance").given(rules).as("sales");
  story.when(declare_for(the_booking(story), "q", rs(5'000))).then_refused("advance-cap");
  for (const auto to : {NextStage::kExecuted, NextStage::kRegistered})
    story.given(AdvanceBooking{kProject, the_booking(story), to, 0, "D-1"});
  story.when(declare_for(the_booking(story), "q", rs(5'000))).then({"OfflinePaymentDeclared"});
}

TEST(AdvanceCap, BoundsTheTokenAndRefusesThePriceInFull) {
  auto story = a_selling_project();
  auto rules = money_rules();
  rules.rules.cap = wire::CapMode::Enforce;
  rules.rules.cap_basis_points = 500;
  story.as("finance").given(rules).as("visitor").given(hold("h", {"1"}));
  story.when(checkout("h", wire::Pay::Full)).then_refused("advance-cap");
  story.given(checkout("h"));
  const auto& e = story.event<CheckoutStarted>();
  EXPECT_EQ(e.amount.paise(), e.total.paise() * 500 / 10'000);
}

}  // namespace
}  // namespace ledger::test
