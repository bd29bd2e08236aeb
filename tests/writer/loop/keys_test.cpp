#include "tests/writer/loop/loop.h"

namespace ledger::test {
namespace {

class Keys : public Loop {
 protected:
  Keys() {
    start();
    sell();
  }
};

TEST_F(Keys, WriterClaimsBeforeItServes) {
  EXPECT_EQ(writer->phase(), Phase::kServing);
  EXPECT_EQ(writer->owner_url(), "http://a");
  const auto history = history_of(log);
  const auto* claim = find<WriterStarted>(history.at(2)->events);
  ASSERT_NE(claim, nullptr);
  EXPECT_EQ(history.at(2)->term, 1U);
  EXPECT_EQ(history.back()->term, 1U);
}

TEST_F(Keys, AnswerComesWithTheAcceptedRecordAndNotBefore) {
  auto answer = send("k1", hold("h1", {"1"}));
  writer->decide(Micros(0));
  EXPECT_FALSE(is_ready(answer));
  writer->settle(Micros(0));
  const auto held = got(answer);
  ASSERT_TRUE(held);
  EXPECT_FALSE(held->replayed);
  EXPECT_EQ(held->sequence, writer->head().sequence);
  EXPECT_EQ(find<PlotHeld>(held->record->events)->hold, HoldId("h1"));
  EXPECT_EQ(recorded("k1"), 1);
  EXPECT_EQ(encode(*history_of(log).back()), encode(*held->record));
}

TEST_F(Keys, SameKeySentTwiceIsDecidedOnce) {
  auto first = send("k1", hold("h1", {"1"}));
  auto second = send("k1", hold("h2", {"1"}));
  run();
  const auto one = got(first);
  const auto two = got(second);
  const auto three = ask("k1", hold("h3", {"1"}));
  ASSERT_TRUE(one && two && three);
  EXPECT_FALSE(one->replayed);
  EXPECT_TRUE(two->replayed);
  EXPECT_TRUE(three->replayed);
  EXPECT_EQ(encode(*one->record), encode(*two->record));
  EXPECT_EQ(encode(*one->record), encode(*three->record));
  EXPECT_EQ(one->sequence, three->sequence);
  EXPECT_EQ(recorded("k1"), 1);
}

TEST_F(Keys, SameKeyWithOtherInputIsRefusedBeforeAndAfterTheAnswer) {
  auto first = send("k1", hold("h1", {"1"}));
  auto waiting = send("k1", hold("h1", {"2"}), "other input");
  run();
  ASSERT_TRUE(got(first));
  for (const auto& refused : {got(waiting), ask("k1", hold("h1", {"2"}), "other input")}) {
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "idempotency-key-reused");
    EXPECT_EQ(refused.error().code, ErrorCode::kMismatch);
  }
  EXPECT_EQ(recorded("k1"), 1);
}

TEST_F(Keys, RefusalIsARecordAndItsRetryGetsItAgain) {
  ASSERT_TRUE(ask("k1", hold("h1", {"1"})));
  const auto refused = ask("k2", hold("h2", {"1"}));
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->record->outcome, Outcome::Refused);
  const auto* why = find<CommandRefused>(refused->record->events);
  EXPECT_EQ(why->reason, "plot-unavailable");
  EXPECT_EQ(why->subjects, std::vector<std::string>{"1"});
  ASSERT_TRUE(ask("k3", release("h1")));
  const auto again = ask("k2", hold("h2", {"1"}));  // the plot is free now, the answer stands
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(encode(*again->record), encode(*refused->record));
  EXPECT_EQ(recorded("k2"), 1);
}

TEST_F(Keys, UnkeyedCommandThatChangesNothingIsNotRecorded) {
  const auto before = *log.end(0);
  const auto answer = ask("", expire());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->record, nullptr);
  EXPECT_EQ(answer->sequence, writer->head().sequence);
  const auto unknown = ask("", release("nobody's"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().reason, "hold-unknown");
  EXPECT_EQ(*log.end(0), before);
}

TEST_F(Keys, AnswerThatDependsOnARecordWaitsForIt) {
  next_fate({Fate::kDelay});
  auto held = send("k1", hold("h1", {"1"}));
  auto nothing = send("", expire());
  run();
  EXPECT_FALSE(is_ready(held));
  EXPECT_FALSE(is_ready(nothing));
  log.release(0);
  run();
  EXPECT_TRUE(got(held));
  EXPECT_EQ(got(nothing)->sequence, writer->head().sequence);
}

TEST_F(Keys, KeyWithoutAnEffectIsRecordedAllTheSame) {
  const auto answer = ask("k1", expire());
  ASSERT_TRUE(answer);
  ASSERT_TRUE(answer->record);
  EXPECT_TRUE(answer->record->events.empty());
  EXPECT_EQ(recorded("k1"), 1);
}

}  // namespace
}  // namespace ledger::test
