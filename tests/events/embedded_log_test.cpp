#include "events/embedded_log.h"

#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "events/hash.h"
#include "tests/events/embedded_fixture.h"

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

using EmbeddedDirectory = EmbeddedFixture;

TEST_F(EmbeddedDirectory, IsCreatedOnlyWhereNothingIs) {
  create();
  close();
  EXPECT_EQ(EmbeddedLog::create(dir_, 2).error().reason, "log-exists");
  std::filesystem::create_directory(copy_);
  write_bytes(copy_ + "/letter", "someone else's");
  EXPECT_EQ(EmbeddedLog::create(copy_, 2).error().reason, "directory-not-empty");
  EXPECT_EQ(bytes_of(copy_ + "/letter"), "someone else's");
}

TEST_F(EmbeddedDirectory, IsFoundedAgainWhereFoundingWasInterrupted) {
  create();
  close();
  std::filesystem::remove(dir_ + "/mark");  // written last
  create();
  append(3);
  close();
  EXPECT_EQ(opened(dir_).value(), 3);
}

TEST_F(EmbeddedDirectory, WithoutALogIsSaidToHaveNone) {
  EXPECT_EQ(EmbeddedLog::open(dir_).error().reason, "log-missing");
}

TEST_F(EmbeddedDirectory, F9IsHeldByOneWriterWhoIsNamed) {
  create();
  const auto error = EmbeddedLog::open(dir_).error();
  EXPECT_EQ(error.code, ErrorCode::kConflict);
  EXPECT_EQ(error.reason, "log-locked");
  EXPECT_NE(error.message.find("process " + std::to_string(getpid()) + " since 2"),
            std::string::npos)
      << error.message;
  append(1);
  close();
  EXPECT_EQ(opened(dir_).value(), 1);
}

TEST_F(EmbeddedDirectory, HasEmptyWriteAheadLogsAfterClosing) {
  create();
  append(100);
  EXPECT_FALSE(files_of(dir_, ".log").empty());
  close();
  EXPECT_TRUE(files_of(dir_, ".log").empty());
  EXPECT_TRUE(read_mark(dir_).value().clean);
}

TEST_F(EmbeddedDirectory, HoldsNoByteOfAShreddedKey) {
  const std::string in_log = "WRAPPED-KEY-IN-THE-WRITE-AHEAD-LOG-0123456789";
  const std::string in_table = "WRAPPED-KEY-IN-A-TABLE-0123456789";
  create();
  ASSERT_TRUE(log_->keys().put({PersonId("b"), in_table}));
  for (const char* other : {"a", "c"}) ASSERT_TRUE(log_->keys().put({PersonId(other), "kept"}));
  close();
  log_ = EmbeddedLog::open(dir_).value();
  const auto appender = log_->appender(1);
  appender->append({{record(0), {{PersonId("b2"), in_log}}}});
  ASSERT_EQ(reports(*appender, 1, seconds(30)).size(), 1U);
  EXPECT_EQ(files_with(dir_, in_log).size(), 1U);
  EXPECT_EQ(files_with(dir_, in_table).size(), 1U);

  ASSERT_TRUE(log_->keys().shred(PersonId("b")));
  EXPECT_TRUE(files_with(dir_, in_table).empty());
  EXPECT_EQ(log_->keys().key(PersonId("b2")).value(), in_log);
  ASSERT_TRUE(log_->keys().shred(PersonId("b2")));
  EXPECT_TRUE(files_with(dir_, in_log).empty());
  EXPECT_EQ(log_->keys().key(PersonId("a")).value(), "kept");
  EXPECT_EQ(log_->keys().key(PersonId("c")).value(), "kept");
  EXPECT_EQ(whole_records(*log_), 1);
}

TEST_F(EmbeddedDirectory, StaysTidyHoweverOftenAKeyIsShredded) {
  create();
  for (int i = 0; i < 120; ++i) {
    append(1);
    ASSERT_TRUE(log_->keys().shred(PersonId("p")));
  }
  EXPECT_LT(files_of(dir_, ".sst").size(), 24U);
  EXPECT_EQ(whole_records(*log_), 120);
  close();
  EXPECT_EQ(opened(dir_).value(), 120);
}

using EmbeddedBeside = EmbeddedFixture;

TEST_F(EmbeddedBeside, SeesWhatTheWriterAcknowledgedAndFollows) {
  create();
  append(10);
  const auto beside = EmbeddedLog::open_beside(dir_, directory_.path("scratch")).value();
  EXPECT_EQ(whole_records(*beside), 10);
  const auto reader = beside->reader(1, 10);
  append(5);
  EXPECT_EQ(reader->read(100, seconds(30)).value().size(), 5U);
  ASSERT_TRUE(log_->keys().put({PersonId("p"), "wrapped"}));
  ASSERT_TRUE(log_->keys().shred(PersonId("q")));  // writes all to tables
  append(5);
  EXPECT_EQ(beside->end(1).value(), 20);
  EXPECT_EQ(whole_records(*beside), 20);
  EXPECT_EQ(beside->keys().key(PersonId("p")).value(), "wrapped");
}

TEST_F(EmbeddedBeside, WorksWithoutAWriterAndChangesNothing) {
  create();
  append(10);
  const std::string text = "a document";
  const Digest digest(hex(sha256(text)));
  ASSERT_TRUE(log_->documents().put(digest, text));
  close();
  const auto before = files_of(dir_, "");
  const auto beside = EmbeddedLog::open_beside(dir_, directory_.path("scratch")).value();
  EXPECT_EQ(whole_records(*beside), 10);
  EXPECT_EQ(beside->documents().get(digest).value(), text);
  EXPECT_EQ(beside->partitions(), 2U);
  EXPECT_EQ(files_of(dir_, ""), before);
  EXPECT_EQ(opened(dir_).value(), 10);  // and holds nobody up
}

TEST_F(EmbeddedBeside, WritesNothing) {
  create();
  const auto beside = EmbeddedLog::open_beside(dir_, directory_.path("scratch")).value();
  EXPECT_THROW(beside->appender(1), std::logic_error);
  EXPECT_FALSE(beside->keys().put({PersonId("p"), "wrapped"}));
  EXPECT_FALSE(beside->documents().put(Digest(hex(sha256("x"))), "x"));
}

TEST_F(EmbeddedBeside, MissesNoAcknowledgedRecordInSilence) {
  create();
  append(10);
  wait_for_mark();
  copy_directory(dir_, copy_);
  const auto wal = files_of(copy_, ".log").back();
  std::filesystem::resize_file(wal, without_tail(bytes_of(wal)).size() - 1);
  const auto beside = EmbeddedLog::open_beside(copy_, directory_.path("scratch"));
  ASSERT_FALSE(beside);
  EXPECT_EQ(beside.error().reason, "acknowledged-records-missing");
}

}  // namespace
}  // namespace ledger
