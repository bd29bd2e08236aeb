// Write-ahead logs that are written ahead of themselves: what lies behind the records is zero.

#include "events/rocks_ahead.h"

#include <gtest/gtest.h>

#include "events/rocks_files.h"
#include "events/rocks_wal.h"
#include "tests/events/embedded_fixture.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSector = 512;

class LogAhead : public EmbeddedFixture {
 protected:
  void append_bytes(Partition partition, const std::string& bytes) {
    const auto appender = log_->appender(partition);
    appender->append(batch_of({bytes}));
    ASSERT_EQ(reports(*appender, 1, seconds(30)).size(), 1U);
  }

  // A record of several sectors.
  void append_long() { append_bytes(1, std::string(2300, 'l')); }

  // Where the last record ends.
  [[nodiscard]] std::size_t end() const { return without_tail(bytes_of(wal())).size(); }

  [[nodiscard]] std::string wal() const { return files_of(dir_, ".log").back(); }
};

TEST_F(LogAhead, TheFileDoesNotGrowWithEachRecord) {
  create();
  append(1);
  const auto size = fs::file_size(wal());
  append(100);
  EXPECT_EQ(fs::file_size(wal()), size);
  EXPECT_LT(end(), size);
  while (fs::file_size(wal()) == size) append_long();
  EXPECT_FALSE(find_wal_damage(bytes_of(wal())));
}

TEST_F(LogAhead, WhatACrashLeavesOpensWithEveryRecord) {
  create();
  append(25);
  copy_directory(dir_, copy_);
  EXPECT_TRUE(check_files(copy_, false));
  EXPECT_EQ(opened(copy_).value(), 25);
}

TEST_F(LogAhead, ALargeRecordGrowsTheFileAndSmallOnesFollow) {
  create();
  append(3);
  append_bytes(0, std::string(600'000, 'l'));
  append(3);
  copy_directory(dir_, copy_);
  EXPECT_TRUE(check_files(copy_, false));
  EXPECT_EQ(opened(copy_).value(), 6);
}

// The log that looks on reads a block's rest as soon as something is written there, over and over.
TEST_F(LogAhead, WhoLooksOnMissesNothing) {
  create();
  append(1);
  const auto beside = EmbeddedLog::open_beside(dir_, directory_.path("scratch")).value();
  for (Offset end = 1; end < 2000; end = log_->end(1).value()) {
    ASSERT_EQ(beside->end(1).value(), end);
    append(end % 97);  // several blocks in all, and each end of a block in another place
    append(1);
  }
  EXPECT_EQ(whole_records(*beside), log_->end(1).value());
}

// Power goes while the last record is written over zeros: any of its sectors may be missing.
TEST_F(LogAhead, F32ARecordThatLandedInPartIsDroppedWhicheverPartItWas) {
  create();
  append(9);
  wait_for_mark();
  const std::string mark = bytes_of(dir_ + "/mark");
  const std::string before = bytes_of(wal());
  append_long();
  const std::string after = bytes_of(wal());
  const auto name = fs::path(wal()).filename().string();
  const auto pristine = directory_.path("pristine");
  copy_directory(dir_, pristine);
  const auto first = without_tail(before).size() / kSector;
  const auto sectors = without_tail(after).size() / kSector + 1 - first;
  ASSERT_GE(sectors, 5U);
  const unsigned all = (1U << sectors) - 1;
  for (unsigned landed = 0; landed < all; ++landed) {
    std::string bytes = before;
    for (std::size_t i = 0; i < sectors; ++i) {
      const auto at = (first + i) * kSector;
      if ((landed >> i & 1U) != 0) bytes.replace(at, kSector, after, at, kSector);
    }
    copy_directory(pristine, copy_);
    write_bytes(copy_ + "/mark", mark);
    write_bytes(copy_ + "/" + name, bytes);
    EXPECT_EQ(opened(copy_), Result<Offset>(9)) << "sectors " << landed;
  }
}

TEST_F(LogAhead, F33AFlippedByteOfTheLastRecordIsNamedThoughZerosFollow) {
  create();
  append(2);
  const auto begin = end();
  append_long();
  const auto whole = bytes_of(wal());
  const auto behind = without_tail(whole).size();
  for (auto place = begin; place < behind; ++place) {
    std::string flipped = whole;
    flipped[place] = static_cast<char>(flipped[place] ^ 0x21);
    const auto found = find_wal_damage(flipped);
    ASSERT_TRUE(found) << place;
    EXPECT_FALSE(found->torn) << place;
    EXPECT_EQ(found->offset, begin);
  }
}

TEST_F(LogAhead, F33AByteAmongTheZerosIsNamed) {
  create();
  append(2);
  const auto whole = bytes_of(wal());
  for (auto place = end(); place < 2000; ++place) {
    std::string flipped = whole;
    flipped[place] = 1;
    const auto found = find_wal_damage(flipped);
    ASSERT_TRUE(found) << place;
    EXPECT_FALSE(found->torn) << place;
  }
}

// Fewer than seven bytes are left in the block, no fragment fits, and nothing follows yet.
TEST_F(LogAhead, F33AByteInABlocksPaddingIsNamedThoughNothingFollows) {
  create();
  const auto before = end();
  append_bytes(0, std::string(200, 'p'));
  const auto frame = end() - before - 200;
  const auto left = [this] { return kWalBlock - end() % kWalBlock; };
  while (left() > 1000) append_bytes(0, std::string(200, 'p'));
  append_bytes(0, std::string(left() - frame - 3, 'p'));
  ASSERT_EQ(left(), 3U);
  auto bytes = bytes_of(wal());
  bytes[end() + 1] = 1;
  const auto found = find_wal_damage(bytes);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->torn);
  EXPECT_EQ(found->offset, end());
}

TEST_F(LogAhead, ALogClosedInOrderEndsWithItsRecords) {
  create();
  append(5);
  ASSERT_TRUE(
      log_->keys().shred(PersonId("p")));  // writes all of it to tables: the next log begins
  append(5);
  close();
  for (const auto& path : files_of(dir_, ".log")) {
    EXPECT_EQ(without_tail(bytes_of(path)).size(), fs::file_size(path)) << path;
  }
}

}  // namespace
}  // namespace ledger
