#include "tests/support/given.h"
#include "writer/domain/todo.h"

namespace ledger::test {
namespace {

using fold::HoldStatus;
using fold::OrderStatus;
using fold::PaymentStage;
using fold::PlotStatus;

const std::vector<std::string> kBooked{
    "PaymentCaptured",  "BookingConfirmed", "InstallmentsScheduled", "JournalPosted",
    "PaymentAllocated", "ReceiptIssued",    "JournalPosted",         "VoucherIssued"};
const std::vector<std::string> kOrphaned{"PaymentCaptured", "PaymentOrphaned", "RefundRequested",
                                         "RefundApproved", "JournalPosted"};
const std::vector<std::string> kCredited{"PaymentCaptured", "PaymentAllocated", "ReceiptIssued",
                                         "JournalPosted"};

std::map<std::string, std::int64_t> balances(const Result<Events>& decided, std::string_view memo) {
  std::map<std::string, std::int64_t> sums;
  for (const auto& event : *decided)
    if (const auto* entry = std::get_if<JournalPosted>(&event); entry && entry->memo == memo)
      for (const auto& posting : entry->postings) sums[posting->account] += posting->amount.paise();
  return sums;
}

TEST(Capture, BooksThePlotsOfALiveHoldInOneRecord) {
  auto story = with_open_order("a", {"1", "2"});
  story.when(payment(story, "a", "pay-1")).then(kBooked);
  EXPECT_FALSE(story.event<PaymentCaptured>().late);
  const auto& booking = story.event<BookingConfirmed>();
  EXPECT_EQ(booking.booking.str().substr(0, 14), "AKR-26-000001-");
  EXPECT_EQ(booking.plots, plots_of({"1", "2"}));
  EXPECT_EQ(booking.applicants.at(0)->buyer.str(), "buyer-1");
  EXPECT_EQ(booking.lines.size(), 6U);
  EXPECT_EQ(booking.price_version, 1U);
  EXPECT_EQ(story.plot("1"), PlotStatus::Booked);
  EXPECT_EQ(story.hold_of("a").status, HoldStatus::Booked);
  EXPECT_EQ(story.hold_of("a").order, OrderStatus::Paid);
  EXPECT_TRUE(checkout_of(story, "a").applicants.empty());  // the booking has them now
}

TEST(Capture, OfATokenPaysTheFirstInstallment) {
  auto story = with_open_order("a", {"1"});
  const auto total = checkout_of(story, "a").total;
  const auto token = checkout_of(story, "a").amount;
  story.given(payment(story, "a", "pay-1"));
  const auto& plan = story.event<InstallmentsScheduled>();
  ASSERT_EQ(plan.installments.size(), 2U);
  EXPECT_EQ(plan.installments[0]->amount, token);
  EXPECT_EQ(plan.installments[1]->amount, total - token);
  EXPECT_EQ(plan.installments[1]->due_day, plan.installments[0]->due_day + 30);
  const auto& paid = story.event<PaymentAllocated>();
  ASSERT_EQ(paid.shares.size(), 1U);
  EXPECT_EQ(paid.shares[0]->amount, token);
  EXPECT_TRUE(paid.credit.zero());
}

TEST(Capture, InFullPaysEveryInstallment) {
  auto story = with_open_order("a", {"1"}, wire::Pay::Full);
  const auto total = checkout_of(story, "a").total;
  story.given(payment(story, "a", "pay-1"));
  const auto& paid = story.event<PaymentAllocated>();
  ASSERT_EQ(paid.shares.size(), 2U);
  EXPECT_EQ(paid.shares[0]->amount + paid.shares[1]->amount, total);
}

TEST(Capture, NumbersTheReceipt) {
  auto story = with_open_order("a", {"1"});
  story.given(payment(story, "a", "pay-1"));
  EXPECT_EQ(story.event<ReceiptIssued>().number, "R/2627/AKR/00001");
  EXPECT_EQ(story.event<ReceiptIssued>().financial_year, 2026);
  EXPECT_EQ(story.event<ReceiptIssued>().amount, checkout_of(story, "a").amount);
}

TEST(Capture, NumbersRestartWithTheFinancialYearAndBookingsGoOn) {
  auto story = with_booking("a", {"1"});
  const auto boundary = *parse_rfc3339("2027-03-31T18:30:00Z");  // 1 April in India
  const auto book_at = [&](Instant at, const char* id, const char* plot) {
    story.at(at).given(hold(id, {plot})).given(checkout(id)).given(order(story, id));
    story.given(payment(story, id, id));
  };
  book_at(boundary - Micros(1), "b", "2");
  EXPECT_EQ(story.event<ReceiptIssued>().number, "R/2627/AKR/00002");
  book_at(boundary, "c", "3");
  EXPECT_EQ(story.event<ReceiptIssued>().number, "R/2728/AKR/00001");
  EXPECT_EQ(story.event<BookingConfirmed>().booking.str().substr(0, 14), "AKR-27-000003-");
}

TEST(Capture, PostsBookingAndMoney) {
  auto story = with_open_order("a", {"1"});
  const auto token = checkout_of(story, "a").amount.paise();
  story.given(payment(story, "a", "pay-1"));
  const std::map<std::string, std::int64_t> booking{
      {"assets:receivable", 62'191'482 + 3'109'574 + 1'195'990 + 2 * 107'639},
      {"income:land", -62'191'482},
      {"income:park", -3'109'574},
      {"income:amenities", -1'195'990},
      {"liabilities:cgst", -107'639},
      {"liabilities:sgst", -107'639}};
  EXPECT_EQ(balances(story.result(), "booking"), booking);
  const std::map<std::string, std::int64_t> capture{{"assets:gateway-clearing", token},
                                                    {"assets:receivable", -token}};
  EXPECT_EQ(balances(story.result(), "capture"), capture);
}

TEST(Capture, IsHeardOnce) {
  auto story = with_open_order("a", {"1"});
  const auto news = payment(story, "a", "pay-1");
  story.given(news).when(news).then_nothing();
  for (const auto status : {PaymentStatus::kAuthorized, PaymentStatus::kFailed})
    story.when(payment(story, "a", "pay-1", status)).then_nothing();
  auto elsewhere = news;
  elsewhere.payment.amount += Money::paise(5);
  story.when(elsewhere).then_nothing();
}

TEST(Capture, AfterFailureIsLegal) {
  auto story = with_open_order("a", {"1"});
  story.given(payment(story, "a", "pay-1", PaymentStatus::kFailed));
  story.when(payment(story, "a", "pay-1", PaymentStatus::kAuthorized)).then({"PaymentAuthorized"});
  story.when(payment(story, "a", "pay-1")).then(kBooked);
}

TEST(Capture, OfAConfirmingHoldIsNotLate) {
  auto story = with_open_order("a", {"1"});
  story.at(story.hold_of("a").expires_at + minutes(14));
  story.when(payment(story, "a", "pay-1")).then(kBooked);
  EXPECT_FALSE(story.event<PaymentCaptured>().late);
}

TEST(Capture, AfterTheEndBooksIfThePlotsAreFreeAgain) {
  auto story = with_open_order("a", {"1", "2"});
  story.given(release("a")).later(days(2));
  story.when(payment(story, "a", "pay-1")).then(kBooked);
  EXPECT_TRUE(story.event<PaymentCaptured>().late);
  EXPECT_EQ(story.plot("2"), PlotStatus::Booked);
}

TEST(Capture, AfterTheEndEndsARivalWhoseTimeIsOver) {
  auto story = with_open_order("a", {"1"});
  story.given(release("a")).given(hold("b", {"1"})).later(minutes(15));
  auto expected = kBooked;
  expected.insert(expected.begin() + 1, "HoldExpired");
  story.when(payment(story, "a", "pay-1")).then(expected);
  EXPECT_EQ(story.hold_of("b").status, HoldStatus::Expired);
}

TEST(Capture, OfTakenPlotsGoesBackByRuleAndLeavesTheOwnerAlone) {
  auto story = with_open_order("a", {"1", "2"});
  story.given(release("a")).given(hold("b", {"2"}));
  story.when(payment(story, "a", "pay-1")).then(kOrphaned);
  EXPECT_TRUE(story.event<PaymentCaptured>().late);
  EXPECT_EQ(story.event<PaymentOrphaned>().reason, "plot-taken");
  EXPECT_EQ(story.event<RefundRequested>().by, "rule:orphan");
  EXPECT_EQ(story.event<RefundApproved>().by, "rule:orphan");
  EXPECT_EQ(story.event<RefundRequested>().amount, checkout_of(story, "a").amount);
  const auto amount = checkout_of(story, "a").amount.paise();
  const std::map<std::string, std::int64_t> orphan{{"assets:gateway-clearing", amount},
                                                   {"liabilities:refunds-payable", -amount}};
  EXPECT_EQ(balances(story.result(), "orphan"), orphan);
  EXPECT_EQ(story.plot("1"), PlotStatus::Available);
  EXPECT_EQ(story.plot("2"), PlotStatus::Held);
  EXPECT_EQ(story.project().plots[1].hold.str(), "b");
}

TEST(Capture, OfAWithdrawnPlotGoesBack) {
  auto story = with_open_order("a", {"1"});
  story.given(release("a")).given(BlockPlots{kProject, plots_of({"1"}), "court case", ""});
  story.when(payment(story, "a", "pay-1")).then(kOrphaned);
  EXPECT_EQ(story.event<PaymentOrphaned>().reason, "plot-withdrawn");
}

TEST(Capture, OfASecondPaymentIsTheBuyersCredit) {
  auto story = with_booking("a", {"1"});
  story.when(payment(story, "a", "pay-2")).then(kCredited);
  EXPECT_FALSE(story.event<PaymentCaptured>().late);
  EXPECT_TRUE(story.event<PaymentAllocated>().shares.empty());
  EXPECT_EQ(story.event<PaymentAllocated>().credit, checkout_of(story, "a").amount);
  EXPECT_EQ(story.event<ReceiptIssued>().number, "R/2627/AKR/00002");
  const auto amount = checkout_of(story, "a").amount.paise();
  const std::map<std::string, std::int64_t> capture{{"assets:gateway-clearing", amount},
                                                    {"liabilities:advances", -amount}};
  EXPECT_EQ(balances(story.result(), "capture"), capture);
}

TEST(Capture, ForACancelledBookingGoesBack) {
  auto story = with_booking("a", {"1"});
  const auto id = story.event<BookingConfirmed>().booking;
  story.given(CancelBooking{kProject, id, "asked to", {RefundId("r1")}});
  story.when(payment(story, "a", "pay-2")).then(kOrphaned);
  EXPECT_EQ(story.event<PaymentOrphaned>().reason, "booking-cancelled");
  EXPECT_EQ(story.event<RefundRequested>().booking, id);
  EXPECT_EQ(story.plot("1"), PlotStatus::Available);
}

TEST(Capture, LeavesOtherHoldsOfTheContactAlone) {
  auto story = with_open_order("a", {"1"});
  story.given(hold("b", {"2"})).given(payment(story, "a", "pay-1"));
  EXPECT_EQ(story.hold_of("b").status, HoldStatus::Live);
}

TEST(Capture, BringsARefundIdForTheCaseThatItMustGoBack) {
  auto story = with_open_order("a", {"1"});
  auto c = payment(story, "a", "pay-1");
  c.refund = RefundId();
  story.when(c).then_refused("refund-id-missing", ErrorCode::kInvalid);
}

struct ConflictCase {
  const char* reason;
  void (*spoil)(RecordPayment&);
  const char* account;
};

TEST(Conflict, StandsInSuspenseUntilAPersonLooks) {
  const std::vector<ConflictCase> cases{
      {"amount", [](RecordPayment& c) { c.payment.amount += Money::paise(1); },
       "liabilities:suspense"},
      {"currency", [](RecordPayment& c) { c.payment.currency = "USD"; },
       "liabilities:suspense:USD"},
  };
  for (const auto& c : cases) {
    auto story = with_open_order("a", {"1"});
    auto news = payment(story, "a", "pay-1");
    c.spoil(news);
    story.when(news).then({"PaymentConflicted", "JournalPosted"});
    EXPECT_EQ(story.event<PaymentConflicted>().reason, c.reason);
    EXPECT_EQ(story.event<PaymentConflicted>().expected, checkout_of(story, "a").amount);
    EXPECT_EQ(balances(story.result(), "conflict").at(c.account), -news.payment.amount.paise());
    EXPECT_EQ(story.plot("1"), PlotStatus::Held);
    story.when(news).then_nothing();
    story.when(payment(story, "a", "pay-1")).then_nothing();
    story.when(payment(story, "a", "pay-2")).then(kBooked);
  }
}

TEST(Conflict, OfAPaymentThatBelongsToAnotherOrder) {
  auto story = with_open_order("a", {"1"});
  story.given(hold("b", {"2"})).given(checkout("b")).given(order(story, "b"));
  story.given(payment(story, "a", "pay-1", PaymentStatus::kAuthorized));
  story.when(payment(story, "b", "pay-1", PaymentStatus::kAuthorized)).then_nothing();
  story.when(payment(story, "b", "pay-1", PaymentStatus::kFailed)).then_nothing();
  story.when(payment(story, "b", "pay-1")).then({"PaymentConflicted", "JournalPosted"});
  EXPECT_EQ(story.event<PaymentConflicted>().reason, "order");
  EXPECT_EQ(checkout_of(story, "a").pending, 0U);
  EXPECT_EQ(checkout_of(story, "b").conflicts, 1U);
}

TEST(Conflict, LeavesTheOtherOrderAsIfThePaymentHadNeverBeen) {
  auto story = with_open_order("a", {"1"});
  story.given(hold("b", {"2"})).given(checkout("b")).given(order(story, "b"));
  story.given(payment(story, "a", "pay-1", PaymentStatus::kAuthorized));
  story.given(payment(story, "a", "pay-2", PaymentStatus::kFailed));
  EXPECT_EQ(next_deadline(story.state()), story.hold_of("a").expires_at);
  story.given(payment(story, "b", "pay-1"));
  EXPECT_EQ(next_deadline(story.state()), story.now() + minutes(10));
  story.given(release("a"));
  EXPECT_EQ(story.state().settling.size(), 1U);
}

TEST(Authorized, IsPendingAndNeverBooked) {
  auto story = with_open_order("a", {"1"});
  const auto news = payment(story, "a", "pay-1", PaymentStatus::kAuthorized);
  story.when(news).then({"PaymentAuthorized"});
  EXPECT_EQ(story.plot("1"), PlotStatus::Held);
  EXPECT_TRUE(story.project().bookings.empty());
  story.when(news).then_nothing();
}

TEST(Failed, LeavesTheHoldAtLeastItsRetryWindow) {
  auto story = with_open_order("a", {"1"});
  story.later(minutes(29));
  story.when(payment(story, "a", "pay-1", PaymentStatus::kFailed))
      .then({"PaymentFailed", "HoldExtended"});
  EXPECT_EQ(story.event<HoldExtended>().expires_at, story.now() + minutes(10));
  EXPECT_EQ(story.event<HoldExtended>().reason, "retry");
  story.when(payment(story, "a", "pay-1", PaymentStatus::kFailed)).then_nothing();
}

TEST(Failed, AlsoWhileItIsConfirming) {
  auto story = with_open_order("a", {"1"});
  story.later(minutes(35));
  story.when(payment(story, "a", "pay-1", PaymentStatus::kFailed))
      .then({"PaymentFailed", "HoldExtended"});
}

TEST(Failed, NeverPastTheLongestHold) {
  auto story = with_open_order("a", {"1"});
  const auto cap = story.hold_of("a").extendable_until;
  for (int i = 0; i < 20; ++i) {
    const auto id = "pay-" + std::to_string(i);
    story.later(minutes(9)).given(payment(story, "a", id.c_str(), PaymentStatus::kFailed));
    EXPECT_LE(story.hold_of("a").expires_at, cap);
  }
  EXPECT_EQ(story.hold_of("a").expires_at, cap);
}

TEST(Failed, AfterTheEndIsOnlyRecorded) {
  auto story = with_open_order("a", {"1"});
  story.given(release("a"));
  story.when(payment(story, "a", "pay-1", PaymentStatus::kFailed)).then({"PaymentFailed"});
}

TEST(RecordPayment, NeedsAKnownOrderAndAnAmount) {
  auto story = with_open_order("a", {"1"});
  auto c = payment(story, "a", "pay-1");
  c.payment.order = OrderId("another");
  story.when(c).then_refused("order-unknown", ErrorCode::kNotFound);
  for (const auto amount : {std::int64_t{0}, std::int64_t{-5}, kMaxPaise + 1}) {
    c = payment(story, "a", "pay-1");
    c.payment.amount = Money::paise(amount);
    story.when(c).then_refused("payment-malformed", ErrorCode::kInvalid);
  }
  c = payment(story, "a", "");
  story.when(c).then_refused("payment-malformed", ErrorCode::kInvalid);
}

}  // namespace
}  // namespace ledger::test
