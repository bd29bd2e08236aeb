#include "writer/domain/todo.h"

#include "tests/support/given.h"

namespace ledger::test {
namespace {

constexpr std::size_t kMost = 100;

TEST(Todo, AnOrderIsWantedFromCheckoutToOrder) {
  auto story = a_selling_project();
  story.given(hold("a", {"1"}));
  EXPECT_TRUE(orders_wanted(story.state(), kMost).empty());
  story.given(checkout("a"));
  const auto wanted = orders_wanted(story.state(), kMost);
  ASSERT_EQ(wanted.size(), 1U);
  EXPECT_EQ(wanted[0].hold.str(), "a");
  EXPECT_EQ(wanted[0].receipt, "receipt-a");
  EXPECT_EQ(wanted[0].amount, checkout_of(story, "a").amount);
  EXPECT_EQ(wanted[0].currency, "INR");
  story.given(order(story, "a"));
  EXPECT_TRUE(orders_wanted(story.state(), kMost).empty());
}

TEST(Todo, AnOrderIsNoLongerWantedWhenTheHoldEnds) {
  auto story = a_selling_project();
  story.given(hold("a", {"1"})).given(checkout("a")).given(release("a"));
  EXPECT_TRUE(orders_wanted(story.state(), kMost).empty());
}

TEST(Todo, OpenOrdersArePolledOldestFirst) {
  auto story = with_open_order("z", {"1"});
  story.later(seconds(1)).given(hold("a", {"2"})).given(checkout("a")).given(order(story, "a"));
  const auto open = open_orders(story.state(), kMost);
  ASSERT_EQ(open.size(), 2U);
  EXPECT_EQ(open[0].order, order_of("z"));
  EXPECT_EQ(open[1].order, order_of("a"));
  EXPECT_EQ(open_orders(story.state(), 1).size(), 1U);
  story.given(payment(story, "z", "pay-1"));
  EXPECT_EQ(open_orders(story.state(), kMost).size(), 1U);
}

TEST(Todo, AnOrderMustBeSettledWhenItsHoldIsOver) {
  auto story = with_open_order("a", {"1"});
  const auto end = story.hold_of("a").expires_at;
  EXPECT_TRUE(orders_to_settle(story.state(), end - Micros(1), kMost).empty());
  const auto due = orders_to_settle(story.state(), end, kMost);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].settle_at, end);
  EXPECT_EQ(due[0].give_up_at, end + minutes(15));
}

TEST(Todo, AFailedAttemptBringsTheSettlingForward) {
  auto story = with_open_order("a", {"1"});
  story.given(payment(story, "a", "pay-1", PaymentStatus::kFailed));
  EXPECT_EQ(next_deadline(story.state()), story.now() + minutes(10));
  story.given(payment(story, "a", "pay-2", PaymentStatus::kAuthorized));
  EXPECT_EQ(next_deadline(story.state()), story.hold_of("a").expires_at);
}

TEST(Todo, NewHoldRulesMoveTheSettlingOfOpenOrders) {
  auto story = with_open_order("a", {"1"});
  story.given(payment(story, "a", "pay-1", PaymentStatus::kFailed));
  SetHoldRules c{story.project().rules};
  c.rules.retry_window_s = 60;
  story.given(c);
  EXPECT_EQ(next_deadline(story.state()), story.now() + minutes(1));
  story.given(release("a"));
  EXPECT_EQ(next_deadline(story.state()), std::nullopt);
}

TEST(Todo, AClosedOrderIsWatchedForAWeek) {
  auto story = with_open_order("a", {"1"});
  story.given(release("a"));
  EXPECT_TRUE(open_orders(story.state(), kMost).empty());
  EXPECT_EQ(orders_to_watch(story.state(), story.now() + days(7), {}, kMost).size(), 1U);
  EXPECT_TRUE(orders_to_watch(story.state(), story.now() + days(7) + Micros(1), {}, kMost).empty());
}

TEST(Todo, APaidOrderIsWatchedToo) {
  auto story = with_open_order("a", {"1"});
  story.given(payment(story, "a", "pay-1"));
  const auto watched = orders_to_watch(story.state(), story.now(), {}, kMost);
  ASSERT_EQ(watched.size(), 1U);
  EXPECT_EQ(watched[0].hold.str(), "a");
  const OrderAt last{story.now(), watched[0].project, watched[0].hold};
  EXPECT_TRUE(orders_to_watch(story.state(), story.now(), last, kMost).empty());
}

