// Which of several nodes decides, and how a partition passes from one to the next.
#include "tests/writer/loop/loop.h"

namespace ledger::test {
namespace {

class Handover : public Loop {
 protected:
  Handover() {
    start();
    sell();
    other_index_ = *CommandIndex::open(directory.path("other"));
  }

  PartitionWriter& standby(WriterLimits limits = {}) {
    other_ = another("b", *other_index_, limits);
    other_->own(false);
    for (int i = 0; i < 12; ++i) other_->step();
    return *other_;
  }

  static WriterLimits standing_back(Micros by) {
    WriterLimits limits;
    limits.stand_back = by;
    return limits;
  }

  // What lands at the log now.
  void rival_claims() { log.insert(0, rival_claim(log)); }

  std::unique_ptr<CommandIndex> other_index_;
  std::unique_ptr<PartitionWriter> other_;
};

TEST_F(Handover, WhatIsInFlightLandsBeforeAnotherNodeOwns) {
  log.decide_fates([](Partition, const std::string&) { return Fate{Fate::kDelay}; });
  auto held = send("k1", hold("h1", {"1"}));
  run(3);
  ASSERT_EQ(log.delayed(0), 1U);
  writer->own(false);
  run(3);
  EXPECT_EQ(writer->phase(), Phase::kServing);
  log.decide_fates({});
  log.release(0);
  run();
  EXPECT_EQ(writer->phase(), Phase::kFollowing);
  ASSERT_TRUE(got(held));
  EXPECT_EQ(recorded("k1"), 1);
}

TEST_F(Handover, WhatNeverLandsHoldsNoPartitionUp) {
  log.decide_fates([](Partition, const std::string&) { return Fate{Fate::kDelay}; });
  auto held = send("k1", hold("h1", {"1"}));
  run(3);
  writer->own(false);
  run(3);
  clock.pass(seconds(2));
  run(3);
  EXPECT_EQ(writer->phase(), Phase::kFollowing);
  EXPECT_EQ(got(held).error().code, ErrorCode::kUnknown);
}

TEST_F(Handover, WriterThatStepsDownFollowsFromWhereItStands) {
  ASSERT_TRUE(ask("k1", hold("h1", {"1"})));
  const auto head = writer->head();
  log.refuse_reads(Error{ErrorCode::kUnavailable, "log-unavailable", ""});
  writer->own(false);
  run();
  bool held = false;  // nothing had to be read for it
  writer->inspect([&](const State& state) { held = find_hold(state, kProject, HoldId("h1")); });
  EXPECT_TRUE(held);
  EXPECT_EQ(writer->head(), head);
  log.refuse_reads({});
  rival_claims();
  run();
  EXPECT_EQ(writer->head().term, head.term + 1);
}

TEST_F(Handover, StandbyDecidesOnAllThatWasDecidedBefore) {
  auto& next = standby();
  ASSERT_TRUE(ask("k1", hold("h1", {"1"})));
  for (int i = 0; i < 6; ++i) next.step();
  writer.reset();
  next.own(true);
  auto again = next.submit({envelope("k1"), hold("h2", {"1"})});
  auto rival = next.submit({envelope("k2"), hold("h3", {"1"})});
  for (int i = 0; i < 12; ++i) next.step();
  const auto first = got(again);
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->replayed);
  EXPECT_EQ(find<PlotHeld>(first->record->events)->hold, HoldId("h1"));
  EXPECT_EQ(got(rival)->record->outcome, Outcome::Refused);
}

TEST_F(Handover, OwnerThatWasOvertakenWhileIdleNoticesWithoutAppending) {
  rival_claims();
  run();
  EXPECT_EQ(writer->phase(), Phase::kServing);  // it does not look
  const auto end = log.end(0).value();
  auto head = writer->head();
  ++head.term;
  writer->seen(head);
  writer->own(false);
  run();
  EXPECT_EQ(writer->phase(), Phase::kFollowing);
  EXPECT_EQ(writer->owner_url(), "http://rival");
  EXPECT_EQ(log.end(0).value(), end);
}

TEST_F(Handover, OwnTermThatIsSeenChangesNothing) {
  writer->seen(writer->head());
  run();
  EXPECT_EQ(writer->phase(), Phase::kServing);
  EXPECT_EQ(writer->head().term, 1U);
}

TEST_F(Handover, OvertakenOwnerStandsBackForAWhile) {
  start(standing_back(seconds(3)));
  next_fate({Fate::kDeliver, rival_claim(log)});
  auto held = send("k1", hold("h1", {"1"}));
  run();
  EXPECT_EQ(writer->phase(), Phase::kFollowing);
  EXPECT_FALSE(writer->owns());
  EXPECT_EQ(got(held).error().code, ErrorCode::kUnknown);  // ours landed behind the rival's
  EXPECT_EQ(ask("k2", hold("h2", {"2"})).error().reason, "not-owner");
  clock.pass(seconds(3));
  const auto answer = ask("k1", hold("h1", {"1"}));
  ASSERT_TRUE(answer);
  EXPECT_EQ(recorded("k1"), 1);
}

TEST_F(Handover, ClaimOfLongAgoIsNothingToStandBackFor) {
  rival_claims();
  clock.pass(minutes(1));
  start(standing_back(seconds(3)));
  EXPECT_EQ(writer->phase(), Phase::kServing);
}

TEST_F(Handover, TermThatIsStillOursGoesOnAfterARestart) {
  const auto term = writer->head().term;
  writer.reset();
  writer = another("a", *index);
  writer->own(false);
  writer->go_on_with(term);
  run();
  EXPECT_EQ(writer->phase(), Phase::kServing);
  EXPECT_EQ(writer->head().term, term + 1);
}

TEST_F(Handover, TermThatIsAnothersDoesNotGoOn) {
  const auto term = writer->head().term;
  writer.reset();
  rival_claims();
  writer = another("a", *index);
  writer->own(false);
  writer->go_on_with(term);
  run();
  EXPECT_EQ(writer->phase(), Phase::kFollowing);
  EXPECT_FALSE(writer->owns());
}

// A log whose records lie far away: each is handed out only when the test says so.
class FarAway final : public EventLog {
 public:
  explicit FarAway(EventLog& real) : real_(real) {}

