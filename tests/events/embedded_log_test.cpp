#include "events/embedded_log.h"

#include <gtest/gtest.h>

#include "tests/events/directory.h"
#include "tests/events/log_contract.h"

namespace ledger {
namespace {

class EmbeddedLogUnderTest final : public LogUnderTest {
 public:
  explicit EmbeddedLogUnderTest(Partition partitions)
      : log_(EmbeddedLog::create(directory_.path("log"), partitions).value()) {}

  EventLog& log() override { return *log_; }

  void reopen() override {
    ASSERT_TRUE(log_->close());
    log_.reset();
    log_ = EmbeddedLog::open(directory_.path("log")).value();
  }

 private:
  TestDirectory directory_;
  std::unique_ptr<EmbeddedLog> log_;
};

INSTANTIATE_TEST_SUITE_P(Embedded, LogContract,
                         testing::Values(LogBackend{"embedded",
                                                    [](Partition partitions) {
                                                      return std::make_unique<EmbeddedLogUnderTest>(
                                                          partitions);
                                                    }}),
                         backend_name);

}  // namespace
}  // namespace ledger
