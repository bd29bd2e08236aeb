#include "projectors/applied_head.h"

#include <utility>

#include <gtest/gtest.h>

#include "events/hash.h"
#include "events/memory_log.h"

namespace ledger {
namespace {

// Names an old end the first time it is asked, as a broker does that slept meanwhile.
class SleepyLog final : public EventLog {
 public:
  explicit SleepyLog(EventLog& real) : real_(real) {}

  [[nodiscard]] Partition partitions() const override { return real_.partitions(); }

  Result<Offset> end(Partition partition) override {
    if (std::exchange(sleepy_, false)) return 1;
    return real_.end(partition);
  }

  std::unique_ptr<LogReader> reader(Partition partition, Offset from) override {
    return real_.reader(partition, from);
  }

  std::unique_ptr<LogAppender> appender(Partition partition) override {
    return real_.appender(partition);
  }

  KeyStore& keys() override { return real_.keys(); }

  DocumentStore& documents() override { return real_.documents(); }

 private:
  EventLog& real_;
  bool sleepy_ = true;
};

class AppliedHead : public testing::Test {
 protected:
  AppliedHead() {
    for (const auto* record : {"one", "two", "three"}) real.insert(0, record);
    applied.offset = 2;
    applied.head.sequence = 3;
    applied.head.hash = sha256("three");
  }

  MemoryLog real{1};
  SleepyLog log{real};
  Applied applied;
};

TEST_F(AppliedHead, EndThatIsTooEarlyForAMomentIsAskedForAgain) {
  EXPECT_TRUE(check_applied_head(log, 0, applied));
}

TEST_F(AppliedHead, EndThatIsTooEarlyIsToldWhereNobodyWaits) {
  const auto told = check_applied_head(log, 0, applied, Micros(0));
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().reason, "log-shorter-than-applied");
}

}  // namespace
}  // namespace ledger
