#include "events/memory_log.h"

#include <gtest/gtest.h>

#include "tests/events/log_contract.h"

namespace ledger {
namespace {

class MemoryLogUnderTest final : public LogUnderTest {
 public:
  explicit MemoryLogUnderTest(Partition partitions) : log_(partitions) {}

  EventLog& log() override { return log_; }

  void reopen() override {}  // it outlives the processes of a test

 private:
  MemoryLog log_;
};

INSTANTIATE_TEST_SUITE_P(Memory, LogContract,
                         testing::Values(LogBackend{"memory",
                                                    [](Partition partitions) {
                                                      return std::make_unique<MemoryLogUnderTest>(
                                                          partitions);
                                                    }}),
                         backend_name);

std::vector<std::string> all(MemoryLog& log) {
  std::vector<std::string> found;
  const auto records = log.reader(0, 0)->read(100, Micros(0)).value();
  for (const auto& record : records) found.push_back(record.bytes);
  return found;
}

using Texts = std::vector<std::string>;

// Deals `fate` to the record "bad", and delivers all others.
FateOf only_bad(Fate fate) {
  return [fate](Partition, const std::string& record) { return record == "bad" ? fate : Fate{}; };
}

TEST(MemoryLogFaults, ALostAcknowledgementLeavesTheRecordAndBreaksTheAppender) {
  MemoryLog log(1);
  log.decide_fates(only_bad({Fate::kLoseAck}));
  const auto appender = log.appender(0);
  appender->append(batch_of({"a", "bad", "c"}));
  const auto delivered = appender->delivered(Micros(0));
  ASSERT_EQ(delivered.size(), 3U);
  EXPECT_EQ(delivered[0].value(), 0);
  EXPECT_EQ(delivered[1].error().code, ErrorCode::kUnknown);
  EXPECT_EQ(delivered[2].error().code, ErrorCode::kUnknown);
  EXPECT_EQ(all(log), (Texts{"a", "bad"}));
}

TEST(MemoryLogFaults, AFailedDeliveryLeavesNothingAndANewAppenderGoesOn) {
  MemoryLog log(1);
  log.decide_fates(only_bad({Fate::kFail}));
  auto appender = log.appender(0);
  appender->append(batch_of({"a", "bad", "c"}));
  EXPECT_EQ(appender->delivered(Micros(0)).back().error().code, ErrorCode::kUnknown);
  appender = log.appender(0);
  appender->append(batch_of({"d"}));
  EXPECT_EQ(appender->delivered(Micros(0)).at(0).value(), 1);
  EXPECT_EQ(all(log), (Texts{"a", "d"}));
}

TEST(MemoryLogFaults, AnotherWritersRecordMayLandJustBefore) {
  MemoryLog log(1);
  log.decide_fates(only_bad({Fate::kDeliver, "foreign"}));
  const auto appender = log.appender(0);
  appender->append(batch_of({"a", "bad"}));
  EXPECT_EQ(appender->delivered(Micros(0)).back().value(), 2);
  EXPECT_EQ(all(log), (Texts{"a", "foreign", "bad"}));
}

TEST(MemoryLogFaults, DelayedRecordsKeepTheirOrderAndLandWhenReleased) {
  MemoryLog log(1);
  log.decide_fates(only_bad({Fate::kDelay}));
  const auto appender = log.appender(0);
  appender->append(batch_of({"a", "bad", "c"}));
  EXPECT_EQ(appender->delivered(Micros(0)).size(), 1U);
  EXPECT_EQ(log.delayed(0), 2U);
  log.release(0, 1);
  EXPECT_EQ(all(log), (Texts{"a", "bad"}));
  log.release(0);
  EXPECT_EQ(appender->delivered(Micros(0)).size(), 2U);
  EXPECT_EQ(all(log), (Texts{"a", "bad", "c"}));
}

TEST(MemoryLogFaults, ADelayedRecordLandsAlthoughItsWriterIsGone) {
  MemoryLog log(1);
  log.decide_fates(only_bad({Fate::kDelay}));
  log.appender(0)->append(batch_of({"bad"}));
  log.insert(0, "successor's");
  log.release(0);
  EXPECT_EQ(all(log), (Texts{"successor's", "bad"}));
}

TEST(MemoryLogFaults, ATailCanBeLostAndARecordChanged) {
  MemoryLog log(1);
  for (const char* record : {"a", "b", "c"}) log.insert(0, record);
  log.drop_tail(0, 2);
  log.change(0, 0, "A");
  EXPECT_EQ(all(log), (Texts{"A", "b"}));
  EXPECT_EQ(log.end(0).value(), 2);
}

TEST(MemoryLogFaults, ReadsCanBeRefusedForAWhile) {
  MemoryLog log(1);
  log.insert(0, "a");
  log.refuse_reads(Error{ErrorCode::kUnavailable, "log-unavailable", "away"});
  EXPECT_EQ(log.reader(0, 0)->read(1, Micros(0)).error().reason, "log-unavailable");
  EXPECT_EQ(log.end(0).error().code, ErrorCode::kUnavailable);
  log.refuse_reads(std::nullopt);
  EXPECT_EQ(all(log), Texts{"a"});
}

}  // namespace
}  // namespace ledger
