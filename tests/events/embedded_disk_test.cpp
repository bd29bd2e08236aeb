// A disk that fails, is full, or loses power under a writing log.

#include <gtest/gtest.h>

#include "tests/events/embedded_fixture.h"
#include "tests/events/faulty_disk.h"

namespace ledger {
namespace {

class EmbeddedDisk : public EmbeddedFixture {
 protected:
  void TearDown() override { log_.reset(); }  // before its disk

  void create() { log_ = EmbeddedLog::create(dir_, 2, env_.get()).value(); }

  // Appends one record; its report.
  Result<Offset> append_one(LogAppender& appender) {
    appender.append(batch_of({record(log_->end(1).value())}));
    return appender.delivered(seconds(30)).at(0);
  }

  void reopen() {
    log_.reset();
    log_ = EmbeddedLog::open(dir_, env_.get()).value();
  }

  std::shared_ptr<FaultyDisk> disk_ = std::make_shared<FaultyDisk>();
  std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(disk_);
};

TEST_F(EmbeddedDisk, F37NothingIsAcknowledgedAfterAFailedSync) {
  create();
  append(5);
  disk_->fail_sync(1);
  auto appender = log_->appender(1);
  EXPECT_EQ(append_one(*appender).error().code, ErrorCode::kUnknown);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(append_one(*appender).error().code,
              ErrorCode::kUnavailable);  // although syncs work now
  }
  EXPECT_FALSE(append_one(*log_->appender(0)));
  EXPECT_EQ(log_->end(1).value(), 5);
  EXPECT_EQ(whole_records(*log_), 5);
  appender.reset();
  EXPECT_EQ(log_->close().error().reason, "log-failed");
  reopen();
  EXPECT_GE(whole_records(*log_), 5);  // the record of unknown outcome may be there or not
  append(1);
}

TEST_F(EmbeddedDisk, F37EveryRecordInFlightIsReported) {
  create();
  disk_->fail_sync(3);
  const auto appender = log_->appender(1);
  for (Offset i = 0; i < 100; ++i) appender->append(batch_of({record(i), record(i)}));
  std::vector<Result<Offset>> all;
  while (all.size() < 200) {
    auto some = appender->delivered(seconds(30));
    ASSERT_FALSE(some.empty());
    for (auto& one : some) all.push_back(std::move(one));
  }
  const auto failed = std::find_if(all.begin(), all.end(), [](auto& one) { return !one; });
  if (failed == all.end()) return;  // all of it was taken in fewer than three writes
  EXPECT_EQ(failed->error().code, ErrorCode::kUnknown);
  EXPECT_TRUE(std::none_of(failed, all.end(), [](auto& one) { return one.has_value(); }));
}

TEST_F(EmbeddedDisk, F35AFullDiskFailsTheAppendAndWithSpaceAgainTheLogGoesOn) {
  create();
  append(5);
  disk_->set_full(true);
  auto appender = log_->appender(1);
  const auto failed = append_one(*appender);
  EXPECT_EQ(failed.error().code, ErrorCode::kUnknown);
  EXPECT_EQ(failed.error().reason, "disk-full");
  EXPECT_EQ(append_one(*appender).error().reason, "disk-full");
  EXPECT_EQ(log_->keys().put({PersonId("p"), "wrapped"}).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(whole_records(*log_), 5);
  appender.reset();
  EXPECT_FALSE(log_->close());
  EXPECT_FALSE(EmbeddedLog::open(dir_, env_.get()));
  disk_->set_full(false);
  reopen();
  EXPECT_EQ(whole_records(*log_), 5);
  append(5);
  reopen();
  EXPECT_EQ(whole_records(*log_), 10);
}

TEST_F(EmbeddedDisk, F42APowerCutLosesNothingThatWasAcknowledged) {
  for (int cut = 1; cut <= 12; ++cut) {
    std::filesystem::remove_all(dir_);
    create();
    disk_->cut_power_at_sync(cut);
    auto appender = log_->appender(1);
    Offset acknowledged = 0;
    for (Offset next = 0; !disk_->without_power(); ++next) {
      if (next % 3 == 2) (void)log_->keys().shred(PersonId("p"));  // tables are written in between
      appender->append(batch_of({record(next)}));
      const auto report = appender->delivered(seconds(30)).at(0);
      if (report) acknowledged = *report + 1;
    }
    appender.reset();
    log_.reset();
    disk_->lose_unsynced();
    reopen();
    EXPECT_GE(whole_records(*log_), acknowledged);
    append(1);
    log_.reset();
  }
}

}  // namespace
}  // namespace ledger