TEST(Todo, AnApprovedRefundIsDueUntilItIsProcessed) {
  auto story = with_open_order("a", {"1"});
  story.given(release("a")).given(hold("b", {"1"})).given(payment(story, "a", "pay-1"));
  auto due = refunds_due(story.state(), kMost);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].payment.str(), "pay-1");
  EXPECT_EQ(due[0].amount, checkout_of(story, "a").amount);
  EXPECT_EQ(due[0].currency, "INR");
  EXPECT_FALSE(due[0].initiated);
  const RefundId id("refund-of-pay-1");
  story.given(RecordRefund{kProject, id, RefundFinding::kInitiated, "rfnd-1", ""});
  due = refunds_due(story.state(), kMost);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_TRUE(due[0].initiated);
  EXPECT_EQ(due[0].gateway_refund, "rfnd-1");
  story.given(RecordRefund{kProject, id, RefundFinding::kProcessed, "rfnd-1", ""});
  EXPECT_TRUE(refunds_due(story.state(), kMost).empty());
}

TEST(Todo, DeadlinesAreTheNextExpiryOrSettling) {
  auto story = a_selling_project();
  EXPECT_EQ(next_deadline(story.state()), std::nullopt);
  story.given(hold("a", {"1"})).later(seconds(5)).given(hold("b", {"2"}));
  const auto first = story.hold_of("a").expires_at;
  EXPECT_EQ(next_deadline(story.state()), first);
  EXPECT_EQ(next_deadline(story.state(), first), first + seconds(5));
  EXPECT_EQ(next_deadline(story.state(), first + seconds(5)), std::nullopt);
  story.given(checkout("a")).given(order(story, "a"));
  EXPECT_EQ(next_deadline(story.state()), first + seconds(5));
}

TEST(Todo, ExpiryIsDueAtTheVeryMoment) {
  auto story = a_selling_project();
  story.given(hold("a", {"1"}));
  const auto end = story.hold_of("a").expires_at;
  EXPECT_FALSE(expiry_due(story.state(), end - Micros(1)));
  EXPECT_TRUE(expiry_due(story.state(), end));
  EXPECT_TRUE(expiry_due(story.state(), kProject, end));
  EXPECT_FALSE(expiry_due(story.state(), ProjectId("other"), end));
  EXPECT_EQ(projects_with_expiry_due(story.state(), end), std::vector<ProjectId>{kProject});
}

TEST(Todo, ContactsOfEndedHoldsMayBeShreddedUnlessTheyBooked) {
  auto story = with_open_order("a", {"1"});
  story.given(hold("b", {"2"})).given(release("b")).given(release("a"));
  auto ended = ended_holds(story.state(), 0, kMost);
  ASSERT_EQ(ended.size(), 2U);
  EXPECT_EQ(ended[0].person.str(), "contact-of-b");
  EXPECT_EQ(ended[0].number, 1U);
  EXPECT_EQ(ended_holds(story.state(), 1, kMost).size(), 1U);
  EXPECT_EQ(ended_holds(story.state(), 0, 1).size(), 1U);
  story.given(payment(story, "a", "pay-1"));
  ended = ended_holds(story.state(), 0, kMost);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].hold.str(), "b");
}

TEST(Todo, UnmatchedPaymentsWaitForTheirProject) {
  auto story = a_selling_project();
  KeepUnmatchedPayment c;
  c.payment.payment = PaymentId("pay-9");
  c.payment.amount = Money::paise(100);
  c.status = "captured";
  story.given(c);
  ASSERT_EQ(unmatched_payments(story.state(), kMost).size(), 1U);
  EXPECT_EQ(unmatched_payments(story.state(), kMost)[0].status, "captured");
  EXPECT_EQ(unmatched_payments(story.state(), kMost)[0].payment.payment.str(), "pay-9");
  story.given(MatchPayment{PaymentId("pay-9"), kProject});
  EXPECT_TRUE(unmatched_payments(story.state(), kMost).empty());
}

}  // namespace
}  // namespace ledger::test
