#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "events/log.h"

namespace ledger {

// One log under test, which can be closed and opened again as a restarted process would.
class LogUnderTest {
 public:
  virtual ~LogUnderTest() = default;
  virtual EventLog& log() = 0;
  virtual void reopen() = 0;
};

struct LogBackend {
  std::string name;
  std::function<std::unique_ptr<LogUnderTest>(Partition partitions)> make;
};

// What every EventLog promises. A backend joins with
//   INSTANTIATE_TEST_SUITE_P(Kafka, LogContract, testing::Values(LogBackend{…}), backend_name);
// and log_contract.cpp linked in.
class LogContract : public testing::TestWithParam<LogBackend> {
 protected:
  void SetUp() override { under_test_ = GetParam().make(kPartitions); }

  EventLog& log() { return under_test_->log(); }

  void reopen() { under_test_->reopen(); }

  // Appends and waits for all; the offsets, in order.
  std::vector<Offset> append(Partition partition, const std::vector<std::string>& records);

  // All records of the partition from `from` up to its end.
  std::vector<std::string> all(Partition partition, Offset from = 0);

  // One record, waited for.
  Result<StoredRecord> fetched(Partition partition, Offset offset);

  static constexpr Partition kPartitions = 3;
  static constexpr Micros kPatience = seconds(30);

 private:
  std::unique_ptr<LogUnderTest> under_test_;
};

std::string backend_name(const testing::TestParamInfo<LogBackend>& info);

std::vector<Append> batch_of(const std::vector<std::string>& records);

// Waits until `count` records are reported; stops at the first failure, which is then the last.
std::vector<Result<Offset>> reports(LogAppender& appender, std::size_t count, Micros patience);

}  // namespace ledger
