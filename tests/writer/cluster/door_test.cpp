#include <atomic>
#include <latch>

#include <gtest/gtest.h>

#include "writer/cluster/forwarding_door.h"
#include "writer/writer_errors.h"

namespace ledger::cluster {
namespace {

using Fate = HttpReply::Fate;

constexpr Partition kPartition = 1;

// What the other nodes do is told by the test, one answer after the other; the last is repeated.
class Door : public testing::Test {
 protected:
  std::unique_ptr<ForwardingDoor> open() {
    ForwardingDoor::Here here;
    here.owns = [this](Partition) { return owns_.load(); };
    here.decide = [this](Partition partition, const Submission&) {
      ++here_;
      std::promise<Result<Answer>> promise;
      promise.set_value(Answer{partition, 1, nullptr, false});
      return promise.get_future();
    };
    here.known_buyers = [](const std::vector<Hash>&) { return std::vector{BuyerId("here")}; };
    here.url = "http://here";
    return std::make_unique<ForwardingDoor>(
        std::move(here), [this](Partition) { return owner(); },
        [this](const std::string& url, const Question&) { return ask(url); });
  }

  std::string owner() {
    const std::lock_guard lock(mutex_);
    ++looks_;
    if (owners_.size() == 1) return owners_.front();
    auto next = owners_.front();
    owners_.erase(owners_.begin());
    return next;
  }

  NodeCaller::Heard ask(const std::string& url) {
    const std::lock_guard lock(mutex_);
    asked_.push_back(url);
    auto next = script_.front();
    if (script_.size() > 1) script_.erase(script_.begin());
    return next();
  }

  using Step = std::function<NodeCaller::Heard()>;

  static Step answers() {
    return [] {
      return NodeCaller::Heard{Fate::kAnswered,
                               Result<Reply>(Answer{kPartition, 7, nullptr, false})};
    };
  }

  static Step refuses(Error error) {
    return [error] { return NodeCaller::Heard{Fate::kAnswered, Result<Reply>(fail(error))}; };
  }

  static Step is(Fate fate) {
    return [fate] { return NodeCaller::Heard{fate, std::nullopt}; };
  }

  std::atomic<bool> owns_ = false;
  std::atomic<int> here_ = 0;
  std::mutex mutex_;
  std::vector<std::string> owners_ = {"http://other"};
  std::vector<Step> script_ = {answers()};
  std::vector<std::string> asked_;
  int looks_ = 0;
};

TEST_F(Door, WhatIsOwnedHereIsDecidedHere) {
  owns_ = true;
  const auto door = open();
  EXPECT_EQ(door->submit(kPartition, {}).get()->sequence, 1U);
  EXPECT_EQ(door->known_buyers({}).at(0), BuyerId("here"));
  EXPECT_TRUE(asked_.empty());
}

TEST_F(Door, WhatIsOwnedElsewhereIsDecidedThere) {
  const auto door = open();
  EXPECT_EQ(door->submit(kPartition, {}).get()->sequence, 7U);
  EXPECT_EQ(asked_, std::vector<std::string>{"http://other"});
  EXPECT_EQ(here_, 0);
}

TEST_F(Door, ARefusalIsTheOwners) {
  script_ = {refuses({ErrorCode::kUnavailable, "clock-unsure", "…"})};
  EXPECT_EQ(open()->submit(kPartition, {}).get().error().reason, "clock-unsure");
  EXPECT_EQ(asked_.size(), 1U);
}

TEST_F(Door, AnOwnerThatIsNoneAnyMoreIsNotTheLastWord) {
  owners_ = {"http://old", "http://new"};
  script_ = {refuses(not_owner()), answers()};
  EXPECT_EQ(open()->submit(kPartition, {}).get()->sequence, 7U);
  EXPECT_EQ(asked_, (std::vector<std::string>{"http://old", "http://new"}));
}

TEST_F(Door, WhileNobodyOwnsItWaits) {
  owners_ = {"", "http://here", "http://new"};
  EXPECT_EQ(open()->submit(kPartition, {}).get()->sequence, 7U);
  EXPECT_EQ(asked_, std::vector<std::string>{"http://new"});
}

TEST_F(Door, WhatBecomesOursMeanwhileIsDecidedHere) {
  script_ = {[this] {
    owns_ = true;
    return NodeCaller::Heard{Fate::kNotSent, std::nullopt};
  }};
  EXPECT_EQ(open()->submit(kPartition, {}).get()->sequence, 1U);
}

TEST_F(Door, AfterALostAnswerNobodyIsToldThatNothingHappened) {
  script_ = {is(Fate::kLost), refuses({ErrorCode::kUnavailable, "queue-full", "…"})};
  const auto answer = open()->submit(kPartition, {}).get();
  EXPECT_EQ(answer.error().code, ErrorCode::kUnknown);
}

TEST_F(Door, ALostAnswerIsAskedForAgain) {
  script_ = {is(Fate::kLost), answers()};
  EXPECT_EQ(open()->submit(kPartition, {}).get()->sequence, 7U);
}

TEST_F(Door, WhoeverWaitsIsToldWhenTheNodeStops) {
  owners_ = {""};
  const auto door = open();
  auto waiting = door->submit(kPartition, {});
  door->stop();
  EXPECT_EQ(waiting.get().error().reason, "not-owner");
  EXPECT_EQ(door->submit(kPartition, {}).get().error().reason, "shutting-down");
}

TEST_F(Door, ManySubmissionsAreOnTheirWayAtOnce) {
  std::latch all(20);
  script_ = {answers()};
  ForwardingDoor::Here here;
  here.owns = [](Partition) { return false; };
  const auto ask = [&](const std::string&, const Question&) {
    all.arrive_and_wait();  // or nobody is answered
    return answers()();
  };
  ForwardingDoor door(std::move(here), [](Partition) { return "http://other"; }, ask);
  std::vector<std::future<Result<Answer>>> answers;
  for (int i = 0; i < 20; ++i) answers.push_back(door.submit(kPartition, {}));
  for (auto& answer : answers) EXPECT_TRUE(answer.get());
}

}  // namespace
}  // namespace ledger::cluster
