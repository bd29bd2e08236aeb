// What ends a term, and that callers get the truth all the same.
#include "tests/writer/loop/loop.h"

namespace ledger::test {
namespace {

class Terms : public Loop {
 protected:
  Terms() {
    start();
    sell();
  }

  std::uint64_t term() { return writer->head().term; }
};

TEST_F(Terms, LostAcknowledgementIsFoundInHistoryAndNotDecidedTwice) {
  next_fate({Fate::kLoseAck});
  auto held = send("k1", hold("h1", {"1"}));
  auto also = send("k2", hold("h2", {"2"}));
  run();
  const auto answer = got(held);
  ASSERT_TRUE(answer);
  EXPECT_EQ(find<PlotHeld>(answer->record->events)->hold, HoldId("h1"));
  ASSERT_TRUE(got(also));
  EXPECT_EQ(recorded("k1"), 1);
  EXPECT_EQ(recorded("k2"), 1);
  EXPECT_EQ(term(), 2U);
}

TEST_F(Terms, UnkeyedCommandWhoseAcknowledgementWasLostTakesEffectOnce) {
  ASSERT_TRUE(ask("k1", hold("h1", {"1"})));
  next_fate({Fate::kLoseAck});
  const auto released = ask("", release("h1"));
  ASSERT_TRUE(released) << released.error().message;
  const auto history = history_of(log);
  EXPECT_EQ(std::count_if(history.begin(), history.end(),
                          [](const auto& r) { return find<HoldReleased>(r->events) != nullptr; }),
            1);
}

TEST_F(Terms, RecordThatFailedIsDecidedAgainInTheNextTerm) {
  next_fate({Fate::kFail});
  auto first = send("k1", hold("h1", {"1"}));
  auto rival = send("k2", hold("h2", {"1"}));
  run();
  const auto answer = got(first);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->record->term, 2U);
  EXPECT_EQ(answer->record->outcome, Outcome::Accepted);  // order among the waiting is kept
  EXPECT_EQ(got(rival)->record->outcome, Outcome::Refused);
  EXPECT_EQ(recorded("k1"), 1);
}

TEST_F(Terms, RivalsClaimSupersedesWhatWasStaged) {
  next_fate({Fate::kDeliver, rival_claim(log)});
  auto held = send("k1", hold("h1", {"1"}));
  auto nothing = send("", release("h1"));
  run();
  const auto answer = got(held);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->record->term, 3U);  // 1 ours, 2 the rival's, 3 ours again
  EXPECT_EQ(recorded("k1"), 1);
  EXPECT_TRUE(got(nothing));
  EXPECT_GE(writer->skipped(), 1U);
  EXPECT_EQ(writer->phase(), Phase::kServing);
}

TEST_F(Terms, RivalsClaimJustBeforeOursIsSeenAndOutbid) {
  log.insert(0, rival_claim(log));
  const auto answer = ask("k1", hold("h1", {"1"}));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->record->term, 3U);
  EXPECT_EQ(writer->owner_url(), "http://a");
}

TEST_F(Terms, LateRecordsOfALostTermChangeNothing) {
  log.decide_fates([](Partition, const std::string&) { return Fate{Fate::kDelay}; });
  auto held = send("k1", hold("h1", {"1"}));
  run(3);
  EXPECT_EQ(log.delayed(0), 1U);
  log.decide_fates({});
  writer.reset();  // the process is gone, its record is still on its way
  EXPECT_EQ(got(held).error().code, ErrorCode::kUnknown);
  start();
  EXPECT_NE(writer->phase(), Phase::kServing);  // our claim waits behind it
  log.release(0);
  run();
  ASSERT_EQ(writer->phase(), Phase::kServing);
  const auto answer = ask("k1", hold("h1", {"1"}));
  ASSERT_TRUE(answer);
  EXPECT_EQ(recorded("k1"), 1);
}

TEST_F(Terms, TwoWritersFightAndNothingIsLostOrDoubled) {
  auto other_index = *CommandIndex::open(directory.path("other"));
  auto other = another("b", *other_index);
  std::vector<Answered> answers;
  for (int i = 0; i < 60; ++i) {
    const auto key = "k" + std::to_string(i);
    auto& to = i % 2 == 0 ? *writer : *other;
    answers.push_back(to.submit({envelope(key), release("h")}));
    for (int turn = 0; turn < 3; ++turn) {
      if ((i + turn) % 3 != 0) writer->step();
      if ((i + turn) % 4 != 0) other->step();
    }
  }
  for (int turn = 0; turn < 2000; ++turn) (turn / 40 % 2 == 0 ? *writer : *other).step();
  for (int i = 0; i < 60; ++i) {
    const auto answer = got(answers[static_cast<std::size_t>(i)]);
    ASSERT_TRUE(answer) << i << ": " << answer.error().message;
    EXPECT_EQ(recorded("k" + std::to_string(i)), 1);
  }
  EXPECT_GT(history_of(log).back()->term, 4U);
}

