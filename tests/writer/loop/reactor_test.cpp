#include "writer/reactors/reactor.h"

#include <deque>

#include "events/person.h"
#include "tests/sim/sim_gateway.h"
#include "tests/writer/loop/loop.h"

namespace ledger::test {
namespace {

using sim::SimGateway;
using Slip = SimGateway::Slip;

class DirectDoor final : public Door {
 public:
  explicit DirectDoor(std::unique_ptr<PartitionWriter>& writer) : writer_(writer) {}

  std::function<bool(const Submission&)> lets_in;

  Answered submit(Partition /*partition*/, Submission submission) override {
    if (lets_in && !lets_in(submission)) {
      std::promise<Result<Answer>> refused;
      refused.set_value(fail(ErrorCode::kUnavailable, "queue-full", "too many requests wait"));
      return refused.get_future();
    }
    return writer_->submit(std::move(submission));
  }

 private:
  std::unique_ptr<PartitionWriter>& writer_;
};

class Reactors : public Loop {
 protected:
  Reactors() {
    start();
    sell();
    gateway.slip = [this] {
      if (down) return Slip::kRefuseToTalk;
      if (slips.empty()) return Slip::kNone;
      const auto next = slips.front();
      slips.pop_front();
      return next;
    };
    begin_reacting();
  }

  void begin_reacting() {
    Desk desk;
    desk.each = [this](const auto& look) {
      if (writer->phase() != Phase::kServing) return;
      writer->inspect([&](const State& state) { look(0, state); });
    };
    desk.partition_of = [](const ProjectId&) { return std::optional<Partition>(0); };
    reactor = std::make_unique<Reactor>(desk, door, gateway, *vault, clock);
  }

  void live(Micros time) {
    const Micros tick = time > minutes(2) ? Micros(seconds(1)) : Micros(milliseconds(200));
    for (Micros passed{}; passed < time; passed += tick) {
      clock.pass(tick);
      while (reactor->step()) {
      }
      run(3);
    }
  }

  // A hold whose order the gateway has made.
  OrderId order_for(const char* id, const char* plot) {
    EXPECT_TRUE(ask("", hold(id, {plot})));
    EXPECT_TRUE(ask("", checkout(id)));
    live(seconds(1));
    return order_in_ledger(id);
  }

  OrderId order_in_ledger(const char* id) {
    OrderId order;
    writer->inspect(
        [&](const State& state) { order = find_checkout(state, kProject, HoldId(id))->order; });
    return order;
  }

  // A booking whose payment is to go back.
  void cancelled_booking() {
    gateway.capture(gateway.attempt(order_for("h1", "1")));
    live(seconds(30));
    ASSERT_EQ(status_of("h1"), fold::HoldStatus::Booked);
    BookingId booking;
    writer->inspect([&](const State& state) {
      booking = find_checkout(state, kProject, HoldId("h1"))->booking;
    });
    ASSERT_TRUE(
        ask("", CancelBooking{kProject, booking, "asked to", {RefundId("refund-of-one-sale")}}));
    const auto approved = writer->submit(
        {{.actor = "second person"}, ApproveRefund{kProject, RefundId("refund-of-one-sale")}});
    run();
  }

  fold::HoldStatus status_of(const char* id) {
    fold::HoldStatus status{};
    writer->inspect(
        [&](const State& state) { status = find_hold(state, kProject, HoldId(id))->status; });
    return status;
  }

  fold::RefundStatus refund_status() {
    fold::RefundStatus status{};
    writer->inspect([&](const State& state) {
      status = find_project(state, kProject)->refunds.at(RefundId("refund-of-one-sale")).status;
    });
    return status;
  }

  template <class E>
  int count() {
    const auto history = history_of(log);
    return static_cast<int>(std::count_if(history.begin(), history.end(), [](const auto& record) {
      return find<E>(record->events) != nullptr;
    }));
  }

  // A capture of h1's order after another hold has taken its plot; how its webhook fares in the log
  // is `fate`.
  void capture_that_comes_too_late(Fate fate) {
    const auto order = order_for("h1", "1");
    live(minutes(31));
    ASSERT_EQ(status_of("h1"), fold::HoldStatus::Expired);
    ASSERT_EQ(ask("k2", hold("h2", {"1"}))->record->outcome, Outcome::Accepted);
    next_fate(std::move(fate));
    const auto payment = gateway.attempt(order);
    gateway.capture(payment);
    RecordPayment news{.project = kProject};
    news.payment.payment = payment;
    news.payment.order = order;
    news.payment.amount = gateway.payments().back().amount;
    news.payment.currency = "INR";
    news.refund = RefundId("refund-of-late-money");
    late = writer->submit({{.actor = "gateway"}, std::move(news)});
  }

  std::deque<Slip> slips;
  bool down = false;
  SimGateway gateway{clock};
  DirectDoor door{writer};
  std::unique_ptr<Reactor> reactor;
  Answered late;
};

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
