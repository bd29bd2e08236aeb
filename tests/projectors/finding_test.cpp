// Directory, lookup and support: finding things from any id.

#include "projectors/support_text.h"
#include "tests/projectors/fixture.h"

namespace ledger {
namespace {

class FindingTest : public ViewsTest {
 protected:
  void book() {
    say(held(sale, history.now() + minutes(15)));
    say(checkout_started(sale));
    say(order_created(sale));
    say(captured(sale));
  }

  std::vector<std::string> events_of(std::string_view id) {
    std::vector<std::string> events;
    for (const auto& row : support::timeline(rows("support"), id)) events.push_back(row.event);
    return events;
  }
};

TEST_F(FindingTest, TheDirectoryKnowsProjectsAndLedger) {
  EXPECT_EQ(directory::ledger(rows("directory"))->ledger, LedgerId("ledger-1"));
  const auto projects = directory::projects(rows("directory"));
  ASSERT_EQ(projects.size(), 1U);
  EXPECT_EQ(projects[0].code, "AKR");
  EXPECT_EQ(projects[0].position, "0-3");
  EXPECT_EQ(directory::writers(rows("directory")).at(0).term, 1U);
}

TEST_F(FindingTest, ARevokedKeyStaysKnownAsRevoked) {
  ApiKeyIssued issued;
  issued.key = KeyId("key-1");
  issued.role = "finance";
  issued.projects = {sale.project};
  say(std::move(issued));
  EXPECT_FALSE(directory::api_key(rows("directory"), KeyId("key-1"))->revoked);
  ApiKeyRevoked revoked;
  revoked.key = KeyId("key-1");
  revoked.reason = "lost";
  say(std::move(revoked));
  const auto key = directory::api_key(rows("directory"), KeyId("key-1"));
  EXPECT_TRUE(key->revoked);
  EXPECT_EQ(key->role, "finance");
  EXPECT_EQ(key->projects, std::vector{sale.project});
}

TEST_F(FindingTest, ABuyersContactStaysSealed) {
  BuyerRegistered registered;
  registered.buyer = sale.buyer;
  registered.contact = std::make_unique<wire::SealedT>();
  registered.contact->person = PersonId("buyer-1");
  registered.contact->box = {7, 7};
  say(std::move(registered));
  EXPECT_EQ(directory::buyer(rows("directory"), sale.buyer)->contact->box,
            (std::vector<std::uint8_t>{7, 7}));
}

TEST_F(FindingTest, AnUnmatchedPaymentIsListedUntilItIsMatched) {
  PaymentUnmatched unmatched;
  unmatched.payment = std::make_unique<wire::PaymentT>();
  unmatched.payment->payment = sale.payment;
  unmatched.status = "captured";
  say(std::move(unmatched));
  EXPECT_EQ(directory::unmatched_payments(rows("directory")).size(), 1U);
  PaymentMatched matched;
  matched.payment = sale.payment;
  matched.project = sale.project;
  say(std::move(matched));
  EXPECT_TRUE(directory::unmatched_payments(rows("directory")).empty());
  book();
  const auto events = events_of(sale.booking);
  EXPECT_NE(std::find(events.begin(), events.end(), "PaymentUnmatched"), events.end());
}

TEST_F(FindingTest, EveryIdLeadsToTheSamePlace) {
  book();
  say(cancelled(sale, Money::paise(60'000)));
  const auto& lookups = rows("lookup");
  const lookup::Place place{sale.project, sale.hold, sale.booking};
  EXPECT_EQ(lookup::hold(lookups, sale.hold), place);
  EXPECT_EQ(lookup::order(lookups, sale.order), place);
  EXPECT_EQ(lookup::payment(lookups, sale.payment), place);
  EXPECT_EQ(lookup::booking(lookups, "akr26000001k"), place);
  EXPECT_EQ(lookup::refund(lookups, sale.refund), place);
  EXPECT_EQ(lookup::receipt(lookups, sale.receipt), place);
  EXPECT_EQ(lookup::anything(lookups, sale.payment), place);
  EXPECT_FALSE(lookup::anything(lookups, "order_2"));
}

TEST_F(FindingTest, AClaimedReferenceLeadsToItsProject) {
  ReferenceClaimed claimed;
  claimed.reference = "UTR123";
  claimed.project = sale.project;
  say(std::move(claimed));
  EXPECT_EQ(lookup::reference(rows("lookup"), "UTR123"), sale.project);
}

TEST_F(FindingTest, TheTimelineIsTheSameFromEveryId) {
  book();
  say(cancelled(sale, Money::paise(60'000)));
  say(refund_processed(sale, Money::paise(60'000), sale.booking));
  const auto expected = std::vector<std::string>{
      "PlotHeld",         "CheckoutStarted",       "OrderCreated",     "PaymentCaptured",
      "BookingConfirmed", "InstallmentsScheduled", "PaymentAllocated", "ReceiptIssued",
      "JournalPosted",    "JournalPosted",         "BookingCancelled", "JournalPosted",
      "RefundRequested",  "RefundProcessed",       "JournalPosted"};
  for (const std::string& id : {sale.hold.str(), sale.order.str(), sale.payment.str(),
                                sale.booking.str(), std::string("AKR26000001K"), sale.receipt,
                                sale.refund.str(), "checkout-" + sale.hold.str()}) {
    EXPECT_EQ(events_of(id), expected) << id;
  }
  EXPECT_TRUE(events_of("pay_2").empty());
}

TEST_F(FindingTest, APlotKnowsTheHoldsItHasSeen) {
  say(held(sale, history.now() + minutes(15)));
  say(released(sale));
  Sale next = sale;
  next.hold = HoldId("hold-0");
  say(held(next, history.now() + minutes(15)));
  EXPECT_EQ(support::holds_of_plot(rows("support"), sale.project, PlotId("1")),
            (std::vector{sale.hold, next.hold}));
}

TEST_F(FindingTest, LostDemandIsCountedByPlot) {
  CommandRefused refused;
  refused.project = sale.project;
  refused.reason = "plot-unavailable";
  refused.subjects = {"1", "2"};
  say(CommandRefused(refused));
  refused.subjects = {"2"};
  say(CommandRefused(refused));
  refused.reason = "hold-unknown";
  say(CommandRefused(refused));
  const auto lost = support::refused_holds(rows("support"), sale.project);
  ASSERT_EQ(lost.size(), 2U);
  EXPECT_EQ(lost[0].count, 1U);
  EXPECT_EQ(lost[1].plot, PlotId("2"));
  EXPECT_EQ(lost[1].count, 2U);
}

TEST(SupportText, AmountsAreShownInFullWithIndianGrouping) {
  EXPECT_EQ(support::amount_text(Money::paise(123'456'700), "INR"), "INR 12,34,567.00");
  EXPECT_EQ(support::amount_text(Money::paise(99'905), "INR"), "INR 999.05");
  EXPECT_EQ(support::amount_text(Money::paise(-100'000), "INR"), "INR -1,000.00");
  EXPECT_EQ(support::amount_text(Money::paise(kMaxPaise), ""), "9,00,71,99,25,47,409.91");
}

}  // namespace
}  // namespace ledger
