// Those who ask do the work themselves, as far as nobody else does.

#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "tests/writer/loop/loop.h"
#include "writer/writers.h"

namespace ledger::test {
namespace {

constexpr Micros kPatience = seconds(30);

class Asking : public Loop {};

TEST_F(Asking, AtRestTheCallersThreadDecidesAndSettles) {
  start();
  sell();
  const auto held = writer->ask({envelope("k1"), hold("h1", {"1"})}, kPatience);
  ASSERT_TRUE(held) << held.error().message;
  EXPECT_EQ(find<PlotHeld>(held->record->events)->hold, HoldId("h1"));
  EXPECT_EQ(held->sequence, writer->head().sequence);
  const auto again = writer->ask({envelope("k1"), hold("h2", {"1"})}, kPatience);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(recorded("k1"), 1);
}

TEST_F(Asking, WhatWasSubmittedBeforeIsDecidedBefore) {
  start();
  sell();
  auto first = send("k1", hold("h1", {"1"}));
  const auto second = writer->ask({envelope("k2"), hold("h2", {"1"})}, kPatience);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->record->outcome, Outcome::Refused);
  EXPECT_EQ(got(first)->record->outcome, Outcome::Accepted);
}

TEST_F(Asking, OutcomeIsUnknownWhenPatienceEndsAndTheSameKeyGetsTheTruth) {
  start();
  sell();
  next_fate({Fate::kDelay});
  const auto late = writer->ask({envelope("k1"), hold("h1", {"1"})}, Micros(1));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::kUnknown);
  EXPECT_EQ(late.error().reason, "outcome-unknown");
  log.release(0);
  const auto truth = ask("k1", hold("h2", {"1"}));
  ASSERT_TRUE(truth);
  EXPECT_EQ(find<PlotHeld>(truth->record->events)->hold, HoldId("h1"));
  EXPECT_EQ(recorded("k1"), 1);
}

TEST_F(Asking, WhoDoesNotWaitIsToldByHisOwnThreadWhereNobodyElseWorks) {
  start();
  sell();
  std::vector<Result<Answer>> told;
  writer->ask_then({envelope("k1"), hold("h1", {"1"})}, kPatience,
                   [&](Result<Answer> answer) { told.push_back(std::move(answer)); });
  ASSERT_EQ(told.size(), 1U);
  ASSERT_TRUE(told[0]) << told[0].error().message;
  EXPECT_EQ(find<PlotHeld>(told[0]->record->events)->hold, HoldId("h1"));
}

TEST_F(Asking, WhoeverIsToldMayAskTheWriter) {
  start();
  sell();
  std::vector<std::string> told;
  const auto look = [&](const Result<Answer>& answer) {
    (void)writer->head();
    writer->inspect([](const State&) {});
    told.push_back(!answer ? answer.error().reason : answer->replayed ? "replayed" : "answered");
  };
  writer->ask_then({envelope("k1"), hold("h1", {"1"})}, kPatience, look);
  writer->ask_then({envelope("k1"), hold("h1", {"1"})}, kPatience, look);
  writer->ask_then({envelope("k1", "other input"), hold("h1", {"1"})}, kPatience, look);
  clock.jump(-seconds(3600));
  writer->ask_then({envelope("k2"), hold("h2", {"2"})}, kPatience, look);
  writer->own(false);
  writer->ask_then({envelope("k3"), hold("h3", {"3"})}, kPatience, look);
  EXPECT_EQ(told, (std::vector<std::string>{"answered", "replayed", "idempotency-key-reused",
                                            "clock-unsure", "not-owner"}));
}

TEST_F(Asking, PatienceEndsForWhoeverDoesNotWaitAndHeIsToldOnce) {
  start();
  sell();
  next_fate({Fate::kDelay});
  std::vector<Result<Answer>> told;
  const auto tell = [&](Result<Answer> answer) { told.push_back(std::move(answer)); };
  writer->ask_then({envelope("k1"), hold("h1", {"1"})}, Micros(1), tell);
  writer->decide(Micros(0));
  EXPECT_TRUE(told.empty());
  clock.pass(Micros(1));
  writer->decide(Micros(0));
  ASSERT_EQ(told.size(), 1U);
  ASSERT_FALSE(told[0]);
  EXPECT_EQ(told[0].error().code, ErrorCode::kUnknown);
  EXPECT_EQ(told[0].error().reason, "outcome-unknown");
  log.release(0);
  run();
  EXPECT_EQ(told.size(), 1U);
  const auto truth = ask("k1", hold("h2", {"1"}));
  ASSERT_TRUE(truth);
  EXPECT_EQ(find<PlotHeld>(truth->record->events)->hold, HoldId("h1"));
}

// A node with its threads, over a log that loses acknowledgements and records, and lets rivals in.
class Crowd : public Loop {
 protected:
  static constexpr int kThreads = 8;
  static constexpr int kEach = 150;

  Crowd() {
    start();
    sell();
    writer.reset();
  }

  // Asks until the answer is known, as a client does.
  static Answer answer_of(Writers& writers, const std::string& key) {
    for (;;) {
      const auto answer = writers.ask(0, {envelope(key), release("h")}, kPatience);
      if (answer) return *answer;
      EXPECT_TRUE(answer.error().code == ErrorCode::kUnknown ||
                  answer.error().code == ErrorCode::kUnavailable)
          << answer.error().message;
    }
  }

  void ask_from_all_sides(WriterLimits limits) {
    Writers writers(
        log, *vault, *index, real, {"a", "http://a"},
        [](Partition, const Error& error) { ADD_FAILURE() << error.message; }, limits);
    writers.start();
    std::vector<std::thread> crowd;
    for (int thread = 0; thread < kThreads; ++thread) {
      crowd.emplace_back([&, thread] {
        for (int i = 0; i < kEach; ++i) {
          const auto key = std::to_string(thread) + "-" + std::to_string(i);
          const auto answer = answer_of(writers, key);
          EXPECT_EQ(answer.record->command_id, key);
          // One in three is not waited for, as a reactor does.
          if (i % 3 == 0) (void)writers.submit(0, {envelope(key + "s"), release("h")});
        }
      });
    }
    for (auto& thread : crowd) thread.join();
    writers.stop();
  }

  void expect_each_once() {
    std::map<std::string, int> times;
    for (const auto& record : history_of(log)) ++times[record->command_id];
    for (int thread = 0; thread < kThreads; ++thread) {
      for (int i = 0; i < kEach; ++i)
        EXPECT_EQ(times[std::to_string(thread) + "-" + std::to_string(i)], 1);
    }
  }

  SystemClock real;
};

TEST_F(Crowd, EachIsDecidedOnce) {
  ask_from_all_sides({});
  expect_each_once();
}

TEST_F(Crowd, EachIsDecidedOnceWhereEverythingIsShort) {
  ask_from_all_sides({.in_flight = 3, .group = 2, .snapshot_every = 7});
  expect_each_once();
}

TEST_F(Crowd, EachIsDecidedOnceOverALogThatFails) {
  log.decide_fates([count = 0](Partition, const std::string&) mutable {
    switch (++count % 97) {
      case 13:
        return Fate{Fate::kLoseAck};
      case 57:
        return Fate{Fate::kFail};
      default:
        return Fate{};
    }
  });
  ask_from_all_sides({});
  expect_each_once();
  EXPECT_GT(history_of(log).back()->term, 5U);
}

}  // namespace
}  // namespace ledger::test