TEST_F(Terms, WriterThatIsNotWantedSaysSoAndFollows) {
  writer->own(false);
  run();
  EXPECT_EQ(writer->phase(), Phase::kFollowing);
  EXPECT_EQ(ask("k1", hold("h1", {"1"})).error().reason, "not-owner");
  log.insert(0, rival_claim(log));
  run();
  EXPECT_EQ(writer->owner_url(), "http://rival");
  writer->own(true);
  run();
  EXPECT_TRUE(ask("k1", hold("h1", {"1"})));
}

TEST_F(Terms, CommandInFlightWhenAnotherShallOwnIsOfUnknownOutcome) {
  next_fate({Fate::kLoseAck});
  auto held = send("k1", hold("h1", {"1"}));
  auto waiting = send("k2", hold("h2", {"2"}));
  writer->decide(Micros(0));
  writer->own(false);
  auto refused = writer->submit({envelope("k3"), hold("h3", {"3"})});
  run();
  EXPECT_EQ(recorded("k1"), 1);  // it did happen
  EXPECT_EQ(got(held).error().code, ErrorCode::kUnknown);
  EXPECT_EQ(got(waiting).error().code, ErrorCode::kUnknown);
  EXPECT_EQ(got(refused).error().reason, "not-owner");
}

TEST_F(Terms, CommandInFlightWhenTheTermEndsAndTheServerStopsIsOfUnknownOutcome) {
  next_fate({Fate::kLoseAck});
  auto held = send("k1", hold("h1", {"1"}));
  writer->decide(Micros(0));
  writer->settle(Micros(0));  // the term is over
  log.refuse_reads(Error{ErrorCode::kUnavailable, "log-unavailable", ""});
  run(2);
  writer.reset();
  log.refuse_reads({});
  EXPECT_EQ(recorded("k1"), 1);
  EXPECT_EQ(got(held).error().code, ErrorCode::kUnknown);
}

TEST_F(Terms, CommandInFlightWhenTheClockGoesWrongIsOfUnknownOutcome) {
  next_fate({Fate::kLoseAck});
  auto held = send("k1", hold("h1", {"1"}));
  writer->decide(Micros(0));
  clock.jump(hours(1));
  run();
  EXPECT_EQ(recorded("k1"), 1);
  const auto answer = got(held);
  EXPECT_TRUE(answer || answer.error().code == ErrorCode::kUnknown);
}

// A disk that says it lost what it had taken.
class LyingDisk final : public EventLog {
 public:
  class Appender final : public LogAppender {
   public:
    Appender(std::unique_ptr<LogAppender> real, const bool& lost)
        : real_(std::move(real)), lost_(lost) {}

    void append(std::vector<Append> batch) override { real_->append(std::move(batch)); }

    std::vector<Result<Offset>> delivered(Micros wait) override {
      auto reports = real_->delivered(wait);
      if (lost_) {
        for (auto& report : reports) report = fail(ErrorCode::kCorrupt, "sync-failed", "fsync");
      }
      return reports;
    }

   private:
    std::unique_ptr<LogAppender> real_;
    const bool& lost_;
  };

  explicit LyingDisk(EventLog& real) : real_(real) {}

  [[nodiscard]] Partition partitions() const override { return real_.partitions(); }

  Result<Offset> end(Partition partition) override { return real_.end(partition); }

  std::unique_ptr<LogReader> reader(Partition partition, Offset from) override {
    return real_.reader(partition, from);
  }

  std::unique_ptr<LogAppender> appender(Partition partition) override {
    return std::make_unique<Appender>(real_.appender(partition), lost);
  }

  KeyStore& keys() override { return real_.keys(); }

  DocumentStore& documents() override { return real_.documents(); }

  bool lost = false;

 private:
  EventLog& real_;
};

TEST_F(Terms, NothingIsEverAcknowledgedAfterTheDiskLostWhatItTook) {
  LyingDisk disk(log);
  PartitionWriter one(0, disk, *vault, *index, clock, {"a", "http://a"});
  for (int i = 0; i < 8; ++i) one.step();
  ASSERT_EQ(one.phase(), Phase::kServing);
  disk.lost = true;
  auto held = one.submit({envelope("k1"), hold("h1", {"1"})});
  one.step();
  disk.lost = false;
  for (int i = 0; i < 8; ++i) one.step();
  EXPECT_EQ(one.phase(), Phase::kStopped);
  ASSERT_TRUE(one.failure());
  EXPECT_EQ(one.failure()->reason, "sync-failed");
  EXPECT_EQ(got(held).error().code, ErrorCode::kUnknown);
  auto later = one.submit({envelope("k2"), hold("h2", {"2"})});
  EXPECT_EQ(got(later).error().reason, "sync-failed");
}

}  // namespace
}  // namespace ledger::test