  [[nodiscard]] Partition partitions() const override { return real_.partitions(); }

  Result<Offset> end(Partition partition) override { return real_.end(partition); }

  std::unique_ptr<LogReader> reader(Partition partition, Offset from) override {
    return real_.reader(partition, from);
  }

  void fetch(Partition partition, Offset offset, const TakeRecord& take) override {
    asked.push_back([=, this] { real_.fetch(partition, offset, take); });
  }

  std::unique_ptr<LogAppender> appender(Partition partition) override {
    return real_.appender(partition);
  }

  KeyStore& keys() override { return real_.keys(); }

  DocumentStore& documents() override { return real_.documents(); }

  std::vector<std::function<void()>> asked;

 private:
  EventLog& real_;
};

TEST_F(Handover, AnswerThatIsFetchedFromFarAwayHoldsNobodyUp) {
  FarAway far(log);
  PartitionWriter one(0, far, *vault, *index, clock, {"a", "http://a"});
  const auto live = [&] {
    for (int i = 0; i < 12; ++i) one.step();
  };
  live();
  auto first = one.submit({envelope("k1"), hold("h1", {"1"})});
  live();
  auto again = one.submit({envelope("k1"), hold("h1", {"1"})});
  auto also = one.submit({envelope("k1", "another input"), hold("h1", {"1"})});
  auto next = one.submit({envelope("k2"), hold("h2", {"2"})});
  live();
  EXPECT_TRUE(got(next));
  EXPECT_FALSE(is_ready(again));
  ASSERT_EQ(far.asked.size(), 1U);
  far.asked.front()();
  const auto answer = got(again);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->replayed);
  EXPECT_EQ(answer->sequence, got(first)->sequence);
  EXPECT_EQ(got(also).error().reason, "idempotency-key-reused");
}

}  // namespace
}  // namespace ledger::test
