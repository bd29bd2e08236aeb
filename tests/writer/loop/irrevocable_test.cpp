// What reactors do that cannot be taken back: refunds, and shredded keys.
#include "tests/writer/loop/reactors.h"

namespace ledger::test {
namespace {

TEST_F(Reactors, RefundIsSentOnceThoughItsAnswerWasLost) {
  cancelled_booking();
  slips = {Slip::kLoseAnswer, Slip::kRefuseToTalk, Slip::kLoseAnswer};
  live(minutes(1));
  EXPECT_EQ(refund_status(), fold::RefundStatus::Processed);
  EXPECT_EQ(gateway.refunds().size(), 1U);
  EXPECT_EQ(gateway.refunded(), gateway.captured());
  EXPECT_EQ(count<RefundProcessed>(), 1);
}

TEST_F(Reactors, PendingRefundIsAskedAboutUntilItIsProcessed) {
  gateway.course = [] { return SimGateway::Course::kPending; };
  cancelled_booking();
  live(minutes(1));
  EXPECT_EQ(refund_status(), fold::RefundStatus::Initiated);
  EXPECT_EQ(count<RefundInitiated>(), 1);
  gateway.finish_refunds([] { return false; });
  live(minutes(1));
  EXPECT_EQ(refund_status(), fold::RefundStatus::Processed);
  EXPECT_EQ(gateway.refunds().size(), 1U);
}

TEST_F(Reactors, RefundThatFailedIsAttemptedAnewAFewTimes) {
  gateway.course = [this] {
    return gateway.refunds().size() <= 2 ? SimGateway::Course::kFails : SimGateway::Course::kAtOnce;
  };
  cancelled_booking();
  live(minutes(10));
  EXPECT_EQ(refund_status(), fold::RefundStatus::Processed);
  EXPECT_EQ(gateway.refunds().size(), 3U);
  EXPECT_EQ(count<RefundFailed>(), 2);
  EXPECT_EQ(gateway.refunded(), gateway.captured());
}

TEST_F(Reactors, OldNewsOfAFailureSendsNothingWhileTheNextAttemptIsOnItsWay) {
  gateway.course = [this] {
    return gateway.refunds().size() == 1 ? SimGateway::Course::kFails
                                         : SimGateway::Course::kPending;
  };
  cancelled_booking();
  live(minutes(1));
  ASSERT_EQ(gateway.refunds().size(), 2U);
  ASSERT_TRUE(ask("", RecordRefund{kProject, RefundId("refund-of-one-sale"), RefundFinding::kFailed,
                                   gateway.refunds().front().id, "old news"}));
  live(minutes(1));
  EXPECT_EQ(gateway.refunds().size(), 2U);
  gateway.finish_refunds([] { return false; });
  live(minutes(1));
  EXPECT_EQ(refund_status(), fold::RefundStatus::Processed);
}

TEST_F(Reactors, RefundThatFailsAlwaysIsLeftToAPersonInTheEnd) {
  gateway.course = [] { return SimGateway::Course::kFails; };
  cancelled_booking();
  live(minutes(30));
  EXPECT_EQ(refund_status(), fold::RefundStatus::Failed);
  EXPECT_EQ(gateway.refunds().size(), kRefundAttempts);
  EXPECT_EQ(count<RefundFailed>(), static_cast<int>(kRefundAttempts));
}

TEST_F(Reactors, ContactsThatDidNotBookAreShredded) {
  Person person;
  person.phone = "+919800000001";
  auto command = hold("h1", {"1"});
  auto sealed = vault->seal_new(PersonId("contact-h1"), pack(person));
  command.contact = sealed.sealed;
  auto to = envelope("");
  to.keys.push_back(std::move(sealed.key));
  auto held = writer->submit({std::move(to), std::move(command)});
  run();
  ASSERT_TRUE(got(held));
  live(minutes(14));
  EXPECT_TRUE(vault->open_box(sealed.sealed));
  live(minutes(2));
  ASSERT_EQ(status_of("h1"), fold::HoldStatus::Expired);
  EXPECT_EQ(vault->open_box(sealed.sealed).error().reason, "person-erased");
}

TEST_F(Reactors, RefundIsNotSentBeforeItsApprovalIsHistory) {
  capture_that_comes_too_late({Fate::kDelay});
  live(seconds(20));
  EXPECT_FALSE(is_ready(late));
  EXPECT_TRUE(gateway.refunds().empty());
  log.release(0);
  live(seconds(20));
  EXPECT_TRUE(got(late));
  EXPECT_EQ(gateway.refunds().size(), 1U);
}

TEST_F(Reactors, RefundIsNotSentIfItsApprovalNeverBecameHistory) {
  capture_that_comes_too_late({Fate::kDelay});
  live(seconds(20));
  log.insert(0, rival_claim(log));  // it overtakes what is on its way
  HoldReleased freed;
  freed.project = kProject;
  freed.hold = HoldId("h2");
  freed.plots = plots_of({"1"});
  log.insert(0, rival_record(log, std::move(freed)));
  log.release(0);
  live(minutes(2));
  EXPECT_EQ(status_of("h1"), fold::HoldStatus::Booked);
  EXPECT_TRUE(gateway.refunds().empty());
}

TEST_F(Reactors, ContactIsNotShreddedBeforeTheEndOfItsHoldIsHistory) {
  Person person;
  person.phone = "+919800000001";
  auto command = hold("h1", {"1"});
  auto sealed = vault->seal_new(PersonId("contact-h1"), pack(person));
  command.contact = sealed.sealed;
  auto to = envelope("");
  to.keys.push_back(std::move(sealed.key));
  auto held = writer->submit({std::move(to), std::move(command)});
  run();
  next_fate({Fate::kDelay});
  auto released = send("k2", release("h1"));
  live(minutes(1));
  EXPECT_TRUE(vault->open_box(sealed.sealed));
  log.release(0);
  live(minutes(1));
  ASSERT_TRUE(got(released));
  EXPECT_FALSE(vault->open_box(sealed.sealed));
}

}  // namespace
}  // namespace ledger::test
