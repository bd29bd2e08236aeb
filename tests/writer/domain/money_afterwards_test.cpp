#include <gtest/gtest.h>

#include "tests/support/given_money.h"

// What becomes of a booking's money: discounts, swaps, cancellations, reversals, credit.
namespace ledger::test {
namespace {

using fold::PlotStatus;

SetCancellationRules cancellation_rules() {
  SetCancellationRules c;
  c.project = kProject;
  c.from_day = june(1) - 365;
  for (const auto& [days, rate] : {std::pair{15U, 0}, {30U, 100}, {60U, 150}, {61U, 200}}) {
    auto& step = c.steps.emplace_back();
    step.up_to_days = days;
    step.basis_points = rate;
  }
  return c;
}

ProposeDiscount discount(const Story& story, const char* id, Money amount) {
  ProposeDiscount c;
  c.project = kProject;
  c.discount = DiscountId(id);
  c.booking = the_booking(story);
  c.plot = PlotId("1");
  c.label = "festival";
  c.amount = amount;
  c.reason = "Diwali offer";
  return c;
}

Money price(const Story& story) {
  Money sum;
  for (const auto& head : booking_of(story).heads) sum += head->amount;
  return sum;
}

// A second payment of the hold's order: all of it is the buyer's credit.
Story with_credit() {
  auto story = with_booking("h", {"1"});
  story.given(payment(story, "h", "pay-2")).as("finance");
  return story;
}

TEST(Discount, IsInThePriceOnlyOnceFinanceApprovedIt) {
  auto story = with_booking("h", {"1"});
  const auto before = booking_of(story).total;
  story.as("sales").given(discount(story, "d", rs(50'000)));
  EXPECT_EQ(booking_of(story).total, before);
  story.when(ApproveDiscount{kProject, DiscountId("d")})
      .then_refused("same-person", ErrorCode::kForbidden);
  story.as("finance").when(ApproveDiscount{kProject, DiscountId("d")});
  story.then({"DiscountApproved", "InstallmentsRescheduled", "JournalPosted", "CreditNoteIssued"});
  EXPECT_EQ(booking_of(story).total, before - rs(50'000));
  EXPECT_EQ(posted(story, "income:discount"), rs(50'000));
  EXPECT_EQ(posted(story, "assets:receivable"), -rs(50'000));
  story.when(ApproveDiscount{kProject, DiscountId("d")}).then_nothing();
}

TEST(Discount, OnATaxedHeadTakesItsTaxBack) {
  auto story = with_booking("h", {"1"});
  auto c = discount(story, "d", rs(1'000));
  c.head = "amenities";
  story.as("sales").given(c).as("finance").when(ApproveDiscount{kProject, DiscountId("d")});
  EXPECT_EQ(posted(story, "liabilities:cgst"), rs(90));
  EXPECT_EQ(posted(story, "assets:receivable"), -rs(1'180));
}

TEST(Discount, OfAHoldIsInTheCheckoutsPrice) {
  auto story = a_selling_project();
  story.given(hold("h", {"1"}));
  auto c = discount(with_booking("x", {"1"}), "d", rs(50'000));
  c.booking = BookingId();
  c.hold = HoldId("h");
  story.as("sales").given(c).as("finance").when(ApproveDiscount{kProject, DiscountId("d")});
  story.then({"DiscountApproved"}).as("visitor").given(checkout("h"));
  EXPECT_EQ(story.event<CheckoutStarted>().lines.back()->amount, -rs(50'000));
  c.discount = DiscountId("e");
  story.as("sales").when(c).then_refused("checkout-started");
}

TEST(Discount, LargerThanWhatIsOpenMakesCredit) {
  auto story = with_booking("h", {"1"}, wire::Pay::Full);
  story.as("sales").given(discount(story, "d", rs(50'000))).as("finance");
  story.given(ApproveDiscount{kProject, DiscountId("d")});
  EXPECT_EQ(booking_of(story).credit, rs(50'000));
  EXPECT_EQ(posted(story, "liabilities:advances"), -rs(50'000));
}

TEST(Swap, MovesTwoPlotsInOneEventAndThePriceWithThem) {
  auto story = with_booking("h", {"1"});
  auto dearer = set_prices();
  dearer.rate_per_sq_yd = Money::paise(900'000);
  story.given(dearer).as("sales").when(
      SwapPlots{kProject, the_booking(story), {PlotId("1")}, {PlotId("2")}, "a corner"});
  story.then({"PlotsSwapped", "InstallmentsRescheduled", "JournalPosted"});
  EXPECT_EQ(story.plot("1"), PlotStatus::Available);
  EXPECT_EQ(story.plot("2"), PlotStatus::Booked);
}

TEST(Swap, OfPlotsOfOnePricePostsNothing) {
  auto story = with_booking("h", {"1"});
  story.as("sales").when(
      SwapPlots{kProject, the_booking(story), {PlotId("1")}, {PlotId("2")}, "the shade"});
  story.then({"PlotsSwapped", "InstallmentsRescheduled"});
}

TEST(Swap, IsRefusedForAPlotThatIsTakenOrNotTheirs) {
  auto story = with_booking("h", {"1"});
  story.given(hold("other", {"2"}));
  story.when(SwapPlots{kProject, the_booking(story), {PlotId("1")}, {PlotId("2")}, "x"})
      .then_refused("plot-unavailable");
  story.when(SwapPlots{kProject, the_booking(story), {PlotId("3")}, {PlotId("4")}, "x"})
      .then_refused("plot-not-booked");
}

TEST(Transfer, ChargesItsFee) {
  auto story = with_booking("h", {"1"});
  story.as("finance").given(money_rules());
  story.when(TransferBooking{kProject, the_booking(story), {applicant("buyer-2")}, "to his son"});
  story.then({"BookingTransferred", "ChargeLevied", "JournalPosted", "DebitNoteIssued"});
  EXPECT_EQ(part_of(story, 1001).amount, rs(11'800));
  EXPECT_EQ(booking_of(story).buyers, std::vector{BuyerId("buyer-2")});
}

TEST(Cancellation, KeepsTheStepOfThePriceWithoutTaxAndTakesAllTaxBack) {
  auto story = a_selling_project();
  story.as("finance").given(cancellation_rules()).as("visitor");
  story.given(hold("h", {"1"})).given(checkout("h"));
  story.given(order(story, "h")).given(payment(story, "h", "pay-1"));
  const auto paid = checkout_of(story, "h").amount;
  const auto kept = scaled(price(story), 150, 10'000);
  story.later(days(40)).as("finance").when(cancel(the_booking(story)));
  EXPECT_EQ(story.event<BookingCancelled>().forfeited, kept);
  EXPECT_EQ(story.event<BookingCancelled>().refundable, paid - kept);
  EXPECT_EQ(story.event<RefundRequested>().amount, paid - kept);
  EXPECT_EQ(posted(story, "income:forfeiture"), -kept);
  EXPECT_EQ(story.event<VoucherIssued>().paper->number.front(), 'F');
  EXPECT_EQ(story.event<VoucherIssued>().paper->cites.front(), 'V');
}

TEST(Cancellation, ForDefaultNeedsNoticeAndTimeToCure) {
  auto story = with_booking("h", {"1"});
  auto c = cancel(the_booking(story));
  c.for_default = true;
  story.as("finance").when(c).then_refused("notice-missing");
  story.given(GiveNotice{kProject, the_booking(story), june(30), "three months unpaid"});
  story.when(c).then_refused("notice-running");
  story.at(start_of(june(30) + 1, kIndia)).given(c);
}

TEST(Cancellation, AfterAnInvoiceIsCorrectedByACreditNote) {
  auto story = with_booking("h", {"1"});
  story.as("finance").given(IssueInvoice{kProject, the_booking(story)});
  story.when(IssueInvoice{kProject, the_booking(story)}).then_refused("invoice-issued");
  story.when(cancel(the_booking(story)));
  EXPECT_EQ(story.event<CreditNoteIssued>().paper->cites, "I/2627/AKR/00001");
}

TEST(Revival, TakesACancellationBackToThePaisa) {
  auto story = with_booking("h", {"1"});
  story.as("finance").given(cancellation_rules()).given(cancel(the_booking(story)));
  const auto back = posted(story, "liabilities:refunds-payable");
  story.when(ReviveBooking{kProject, the_booking(story), "came to an agreement"});
  story.then({"RefundWithdrawn", "BookingRevived", "JournalPosted"});
  EXPECT_EQ(posted(story, "liabilities:refunds-payable"), -back);
  EXPECT_EQ(story.plot("1"), PlotStatus::Booked);
  EXPECT_EQ(booking_of(story).kept, checkout_of(story, "h").amount);
}

TEST(Revival, IsRefusedOnceMoneyIsOnItsWayOrThePlotIsAnothers) {
  auto story = with_booking("h", {"1"});
  story.as("sales").given(cancel(the_booking(story)));
  auto other = story;
  other.given(hold("rival", {"1"}));
  other.when(ReviveBooking{kProject, the_booking(story), "x"}).then_refused("plot-unavailable");
  story.as("finance").given(ApproveRefund{kProject, RefundId("back-0")});
  story.when(ReviveBooking{kProject, the_booking(story), "x"}).then_refused("refund-approved");
}

TEST(Credit, IsAppliedOrRefundedByChoice) {
  auto story = with_credit();
  const auto credit = booking_of(story).credit;
  auto applied = story;
  applied.when(ApplyCredit{kProject, the_booking(story), rs(1'000)});
  applied.then({"OverpaymentApplied", "JournalPosted", "VoucherIssued"});
  EXPECT_EQ(booking_of(applied).credit, credit - rs(1'000));
  story.when(
      RequestRefund{kProject, the_booking(story), Money(), "paid twice", fresh_refunds("r")});
  story.then({"RefundRequested", "JournalPosted"});
  EXPECT_EQ(story.event<RefundRequested>().payment, PaymentId("pay-2"));
  EXPECT_EQ(booking_of(story).credit, Money());
  story.when(ApplyCredit{kProject, the_booking(story), Money()}).then_refused("credit-exceeded");
  story.when(WithdrawRefund{kProject, RefundId("r-0"), "keeps it"});
  story.then({"RefundWithdrawn", "JournalPosted"});
  EXPECT_EQ(booking_of(story).credit, credit);
}

TEST(Refund, NeverExceedsTheCredit) {
  auto story = with_credit();
  const auto over = booking_of(story).credit + Money::paise(1);
  story.when(RequestRefund{kProject, the_booking(story), over, "x", fresh_refunds("r")})
      .then_refused("refund-exceeds-credit");
}

TEST(Refund, OfABankPaymentIsSentByFinance) {
  auto story = with_booking("h", {"1"}, wire::Pay::Full);
  story.as("finance").given(declare_for(the_booking(story), "p", rs(5'000))).given(verify("p"));
  story.given(RequestRefund{kProject, the_booking(story), Money(), "too much", fresh_refunds("r")});
  story.when(RecordBankRefund{kProject, RefundId("r-0"), wire::Mode::Neft, "UTR-9", june(1)})
      .then_refused("refund-not-approved");
  story.as("admin").given(ApproveRefund{kProject, RefundId("r-0")});
  EXPECT_TRUE(story.state().refunds_due.empty());
  story.when(RecordBankRefund{kProject, RefundId("r-0"), wire::Mode::Neft, "UTR-9", june(1)});
  story.then({"RefundInitiated", "RefundProcessed", "JournalPosted"});
  EXPECT_EQ(posted(story, "assets:bank"), -rs(5'000));
  story.when(RecordBankRefund{kProject, RefundId("r-0"), wire::Mode::Neft, "UTR-9", june(1)})
      .then_refused("refund-processed");
}

TEST(Refund, ByTheGatewayItselfOpensWhatItHadPaid) {
  auto story = with_booking("h", {"1"});
  const auto paid = part_of(story, 1).paid;
  story.when(RecordForeignRefund{kProject, PaymentId("pay-1"), RefundId("f"), "rfnd_9", rs(100)});
  story.then({"AllocationUndone", "JournalPosted", "RefundRequested", "JournalPosted",
              "RefundApproved", "RefundProcessed", "JournalPosted"});
  EXPECT_EQ(part_of(story, 1).paid, paid - rs(100));
  EXPECT_EQ(posted(story, "assets:gateway-clearing"), -rs(100));
  story.when(RecordForeignRefund{kProject, PaymentId("pay-1"), RefundId("f"), "rfnd_9", rs(100)})
      .then_nothing();
}

TEST(Reversal, OpensWhatWasPaidAndVoidsItsPapers) {
  auto story = with_booking("h", {"1"});
  story.as("finance").given(declare_for(the_booking(story), "p", rs(50'000))).given(verify("p"));
  const auto receipt = story.event<ReceiptIssued>().number;
  const auto open = part_of(story, 2).paid;
  EXPECT_EQ(open, rs(50'000));
  story.when(ReversePayment{kProject, PaymentId("p"), 0, "credited in error"});
  story.then({"PaymentReversed", "DocumentNumberVoided", "DocumentNumberVoided", "JournalPosted"});
  EXPECT_EQ(story.event<DocumentNumberVoided>().number, receipt);
  EXPECT_EQ(part_of(story, 2).paid, Money());
  EXPECT_EQ(posted(story, "assets:bank"), -rs(50'000));
  story.when(ReversePayment{kProject, PaymentId("p"), 0, "again"})
      .then_refused("payment-not-counted");
  story.when(ReversePayment{kProject, PaymentId("pay-1"), 0, "x"}).then_refused("payment-captured");
}

TEST(MoveCredit, GoesThroughTheTransitAccountToTheSameBuyersOtherBooking) {
  auto story = with_credit();
  story.as("visitor").given(hold("h2", {"2"})).given(checkout("h2"));
  story.given(order(story, "h2")).given(payment(story, "h2", "pay-9")).as("finance");
  const auto from = booking_of(story, "h").booking;
  const auto to = booking_of(story, "h2").booking;
  const auto credit = booking_of(story, "h").credit;
  story.when(MoveCredit{kProject, from, MoveId("m"), kProject, to, Money()});
  story.then({"PaymentMoved", "JournalPosted", "JournalPosted", "OverpaymentApplied",
              "JournalPosted", "VoucherIssued"});
  EXPECT_EQ(posted(story, "assets:in-transit"), Money());
  EXPECT_EQ(booking_of(story, "h").credit, Money());
  EXPECT_EQ(booking_of(story, "h2").kept, checkout_of(story, "h2").amount + credit);
  story.when(MoveCredit{kProject, from, MoveId("m"), kProject, to, Money()}).then_nothing();
}

TEST(MoveCredit, IsNotForAnotherBuyer) {
  auto story = with_credit();
  auto theirs = checkout("h2");
  theirs.applicants = {applicant("buyer-9")};
  story.as("visitor").given(hold("h2", {"2"})).given(theirs);
  story.given(order(story, "h2")).given(payment(story, "h2", "pay-9")).as("finance");
  story
      .when(MoveCredit{kProject, booking_of(story, "h").booking, MoveId("m"), kProject,
                       booking_of(story, "h2").booking, Money()})
      .then_refused("another-buyer", ErrorCode::kForbidden);
}

TEST(Reschedule, SumsToThePriceAndKeepsWhatWasPaid) {
  auto story = with_booking("h", {"1"});
  const auto total = booking_of(story).total;
  Reschedule c{kProject, the_booking(story), {}, "asked for time"};
  for (const auto amount : {total - rs(300'000), rs(200'000), rs(100'000)}) {
    auto& part = c.installments.emplace_back();
    part.label = "part";
    part.amount = amount;
    part.due_day = june(1) + 30 * static_cast<int>(c.installments.size());
  }
  const auto paid = part_of(story, 1).paid;
  story.as("finance").when(c).then({"InstallmentsRescheduled"});
  EXPECT_EQ(part_of(story, 1).paid, paid);
  c.installments[0].amount += Money::paise(1);
  story.when(c).then_refused("plan-does-not-sum");
}

}  // namespace
}  // namespace ledger::test
