#include "tests/writer/loop/loop.h"

namespace ledger::test {
namespace {

class Limits : public Loop {};

TEST_F(Limits, FullQueueRefusesAndLosesNothing) {
  start({.queue = 3});
  std::vector<Answered> answers;
  for (int i = 0; i < 3; ++i) answers.push_back(send("k" + std::to_string(i), release("h")));
  auto one_more = send("k9", release("h"));
  const auto refused = got(one_more);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "queue-full");
  EXPECT_GT(refused.error().retry_after_s, 0U);
  auto joined = send("k0", release("h"));  // takes no place
  run();
  for (auto& answer : answers) EXPECT_TRUE(got(answer));
  EXPECT_TRUE(got(joined));
  EXPECT_TRUE(ask("k9", release("h")));
  EXPECT_EQ(recorded("k9"), 1);
}

TEST_F(Limits, AtMost1024RecordsAreInFlight) {
  start();
  log.decide_fates([](Partition, const std::string&) { return Fate{Fate::kDelay}; });
  std::vector<Answered> answers;
  for (int i = 0; i < 1'100; ++i) answers.push_back(send("k" + std::to_string(i), release("h")));
  run(20);
  EXPECT_EQ(log.delayed(0), 1'024U);
  log.decide_fates({});
  log.release(0);
  run(20);
  for (auto& answer : answers) EXPECT_TRUE(got(answer));
  EXPECT_EQ(writer->head().term, 1U);
}

TEST_F(Limits, RecordLargerThanTheLogTakesIsRefusedAndTheNextIsServed) {
  start();
  sell();
  auto command = hold("h1", {"1"});
  command.contact.box.resize(600 * 1024);
  const auto refused = ask("k1", std::move(command));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "record-too-large");
  EXPECT_EQ(recorded("k1"), 0);
  EXPECT_EQ(ask("k2", hold("h2", {"1"}))->record->outcome, Outcome::Accepted);
}

TEST_F(Limits, LogThatCannotBeReachedIsWaitedFor) {
  log.refuse_reads(Error{ErrorCode::kUnavailable, "log-unavailable", ""});
  start();
  EXPECT_EQ(writer->phase(), Phase::kFollowing);
  auto waiting = send("k1", release("h"));
  run();
  EXPECT_FALSE(is_ready(waiting));
  log.refuse_reads({});
  run();
  EXPECT_TRUE(got(waiting));
}

}  // namespace
}  // namespace ledger::test
