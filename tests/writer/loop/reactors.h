#pragma once

#include <deque>

#include "events/person.h"
#include "tests/sim/sim_gateway.h"
#include "tests/writer/loop/loop.h"
#include "writer/reactors/reactor.h"

namespace ledger::test {

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

}  // namespace ledger::test
