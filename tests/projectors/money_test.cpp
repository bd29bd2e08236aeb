// What the books and the portal say of the same sales.

#include "tests/projectors/fixture.h"

namespace ledger {
namespace {

class MoneyTest : public ViewsTest {
 protected:
  void book() {
    say(held(sale, history.now() + minutes(15)));
    say(checkout_started(sale));
    say(order_created(sale));
    say(captured(sale));
  }

  finance::Figures books() {
    return finance::figures(rows("finance"), sale.project, sale.booking).value();
  }

  portal::Figures served() {
    return portal::figures(portal::booking(rows("portal"), sale.booking).value());
  }

  Money balance(const std::string& account) {
    for (const auto& one : finance::trial_balance(rows("finance"), sale.project).accounts) {
      if (one.account == account) return one.debit - one.credit;
    }
    return {};
  }

  void expect_agreement() {
    fold_all(runner);
    snapshot = store.snapshot();
    const auto check = check_portal(snapshot->rows("finance"), snapshot->rows("portal"));
    EXPECT_EQ(check.bookings, 1U);
    for (const auto& mismatch : check.mismatches) {
      ADD_FAILURE() << mismatch.booking.str() << " " << mismatch.figure << ": books "
                    << mismatch.finance.paise() << ", portal " << mismatch.portal.paise();
    }
    EXPECT_TRUE(finance::trial_balance(snapshot->rows("finance"), std::nullopt).sum.zero());
  }
};

TEST_F(MoneyTest, ABookingOwesItsPriceLessWhatWasPaid) {
  book();
  const auto figures = books();
  EXPECT_EQ(figures.price, Money::paise(1'018'000));
  EXPECT_EQ(figures.tax, Money::paise(18'000));
  EXPECT_EQ(figures.paid, Money::paise(100'000));
  EXPECT_EQ(figures.outstanding, Money::paise(918'000));
  EXPECT_EQ(figures.credit, Money());
  expect_agreement();
}

TEST_F(MoneyTest, MoneyBeyondThePriceIsCredit) {
  sale.paid = Money::paise(1'020'000);
  book();
  EXPECT_EQ(books().outstanding, Money());
  EXPECT_EQ(books().credit, Money::paise(2'000));
  expect_agreement();
}

TEST_F(MoneyTest, ASecondPaymentIsTheBuyersCredit) {
  book();
  say(paid_again(sale, PaymentId("pay_2"), "R/2627/AKR/00002", Money::paise(7'000)));
  EXPECT_EQ(books().paid, Money::paise(107'000));
  EXPECT_EQ(books().credit, Money::paise(7'000));
  EXPECT_EQ(books().outstanding, Money::paise(918'000));
  expect_agreement();
}

TEST_F(MoneyTest, ACancelledBookingOwesTheBuyerWhatIsRefundable) {
  book();
  say(cancelled(sale, Money::paise(60'000)));
  EXPECT_EQ(books().price, Money::paise(40'000));
  EXPECT_EQ(books().outstanding, Money());
  EXPECT_EQ(books().refund_due, Money::paise(60'000));
  EXPECT_EQ(books().tax, Money());
  expect_agreement();
}

TEST_F(MoneyTest, AProcessedRefundIsNoLongerDue) {
  book();
  say(cancelled(sale, Money::paise(60'000)));
  say(refund_processed(sale, Money::paise(60'000), sale.booking));
  EXPECT_EQ(books().refund_due, Money());
  EXPECT_EQ(books().refunded, Money::paise(60'000));
  EXPECT_EQ(books().paid, Money::paise(100'000));
  EXPECT_EQ(portal::refund(rows("portal"), sale.refund)->state, rows::RefundState::Processed);
  expect_agreement();
}

TEST_F(MoneyTest, MoneyThatComesAfterACancellationGoesBackAndCountsOnBothSides) {
  book();
  say(cancelled(sale, Money::paise(60'000)));
  Sale late = sale;
  late.payment = PaymentId("pay_late");
  late.refund = RefundId("refund-late");
  late.paid = Money::paise(30'000);
  say(orphaned(late, sale.booking));
  EXPECT_EQ(books().paid, Money::paise(130'000));
  EXPECT_EQ(books().refund_due, Money::paise(90'000));
  EXPECT_EQ(books().price, Money::paise(40'000));
  expect_agreement();
}

TEST_F(MoneyTest, AnOrphansMoneyIsOwedAndNoBookings) {
  book();
  Sale loser = sale;
  loser.hold = HoldId("hold-2");
  loser.plots = {PlotId("2")};
  loser.order = OrderId("order_2");
  loser.payment = PaymentId("pay_2");
  say(held(loser, history.now() + minutes(15)));
  say(order_created(loser));
  say(expired(loser));
  say(orphaned(loser));
  EXPECT_EQ(balance("liabilities:refunds-payable"), -loser.paid);
  EXPECT_EQ(portal::state_of(*portal::hold(rows("portal"), loser.hold), history.now()), "orphaned");
  say(refund_processed(loser, loser.paid, {}));
  EXPECT_EQ(balance("liabilities:refunds-payable"), Money());
  EXPECT_EQ(portal::hold(rows("portal"), loser.hold)->refunds.front()->state,
            rows::RefundState::Processed);
  expect_agreement();
}

TEST_F(MoneyTest, AConflictStandsInSuspense) {
  say(held(sale, history.now() + minutes(15)));
  say(order_created(sale));
  say(conflicted(sale, Money::paise(1)));
  EXPECT_EQ(balance("liabilities:suspense"), Money::paise(-1));
  const auto hold = portal::hold(rows("portal"), sale.hold);
  EXPECT_EQ(hold->payments.front()->state, rows::PaymentState::Conflicted);
  EXPECT_TRUE(hold->order_open);
}

TEST_F(MoneyTest, OnePaisaTooMuchInTheBooksIsNamedWithBothFigures) {
  book();
  JournalPosted entry;
  entry.project = sale.project;
  entry.memo = "capture";
  for (const auto& [account, amount] :
       {std::pair{"assets:gateway-clearing", 1}, std::pair{"assets:receivable", -1}}) {
    auto posting = std::make_unique<wire::PostingT>();
    posting->account = account;
    posting->booking = sale.booking;
    posting->amount = Money::paise(amount);
    entry.postings.push_back(std::move(posting));
  }
  say(std::move(entry));
  const auto& finance_rows = rows("finance");
  const auto check = check_portal(finance_rows, snapshot->rows("portal"));
  const auto day = date_text(day_of(history.now(), kIndia));
  const std::vector<Mismatch> expected{
      {sale.booking, "paid", Money::paise(100'001), Money::paise(100'000)},
      {sale.booking, "outstanding", Money::paise(917'999), Money::paise(918'000)},
      {sale.booking, "statement " + day, Money::paise(917'999), Money::paise(918'000)}};
  EXPECT_EQ(check.mismatches, expected);
}

TEST_F(MoneyTest, ABookingThatOneSideDoesNotKnowIsNamed) {
  book();
  const auto& portal_rows = rows("portal");
  const MapStore empty(all_views());
  const auto nothing = empty.snapshot();
  const auto unknown_to_books = check_portal(nothing->rows("finance"), portal_rows);
  ASSERT_EQ(unknown_to_books.mismatches.size(), 1U);
  EXPECT_EQ(unknown_to_books.mismatches.front(),
            (Mismatch{sale.booking, "booking", Money(), sale.total()}));
  const auto unknown_to_portal = check_portal(snapshot->rows("finance"), nothing->rows("portal"));
  ASSERT_EQ(unknown_to_portal.mismatches.size(), 1U);
  EXPECT_EQ(unknown_to_portal.mismatches.front(),
            (Mismatch{sale.booking, "booking", sale.total(), Money()}));
}

TEST_F(MoneyTest, AnEntryThatDoesNotSumToZeroStopsTheProjection) {
  JournalPosted entry;
  entry.project = sale.project;
  entry.postings.push_back(std::make_unique<wire::PostingT>());
  entry.postings.back()->account = "assets:receivable";
  entry.postings.back()->amount = Money::paise(1);
  Events events;
  events.emplace_back(std::move(entry));
  EXPECT_EQ(refused(std::move(events)), "event-impossible");
}

TEST_F(MoneyTest, TheDayBookHoldsEveryEntryInOrder) {
  book();
  std::vector<std::string> memos;
  finance::day_book(rows("finance"), sale.project, {}, [&](const finance::DayBookEntry& entry) {
    memos.push_back(entry.journal.memo);
    return true;
  });
  EXPECT_EQ(memos, (std::vector<std::string>{"booking", "capture"}));
}

TEST_F(MoneyTest, AnAccountsEntriesSumToItsBalance) {
  book();
  say(paid_again(sale, PaymentId("pay_2"), "R/2627/AKR/00002", Money::paise(7'000)));
  Money sum;
  finance::account_entries(rows("finance"), sale.project, "assets:gateway-clearing", {},
                           [&](const finance::AccountEntry& entry) {
                             sum += entry.entry.amount;
                             return true;
                           });
  EXPECT_EQ(sum, Money::paise(107'000));
  EXPECT_EQ(sum, balance("assets:gateway-clearing"));
}

TEST_F(MoneyTest, TheTrialBalanceOfAllProjectsSumsTheirAccounts) {
  book();
  Sale other = sale;
  other.project = ProjectId("mwea");
  other.hold = HoldId("hold-2");
  other.booking = BookingId("MWE-26-000001-K");
  open_for_sale(history, other.project, 0, 2);
  say(held(other, history.now() + minutes(15)));
  say(captured(other));
  const auto all = finance::trial_balance(rows("finance"), std::nullopt);
  const auto one = finance::trial_balance(rows("finance"), sale.project);
  ASSERT_EQ(all.accounts.size(), one.accounts.size());
  for (std::size_t i = 0; i < all.accounts.size(); ++i) {
    EXPECT_EQ(all.accounts[i].debit, one.accounts[i].debit + one.accounts[i].debit);
  }
}

TEST_F(MoneyTest, ThePortalShowsPaymentsReceiptsAndWhatEachInstallmentGot) {
  sale.paid = Money::paise(150'000);
  book();
  const auto booking = portal::booking(rows("portal"), sale.booking).value();
  ASSERT_EQ(booking.payments.size(), 1U);
  EXPECT_EQ(booking.payments[0]->method, "upi");
  EXPECT_EQ(booking.payments[0]->receipt_no, sale.receipt);
  EXPECT_EQ(booking.receipts[0]->amount, sale.paid);
  ASSERT_EQ(booking.installments.size(), 2U);
  EXPECT_EQ(booking.installments[0]->paid, Money::paise(101'800));
  EXPECT_EQ(booking.installments[1]->paid, Money::paise(48'200));
  std::vector<std::string> events;
  for (const auto& entry : booking.history) events.push_back(entry->event);
  EXPECT_EQ(events,
            (std::vector<std::string>{
                "PlotHeld", "CheckoutStarted", "OrderCreated", "PaymentCaptured",
                "BookingConfirmed", "InstallmentsScheduled", "PaymentAllocated", "ReceiptIssued"}));
}

TEST_F(MoneyTest, ABuyerFindsHisBookingsAndNobodyElses) {
  book();
  EXPECT_EQ(portal::bookings_of(rows("portal"), sale.buyer), std::vector{sale.booking});
  EXPECT_TRUE(portal::bookings_of(rows("portal"), BuyerId("buyer-")).empty());
  EXPECT_TRUE(portal::bookings_of(rows("portal"), BuyerId("buyer-10")).empty());
  EXPECT_FALSE(
      portal::belongs_to(*portal::booking(rows("portal"), sale.booking), BuyerId("buyer-10")));
}

TEST_F(MoneyTest, AHoldWithAnOpenOrderIsConfirmingOnceItsTimeIsOver) {
  const auto end = history.now() + minutes(15);
  say(held(sale, end));
  EXPECT_EQ(portal::state_of(*portal::hold(rows("portal"), sale.hold), end), "held");
  say(order_created(sale));
  EXPECT_EQ(portal::state_of(*portal::hold(rows("portal"), sale.hold), end), "confirming");
  say(order_closed(sale), expired(sale, "unpaid"));
  const auto hold = portal::hold(rows("portal"), sale.hold);
  EXPECT_EQ(portal::state_of(*hold, end), "expired");
  EXPECT_EQ(hold->ended_reason, "unpaid");
}

TEST_F(MoneyTest, AFailedPaymentMayStillBeCaptured) {
  say(held(sale, history.now() + minutes(15)));
  say(order_created(sale));
  say(payment_failed(sale));
  EXPECT_EQ(portal::hold(rows("portal"), sale.hold)->payments.front()->error_code,
            "BAD_REQUEST_ERROR");
  say(captured(sale));
  const auto hold = portal::hold(rows("portal"), sale.hold);
  ASSERT_EQ(hold->payments.size(), 1U);
  EXPECT_EQ(hold->payments.front()->state, rows::PaymentState::Captured);
  EXPECT_EQ(hold->receipt_no, sale.receipt);
  EXPECT_EQ(portal::state_of(*hold, history.now()), "booked");
}

}  // namespace
}  // namespace ledger
