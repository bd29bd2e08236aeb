#include <gtest/gtest.h>

#include "tests/support/given_money.h"

// Commission, the gateway's settlements, the bank's statement, closed days, taken-over bookings and
// a booking's own orders.
namespace ledger::test {
namespace {

SetCommissionRules commission_rules() {
  SetCommissionRules c;
  c.project = kProject;
  c.partner = "estate-one";
  c.from_day = june(1) - 365;
  for (const auto& [from, rate] : {std::pair{rs(0), 200}, {rs(1'000'000), 300}}) {
    auto& slab = c.slabs.emplace_back();
    slab.from_value = from;
    slab.basis_points = rate;
  }
  c.rera_no = "A51700000001";
  c.rera_valid_to_day = june(1) + 200;
  return c;
}

HoldPlots brought(const char* id, std::initializer_list<const char*> plots) {
  auto c = hold(id, plots);
  c.campaign.partner = "estate-one";
  return c;
}

void book(Story& story, const char* id, const char* plot, const char* pay,
          wire::Pay how = wire::Pay::Token) {
  story.as("visitor").given(brought(id, {plot})).given(checkout(id, how));
  story.given(order(story, id)).given(payment(story, id, pay));
}

Money price(const Story& story, const char* hold) {
  Money sum;
  for (const auto& head : booking_of(story, hold).heads) sum += head->amount;
  return sum;
}

TEST(Commission, AccruesProRataToTheMoneyThatCame) {
  auto story = a_selling_project();
  story.as("finance").given(commission_rules());
  book(story, "h", "1", "pay-1");
  const auto all = scaled(price(story, "h"), 200, 10'000);
  const auto& e = story.event<CommissionAccrued>();
  EXPECT_EQ(e.commission, all);
  EXPECT_EQ(e.amount, scaled(all, part_of(story, 1).paid.paise(), booking_of(story).total.paise()));
}

TEST(Commission, GoesBySlabsOverAllThatAPartnerSold) {
  auto story = a_selling_project();
  story.as("finance").given(commission_rules());
  book(story, "h", "1", "pay-1");
  const auto one = price(story, "h");  // about ₹6.6 lakh: the second sale crosses ₹10 lakh
  book(story, "i", "2", "pay-2", wire::Pay::Full);
  const auto low = rs(1'000'000) - one;
  EXPECT_EQ(story.event<CommissionAccrued>().amount,
            scaled(low, 200, 10'000) + scaled(one - low, 300, 10'000));
}

TEST(Commission, IsClawedBackWhenTheBookingIsCancelled) {
  auto story = a_selling_project();
  story.as("finance").given(commission_rules());
  book(story, "h", "1", "pay-1");
  const auto accrued = story.event<CommissionAccrued>().amount;
  story.as("finance").when(cancel(the_booking(story)));
  EXPECT_EQ(story.event<CommissionClawedBack>().amount, accrued);
  story.when(ApproveCommission{kProject, "estate-one"}).then_refused("commission-not-due");
}

TEST(Commission, IsApprovedAndPaidByTwoPeopleWhileThePartnerIsRegistered) {
  auto story = a_selling_project();
  story.as("finance").given(commission_rules());
  book(story, "h", "1", "pay-1");
  story.as("finance").given(ApproveCommission{kProject, "estate-one"});
  const auto approval = story.event<CommissionApproved>().approval;
  story.when(PayCommission{kProject, approval, "UTR-1", june(1)})
      .then_refused("same-person", ErrorCode::kForbidden);
  story.as("admin").when(PayCommission{kProject, approval, "UTR-1", june(1)});
  story.then({"CommissionPaid", "JournalPosted"});
  story.when(PayCommission{kProject, approval, "UTR-1", june(1)}).then_refused("commission-paid");
  book(story, "i", "2", "pay-2");
  story.later(days(300)).as("finance");
  story.when(ApproveCommission{kProject, "estate-one"}).then_refused("partner-rera-expired");
}

ImportSettlement settlement(const char* id, std::initializer_list<const char*> payments,
                            Money each) {
  ImportSettlement c;
  c.project = kProject;
  c.settlement = id;
  c.utr = std::string("UTR-") + id;
  c.day = june(1);
  for (const char* payment : payments) {
    auto& item = c.items.emplace_back();
    item.entity = payment;
    item.amount = each;
    item.fee = rs(2);
    item.tax = Money::paise(36);
  }
  return c;
}

wire::BankLineT bank_line(const char* id, const char* reference, Money amount) {
  wire::BankLineT line;
  line.line = id;
  line.day = june(1);
  line.reference = reference;
  line.amount = amount;
  return line;
}

TEST(Settlement, MovesMoneyFromClearingToTheBankLessFees) {
  auto story = with_booking("h", {"1"});
  const auto paid = checkout_of(story, "h").amount;
  story.as("finance").when(settlement("setl_1", {"pay-1"}, paid));
  story.then({"SettlementImported", "JournalPosted"});
  EXPECT_EQ(posted(story, "assets:bank"), paid - rs(2, 36));
  EXPECT_EQ(posted(story, "expenses:gateway-fees"), rs(2));
  EXPECT_EQ(posted(story, "assets:gateway-clearing"), -paid);
  story.when(settlement("setl_1", {"pay-1"}, paid)).then_nothing();
  story.when(settlement("setl_1", {"pay-1"}, paid + rs(1))).then_refused("settlement-differs");
  story.when(settlement("setl_2", {"pay-1"}, paid)).then_refused("settled-twice");
}

TEST(Settlement, IsTurnedBackWhileTheBankHasNotSeenItAndImportedAnew) {
  auto story = with_booking("h", {"1"});
  const auto paid = checkout_of(story, "h").amount;
  story.as("finance").when(UndoSettlement{kProject, "setl_1", "typed wrongly"});
  story.then_refused("settlement-unknown", ErrorCode::kNotFound);
  story.given(settlement("setl_1", {"pay-1"}, paid - Money::paise(1)));
  story.given(ImportBankLines{
      kProject, Digest("d"), {bank_line("l", "UTR-setl_1", paid - Money::paise(1) - rs(2, 36))}});
  story.when(UndoSettlement{kProject, "setl_1", "typed wrongly"});
  story.then_refused("settlement-matched");
  story.given(UndoBankMatch{kProject, "l", "setl_1", "typed wrongly"});
  story.when(UndoSettlement{kProject, "setl_1", "typed wrongly"});
  story.then({"SettlementUndone", "JournalPosted"});
  EXPECT_EQ(posted(story, "assets:bank"), -(paid - Money::paise(1) - rs(2, 36)));
  EXPECT_EQ(posted(story, "expenses:gateway-fees"), -rs(2));
  story.when(settlement("setl_1", {"pay-1"}, paid)).then({"SettlementImported", "JournalPosted"});
}

TEST(BankLines, AreMatchedByTheirOwnReferenceWhereThatIsUnmistakable) {
  auto story = with_booking("h", {"1"});
  story.as("finance").given(declare_for(the_booking(story), "p", rs(5'000))).given(verify("p"));
  ImportBankLines c{kProject,
                    Digest("d"),
                    {bank_line("l1", "UTR-p", rs(5'000)), bank_line("l2", "UTR-x", rs(7)),
                     bank_line("l1", "UTR-p", rs(5'000))}};
  story.when(c).then({"BankLinesImported", "BankLineMatched"});
  EXPECT_EQ(story.event<BankLinesImported>().lines.size(), 2U);
  EXPECT_EQ(story.event<BankLineMatched>().entity, "p");
  story.when(c).then_nothing();
}

TEST(BankLines, AreMatchedInPartsByHandAndUndone) {
  auto story = with_booking("h", {"1"});
  story.as("finance");
  for (const char* id : {"p", "q"}) {
    story.given(declare_for(the_booking(story), id, rs(5'000))).given(verify(id));
  }
  story.given(ImportBankLines{kProject, Digest("d"), {bank_line("l", "BULK", rs(10'000))}});
  story.given(MatchBankLine{kProject, "l", "payment", "p", rs(5'000)});
  story.when(MatchBankLine{kProject, "l", "payment", "q", rs(5'001)}).then_refused("match-exceeds");
  story.given(MatchBankLine{kProject, "l", "payment", "q", Money()});
  story.when(MatchBankLine{kProject, "l", "payment", "nobody", rs(1)})
      .then_refused("match-unknown", ErrorCode::kNotFound);
  story.given(UndoBankMatch{kProject, "l", "q", "wrong buyer"});
  story.given(MatchBankLine{kProject, "l", "payment", "q", rs(5'000)});
}

TEST(DayClose, TakesNoDayThatIsNotOverNorOneTwice) {
  auto story = with_booking("h", {"1"});
  story.as("finance")
      .when(CloseDay{kProject, june(1)})
      .then_refused("day-not-over", ErrorCode::kInvalid);
  story.later(days(2)).given(CloseDay{kProject, june(2)});
  story.when(CloseDay{kProject, june(1)}).then_refused("day-closed");
}

ImportBooking taken_over() {
  ImportBooking c;
  c.project = kProject;
  c.plots = {PlotId("5")};
  c.applicants = {applicant("old-buyer")};
  c.booked_day = june(1) - 400;
  auto& land = c.lines.emplace_back();
  land.plot = PlotId("5");
  land.head = "land";
  land.amount = rs(900'000);
  auto& amenities = c.lines.emplace_back();
  amenities.plot = PlotId("5");
  amenities.head = "amenities";
  amenities.amount = rs(100'000);
  amenities.cgst = amenities.sgst = rs(9'000);
  amenities.tax_basis_points = 1800;
  for (const auto& [label, amount, day] : {std::tuple{"booking", rs(200'000), june(1) - 400},
                                           {"balance", rs(818'000), june(1) - 100}}) {
    auto& part = c.installments.emplace_back();
    part.label = label;
    part.amount = amount;
    part.due_day = day;
  }
  c.payments = {
      {PaymentId("old-1"), rs(300'000), june(1) - 400, wire::Mode::Cheque, "CHQ-1", "OLD/17"}};
  return c;
}

TEST(ImportBooking, TakesPriceScheduleAndMoneyAsTheSheetHasThem) {
  auto story = a_selling_project();
  story.as("admin").when(taken_over());
  story.then({"BookingImported", "InstallmentsScheduled", "JournalPosted", "PaymentImported",
              "PaymentAllocated", "JournalPosted"});
  EXPECT_EQ(story.plot("5"), fold::PlotStatus::Booked);
  EXPECT_EQ(part_of(story, 1).paid, rs(200'000));
  EXPECT_EQ(part_of(story, 2).paid, rs(100'000));
  EXPECT_EQ(posted(story, "equity:opening-balances"), rs(300'000));
  EXPECT_TRUE(booking_of(story).vouchers.empty());
}

TEST(ImportBooking, VouchesOnlyForWhatComesAfterwards) {
  auto story = a_selling_project();
  story.as("admin").given(taken_over());
  story.given(declare_for(the_booking(story), "p", rs(718'000))).given(verify("p"));
  const auto& line = *story.event<VoucherIssued>().paper->lines.at(0);
  EXPECT_EQ(line.cgst + scaled(rs(9'000), rs(300'000).paise(), rs(1'018'000).paise()), rs(9'000));
}

TEST(ImportBooking, IsRefusedWhole) {
  auto story = with_booking("h", {"5"});
  story.as("admin").when(taken_over()).then_refused("plot-unavailable");
  auto c = taken_over();
  c.plots = {PlotId("6")};
  c.installments[1].amount += Money::paise(1);
  story.when(c).then_refused("plan-does-not-sum");
  c = taken_over();
  c.plots = {PlotId("6")};
  c.payments[0].amount = Money();
  story.when(c).then_refused("payment-malformed", ErrorCode::kInvalid);
}

RequestPayment ask(const Story& story, const char* id, Money amount = {}) {
  return {kProject, the_booking(story), RequestId(id), {}, std::string("receipt-") + id, amount};
}

RecordOrder order_for(const Story& story, const char* request) {
  RecordOrder c;
  c.project = kProject;
  c.request = RequestId(request);
  c.order = OrderId(std::string("order-") + request);
  c.amount = story.project().requests.at(c.request).amount;
  c.currency = "INR";
  return c;
}

RecordPayment paid_by(const Story& story, const char* request, const char* id) {
  RecordPayment c;
  c.project = kProject;
  c.payment.payment = PaymentId(id);
  c.payment.order = OrderId(std::string("order-") + request);
  c.payment.amount = story.project().requests.at(RequestId(request)).amount;
  c.payment.currency = "INR";
  c.refund = RefundId(std::string("refund-of-") + id);
  return c;
}

TEST(RequestPayment, PaysWhatIsDueNext) {
  auto story = with_booking("h", {"1"});
  story.as("buyer").when(ask(story, "r")).then({"PaymentRequested", "AdvanceCapExceeded"});
  EXPECT_EQ(story.event<PaymentRequested>().amount, part_of(story, 2).amount);
  EXPECT_EQ(story.state().orders_wanted.size(), 1U);
  story.when(ask(story, "again")).then_nothing();  // another tab, another key
  story.given(order_for(story, "r")).when(paid_by(story, "r", "pay-7"));
  EXPECT_EQ(part_of(story, 2).paid, part_of(story, 2).amount);
  story.when(paid_by(story, "r", "pay-7")).then_nothing();
  story.when(ask(story, "more")).then_refused("nothing-open");
}

TEST(RequestPayment, IsClosedAfterADayAndTakesLateMoneyAllTheSame) {
  auto story = with_booking("h", {"1"});
  story.given(ask(story, "r", rs(1'000))).given(order_for(story, "r"));
  const SettleOrder unpaid{kProject, {}, OrderId("order-r"), OrderFinding::kUnpaid, RequestId("r")};
  story.when(unpaid).then_nothing();
  story.later(hours(25)).when(unpaid).then({"OrderClosed"});
  story.when(paid_by(story, "r", "pay-7"));
  EXPECT_EQ(part_of(story, 2).paid, rs(1'000));
}

TEST(PaymentLink, TakesPartsButNotUnderItsMinimumNorPastItsEnd) {
  auto story = with_booking("h", {"1"});
  story.as("sales").given(IssuePaymentLink{
      kProject, the_booking(story), LinkId("l"), rs(100'000), rs(25'000), {}, "first installment"});
  auto part = ask(story, "r", rs(24'999));
  part.link = LinkId("l");
  story.when(part).then_refused("amount-under-minimum");
  part.amount = rs(25'000);
  story.given(part).given(order_for(story, "r")).given(paid_by(story, "r", "pay-7"));
  story.when(CancelPaymentLink{kProject, LinkId("l"), "mistake"}).then_refused("link-partly-paid");
  part.request = RequestId("s");
  part.amount = rs(75'001);
  story.when(part).then_refused("amount-over-open");
  part.amount = Money();
  story.given(part);
  EXPECT_EQ(story.event<PaymentRequested>().amount, rs(75'000));
  story.later(days(8))
      .when([&] {
        auto late = part;
        late.request = RequestId("t");
        late.amount = rs(1);
        return late;
      }())
      .then_refused("link-expired");
}

TEST(References, AreClaimedOnceInTheWholeLedgerAndFreeAfterARejection) {
  auto story = a_selling_project();
  const ClaimReferences first{kProject, {{"neft:UTR1", PaymentId("p")}}};
  story.when(first).then({"ReferenceClaimed"});
  story.when(first).then_nothing();
  story
      .when(
          ClaimReferences{kProject, {{"neft:UTR2", PaymentId("q")}, {"neft:UTR1", PaymentId("q")}}})
      .then_refused("reference-taken");
  story.when(ReleaseReference{"neft:UTR1", PaymentId("p")}).then({"ReferenceReleased"});
  story.when(ClaimReferences{kProject, {{"neft:UTR1", PaymentId("q")}}}).then({"ReferenceClaimed"});
}

TEST(SecondCapture, OfAPaidOrderIsStillLookedFor) {
  auto story = with_booking("h", {"1"});
  EXPECT_EQ(story.state().orders_closed.size(), 1U);
}

TEST(LostOrder, OfAHoldThatEndedIsStillAskedAbout) {
  auto story = a_selling_project();
  story.given(hold("h", {"1"})).given(checkout("h"));
  story.later(hours(3)).given(expire());
  EXPECT_TRUE(story.state().orders_wanted.empty());
  ASSERT_EQ(story.state().orders_lost.size(), 1U);
  story.when(order(story, "h")).then({"OrderCreated", "OrderClosed"});
  EXPECT_TRUE(story.state().orders_lost.empty());
}

}  // namespace
}  // namespace ledger::test
