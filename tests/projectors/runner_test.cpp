#include "projectors/runner.h"

#include "tests/projectors/fixture.h"

namespace ledger {
namespace {

class RunnerTest : public testing::Test {
 protected:
  void run() { run(runner); }

  static void run(ProjectionRunner& one) {
    while (one.step()) {
    }
  }

  [[nodiscard]] PartitionHealth health() const { return runner.health().partitions.at(0); }

  [[nodiscard]] std::string reason() const {
    const auto error = runner.health().error();
    return error ? error->reason : "";
  }

  static Events rules_of(const char* project) {
    HoldRulesSet rules;
    rules.project = ProjectId(project);
    Events events;
    events.emplace_back(std::move(rules));
    return events;
  }

  MemoryLog log{1};
  History history{log};
  MapStore store{all_views()};
  ProjectionRunner runner{log, store, all_views()};
};

TEST_F(RunnerTest, AppliesWhatIsAccepted) {
  run();
  EXPECT_EQ(health().applied.head, history.head());
  EXPECT_EQ(store.snapshot()->applied().at(0).head, history.head());
  EXPECT_EQ(store.snapshot()->applied().at(0).offset, 1);
  EXPECT_FALSE(runner.step());
}

TEST_F(RunnerTest, SkipsAndCountsSupersededRepeatsAndForeignBytes) {
  const auto superseded = history.next(rules_of("a"));
  history.add(rules_of("b"));
  auto claim = history.next({WriterStarted()});
  claim.term = 2;
  history.put(claim);
  auto late = history.next(rules_of("c"));
  late.term = 1;
  history.put_beside(encode(late));
  history.put_beside(encode(superseded));
  history.put_beside("not a record");
  history.add(rules_of("d"));
  run();
  EXPECT_EQ(health().applied.head, history.head());
  EXPECT_EQ(health().applied.superseded, 1U);
  EXPECT_EQ(health().applied.repeats, 1U);
  EXPECT_EQ(health().applied.foreign, 1U);
  EXPECT_EQ(store.snapshot()->applied().at(0).superseded, 1U);
  EXPECT_TRUE(runner.health().ok());
}

TEST_F(RunnerTest, StopsWhereHistoryIsMissing) {
  history.add(rules_of("a"));
  auto gap = history.next(rules_of("b"));
  gap.sequence += kMaxInFlight + 1;
  history.put_beside(encode(gap));
  history.add(rules_of("c"));
  run();
  EXPECT_EQ(reason(), "history-missing");
  EXPECT_TRUE(health().stopped);
  EXPECT_EQ(store.snapshot()->position().at(0), 3U);
  EXPECT_FALSE(runner.step());
}

TEST_F(RunnerTest, StopsWhereHistoryWasChanged) {
  auto changed = history.next(rules_of("a"));
  changed.previous.bytes[0] ^= 1U;
  history.put_beside(encode(changed));
  run();
  EXPECT_EQ(reason(), "history-missing");
}

TEST_F(RunnerTest, AppliesWhatCameBeforeAnEventThatCannotBe) {
  history.add(rules_of("a"));
  Sale sale;
  history.add(held(sale, history.now()));
  history.add(rules_of("b"));
  run();
  EXPECT_EQ(reason(), "event-impossible");
  EXPECT_EQ(store.snapshot()->position().at(0), 3U);
  EXPECT_FALSE(portal::hold(store.snapshot()->rows("portal"), sale.hold));
}

// A record of a later program: it links, but its event has a number that this one does not know.
std::string of_a_later_program(const Record& like) {
  flatbuffers::FlatBufferBuilder to;
  const auto body = wire::CreatePartitionsAdded(to, 1).Union();
  const std::vector events{wire::CreateEvent(to, static_cast<wire::Body>(250), body)};
  const auto previous = flatbuffers::Pack(like.previous);
  const auto recorded_at = flatbuffers::Pack(like.recorded_at);
  const auto list = to.CreateVector(events);
  wire::RecordBuilder record(to);
  record.add_sequence(like.sequence);
  record.add_term(like.term);
  record.add_previous(&previous);
  record.add_recorded_at(&recorded_at);
  record.add_events(list);
  to.Finish(record.Finish());
  return {reinterpret_cast<const char*>(to.GetBufferPointer()), to.GetSize()};
}

TEST_F(RunnerTest, StopsAtAnAcceptedEventThatItCannotRead) {
  history.add(rules_of("a"));
  history.put_beside(of_a_later_program(history.next({})));
  run();
  EXPECT_EQ(reason(), "record-unreadable");
  EXPECT_TRUE(health().stopped);
  EXPECT_EQ(store.snapshot()->position().at(0), 3U);
}

TEST_F(RunnerTest, TellsItsListenerWhatIsVisible) {
  std::vector<std::string> told;
  runner.on_applied([&](Partition partition, Sequence from, Sequence to) {
    EXPECT_EQ(store.snapshot()->position().at(partition), to);
    told.push_back(to_string(partition, from) + ".." + std::to_string(to));
  });
  run();
  history.add(rules_of("a"));
  run();
  EXPECT_EQ(told, (std::vector<std::string>{"0-1..2", "0-3..3"}));
}

TEST_F(RunnerTest, StopsAtThePositionItWasToldAndGoesOnFromThere) {
  for (int i = 0; i < 10; ++i) history.add(rules_of("a"));
  MapStore partial(all_views());
  Position until;
  until.advance(0, 5);
  ProjectionRunner to_five(log, partial, all_views(), {3, until});
  run(to_five);
  EXPECT_EQ(partial.snapshot()->position(), until);
  ProjectionRunner to_end(log, partial, all_views());
  run(to_end);
  EXPECT_EQ(partial.snapshot()->applied().at(0).head, history.head());
}

TEST_F(RunnerTest, TriesAgainWhereTheLogCannotBeReached) {
  log.refuse_reads(Error{ErrorCode::kUnavailable, "log-unreachable", "no broker"});
  run();
  EXPECT_EQ(reason(), "log-unreachable");
  EXPECT_FALSE(health().stopped);
  log.refuse_reads(std::nullopt);
  run();
  EXPECT_TRUE(runner.health().ok());
  EXPECT_EQ(store.snapshot()->position().at(0), 2U);
}

TEST_F(RunnerTest, StopsAtDamagedBytes) {
  log.refuse_reads(Error{ErrorCode::kCorrupt, "record-damaged", "offset 0"});
  run();
  log.refuse_reads(std::nullopt);
  run();
  EXPECT_EQ(reason(), "record-damaged");
  EXPECT_TRUE(health().stopped);
}

TEST_F(RunnerTest, RefusesALogThatEndsBeforeWhatIsApplied) {
  for (int i = 0; i < 5; ++i) history.add(rules_of("a"));
  run();
  log.drop_tail(0, 4);
  ProjectionRunner again(log, store, all_views());
  run(again);
  const auto error = again.health().error();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->reason, "log-shorter-than-applied");
  EXPECT_NE(error->message.find("sequences 5 to 7 are missing"), std::string::npos)
      << error->message;
  EXPECT_TRUE(again.health().partitions[0].stopped);
}

TEST_F(RunnerTest, RefusesALogThatHoldsAnotherHead) {
  const auto other = encode(history.next(rules_of("b")));
  history.add(rules_of("a"));
  run();
  log.change(0, 2, other);
  ProjectionRunner again(log, store, all_views());
  run(again);
  EXPECT_EQ(again.health().error()->reason, "log-differs-from-applied");
}

TEST_F(RunnerTest, OnePartitionsEndIsNotTheOthers) {
  MemoryLog two(2);
  History good(two, 0);
  History bad(two, 1);
  auto changed = bad.next(rules_of("a"));
  changed.previous.bytes[0] ^= 1U;
  bad.put_beside(encode(changed));
  MapStore both(all_views());
  ProjectionRunner one(two, both, all_views());
  run(one);
  good.add(rules_of("b"));
  run(one);
  EXPECT_TRUE(one.health().partitions[1].stopped);
  EXPECT_FALSE(one.health().partitions[0].error);
  EXPECT_EQ(both.snapshot()->position().at(0), 3U);
}

}  // namespace
}  // namespace ledger
