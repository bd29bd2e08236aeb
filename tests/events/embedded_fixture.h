#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "events/embedded_log.h"
#include "events/embedded_mark.h"
#include "tests/events/directory.h"
#include "tests/events/log_contract.h"

namespace ledger {

// An embedded log whose partition 1 holds "record 0", "record 1", … with some bytes behind.
class EmbeddedFixture : public testing::Test {
 protected:
  static std::string record(Offset number) {
    std::string bytes = "record " + std::to_string(number) + " ";
    for (unsigned i = 0; i < 24; ++i) bytes += static_cast<char>('!' + (number * 31 + i * 7) % 90);
    return bytes;
  }

  void create() { log_ = EmbeddedLog::create(dir_, 2).value(); }

  // Appends the next `count` records, each in a write of its own.
  void append(Offset count) {
    const auto appender = log_->appender(1);
    for (Offset i = 0; i < count; ++i) {
      appender->append(batch_of({record(log_->end(1).value())}));
      ASSERT_EQ(reports(*appender, 1, seconds(30)).size(), 1U);
    }
  }

  void wait_for_mark() {
    const Offset end = log_->end(1).value();
    while (read_mark(dir_).value().partitions[1].end < end) std::this_thread::yield();
  }

  void close() {
    ASSERT_TRUE(log_->close());
    log_.reset();
  }

  // The records of partition 1; all of them must be what was written.
  static Offset whole_records(EventLog& log) {
    const Offset end = log.end(1).value();
    const auto reader = log.reader(1, 0);
    for (Offset next = 0; next < end;) {
      const auto some = reader->read(1000, Micros(0));
      if (!some || some->empty()) {
        ADD_FAILURE() << "no record " << next << ": " << (some ? "" : some.error().message);
        return next;
      }
      for (const auto& one : *some) EXPECT_EQ(one.bytes, record(next++));
    }
    return end;
  }

  // A write-ahead log up to its records' end: what lies behind was written ahead.
  static std::string without_tail(std::string log) {
    log.resize(log.find_last_not_of('\0') + 1);
    return log;
  }

  // What opening `dir` says: the number of records, or the error.
  static Result<Offset> opened(const std::string& dir) {
    auto log = EmbeddedLog::open(dir);
    if (!log) return fail(log.error());
    return whole_records(**log);
  }

  TestDirectory directory_;
  const std::string dir_ = directory_.path("log");
  const std::string copy_ = directory_.path("copy");
  std::unique_ptr<EmbeddedLog> log_;
};

}  // namespace ledger
