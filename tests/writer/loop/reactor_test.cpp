#include "tests/writer/loop/reactors.h"

namespace ledger::test {
namespace {

TEST_F(Reactors, OrderIsMadeOnceThoughItsAnswerWasLost) {
  slips = {Slip::kNone, Slip::kLoseAnswer};
  EXPECT_EQ(order_for("h1", "1"), OrderId());
  live(seconds(3));
  EXPECT_EQ(order_in_ledger("h1"), OrderId("order_1"));
  EXPECT_EQ(gateway.orders().size(), 1U);
  EXPECT_EQ(gateway.orders().front().receipt, "receipt-h1");
  EXPECT_EQ(gateway.orders().front().notes.at("hold"), "h1");
}

TEST_F(Reactors, OrderIsMadeOnceThoughTheProcessEndedInBetween) {
  log.decide_fates([](Partition, const std::string& bytes) {
    return Fate{find<OrderCreated>(decode(bytes)->events) ? Fate::kFail : Fate::kDeliver};
  });
  order_for("h1", "1");
  EXPECT_EQ(count<OrderCreated>(), 0);
  log.decide_fates({});
  start();
  begin_reacting();
  live(seconds(3));
  EXPECT_EQ(order_in_ledger("h1"), OrderId("order_1"));
  EXPECT_EQ(gateway.orders().size(), 1U);
}

TEST_F(Reactors, HoldDoesNotEndBeforeTheGatewayWasAsked) {
  const auto order = order_for("h1", "1");
  live(minutes(29) + seconds(50));
  gateway.capture(gateway.attempt(order));  // no webhook comes
  live(seconds(30));
  EXPECT_EQ(status_of("h1"), fold::HoldStatus::Booked);
  EXPECT_EQ(count<HoldExpired>(), 0);
}

TEST_F(Reactors, CaptureThatTheDoorDidNotTakeIsNotCalledUnpaid) {
  const auto order = order_for("h1", "1");
  gateway.capture(gateway.attempt(order));
  door.lets_in = [](const Submission& submission) {
    return !std::holds_alternative<RecordPayment>(submission.command);
  };
  live(minutes(31));
  EXPECT_EQ(status_of("h1"), fold::HoldStatus::Live);
  door.lets_in = {};
  live(minutes(1));
  EXPECT_EQ(status_of("h1"), fold::HoldStatus::Booked);
}

TEST_F(Reactors, UnpaidOrderEndsItsHoldOnTime) {
  order_for("h1", "1");
  live(minutes(30) + seconds(1));
  EXPECT_EQ(status_of("h1"), fold::HoldStatus::Expired);
  EXPECT_EQ(count<OrderClosed>(), 1);
}

TEST_F(Reactors, HoldWaitsForAGatewayThatIsSilentAndNoLongerThanSaid) {
  order_for("h1", "1");
  down = true;
  live(minutes(44) + seconds(50));
  EXPECT_EQ(status_of("h1"), fold::HoldStatus::Live);
  live(seconds(15));
  EXPECT_EQ(status_of("h1"), fold::HoldStatus::Expired);
}

TEST_F(Reactors, CaptureWhoseWebhookWasLostIsInTheBooksWithinAMinute) {
  const auto order = order_for("h1", "1");
  live(minutes(3));
  gateway.capture(gateway.attempt(order));
  live(minutes(1));
  EXPECT_EQ(status_of("h1"), fold::HoldStatus::Booked);
  live(minutes(5));
  EXPECT_EQ(count<PaymentCaptured>(), 1);
}

TEST_F(Reactors, MoneyForAClosedOrderIsStillNoticed) {
  const auto order = order_for("h1", "1");
  live(minutes(32));
  ASSERT_EQ(status_of("h1"), fold::HoldStatus::Expired);
  gateway.capture(gateway.attempt(order));
  live(minutes(11));
  EXPECT_EQ(status_of("h1"), fold::HoldStatus::Booked);
}

TEST_F(Reactors, HoldEndsWithinASecondThoughNobodyAsks) {
  ASSERT_TRUE(ask("", hold("h1", {"1"})));
  live(minutes(15) - seconds(1));
  EXPECT_EQ(status_of("h1"), fold::HoldStatus::Live);
  live(seconds(2));
  EXPECT_EQ(status_of("h1"), fold::HoldStatus::Expired);
}

TEST_F(Reactors, PaymentOfAnOrderThatNobodyKnewIsMatchedLater) {
  slips = {Slip::kNone, Slip::kLoseAnswer};
  ASSERT_TRUE(ask("", hold("h1", {"1"})));
  ASSERT_TRUE(ask("", checkout("h1")));
  clock.pass(seconds(1));
  while (reactor->step()) {
  }
  ASSERT_EQ(gateway.orders().size(), 1U);
  const auto payment = gateway.attempt(gateway.orders().front().id);
  gateway.capture(payment);
  KeepUnmatchedPayment kept;
  kept.payment.payment = payment;
  kept.payment.order = gateway.orders().front().id;
  kept.payment.amount = gateway.payments().front().amount;
  kept.payment.currency = "INR";
  kept.status = "captured";
  ASSERT_TRUE(ask("", kept));
  live(minutes(1));
  EXPECT_EQ(status_of("h1"), fold::HoldStatus::Booked);
  EXPECT_EQ(count<PaymentMatched>(), 1);
  EXPECT_EQ(count<PaymentCaptured>(), 1);
}

TEST_F(Reactors, CaptureThatNobodyKnewIsNotTakenForItsAuthorisation) {
  const auto order = order_for("h1", "1");
  const auto first = gateway.attempt(order);
  const auto second = gateway.attempt(order);
  gateway.authorize(first);
  gateway.capture(second);
  live(seconds(30));
  ASSERT_EQ(status_of("h1"), fold::HoldStatus::Booked);  // nobody polls a paid order
  gateway.capture(first);
  KeepUnmatchedPayment kept;
  kept.payment.payment = first;
  kept.payment.order = order;
  kept.payment.amount = gateway.payments().front().amount;
  kept.payment.currency = "INR";
  kept.status = "captured";
  ASSERT_TRUE(ask("", kept));
  live(minutes(1));
  EXPECT_EQ(count<PaymentCaptured>(), 2);
  EXPECT_EQ(count<PaymentMatched>(), 1);
}

}  // namespace
}  // namespace ledger::test
