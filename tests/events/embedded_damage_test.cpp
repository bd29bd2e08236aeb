// What a crash, a bad disk or a hand can do to a log's directory, and what opening it then says.

#include <thread>

#include <gtest/gtest.h>

#include "events/rocks_files.h"
#include "tests/events/embedded_fixture.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

class EmbeddedDamage : public EmbeddedFixture {
 protected:
  // A directory as a crash leaves it: nine records acknowledged and marked, the tenth written a
  // moment before, so that the mark does not know of it.
  void crash_after_tenth() {
    create();
    append(9);
    wait_for_mark();
    const std::string mark = bytes_of(dir_ + "/mark");
    wal_ = files_of(dir_, ".log").back();
    before_tenth_ = without_tail(bytes_of(wal_)).size();
    append(1);
    copy_directory(dir_, copy_);
    write_bytes(copy_ + "/mark", mark);
    wal_ = copy_ + "/" + fs::path(wal_).filename().string();
    whole_ = without_tail(bytes_of(wal_));
    pristine_ = directory_.path("pristine");
    copy_directory(copy_, pristine_);
  }

  // The crashed directory, its write-ahead log holding `bytes`.
  Result<Offset> opened_with(const std::string& bytes) {
    copy_directory(pristine_, copy_);
    write_bytes(wal_, bytes);
    return opened(copy_);
  }

  std::string wal_;
  std::string whole_;
  std::string pristine_;
  std::size_t before_tenth_ = 0;
};

TEST_F(EmbeddedDamage, F32ATornLastRecordIsDroppedWhereverItWasCut) {
  crash_after_tenth();
  ASSERT_GT(whole_.size(), before_tenth_ + 60);
  for (std::size_t cut = before_tenth_; cut < whole_.size(); ++cut) {
    EXPECT_EQ(opened_with(whole_.substr(0, cut)), Result<Offset>(9)) << "cut at " << cut;
  }
  EXPECT_EQ(opened_with(whole_), Result<Offset>(10));
}

TEST_F(EmbeddedDamage, F32ALastRecordOfWhichOnlyZerosReachedTheDiskIsDropped) {
  crash_after_tenth();
  std::string zeroed = whole_;
  std::fill(zeroed.begin() + static_cast<std::ptrdiff_t>(before_tenth_), zeroed.end(), '\0');
  EXPECT_EQ(opened_with(zeroed), Result<Offset>(9));
  EXPECT_EQ(opened_with(whole_ + std::string(5000, '\0')), Result<Offset>(10));
}

TEST_F(EmbeddedDamage, F34CutOffAcknowledgedRecordsAreMissedByNumber) {
  create();
  append(10);
  wait_for_mark();
  copy_directory(dir_, copy_);
  const auto wal = files_of(copy_, ".log").back();
  const auto end = without_tail(bytes_of(wal)).size();
  fs::resize_file(wal, end - 100);  // a part of the ninth record, and the tenth
  const auto error = opened(copy_).error();
  EXPECT_EQ(error.code, ErrorCode::kCorrupt);
  EXPECT_EQ(error.reason, "acknowledged-records-missing");
  EXPECT_EQ(error.message, "partition 1: acknowledged records 8..9 are missing");
}

TEST_F(EmbeddedDamage, F34LooksBeforeItChangesAnything) {
  create();
  append(10);
  wait_for_mark();
  copy_directory(dir_, copy_);
  const auto wal = files_of(copy_, ".log").back();
  const std::string whole = bytes_of(wal);
  fs::resize_file(wal, without_tail(whole).size() - 1);
  EXPECT_FALSE(opened(copy_));
  EXPECT_FALSE(opened(copy_));
  write_bytes(wal, whole);  // found again, say in a backup
  EXPECT_EQ(opened(copy_).value(), 10);
}

TEST_F(EmbeddedDamage, F33DamageWithinTheWriteAheadLogIsRefusedWithItsPlace) {
  crash_after_tenth();
  for (std::size_t place = 0; place < whole_.size(); place += 7) {
    std::string flipped = whole_;
    flipped[place] = static_cast<char>(flipped[place] ^ 0x10);
    for (const auto& bytes : {flipped, flipped + std::string(5000, '\0')}) {
      const auto result = opened_with(bytes);
      ASSERT_FALSE(result) << "byte " << place;
      EXPECT_EQ(result.error().reason, "file-damaged");
      EXPECT_NE(result.error().message.find(wal_), std::string::npos) << result.error().message;
      EXPECT_NE(result.error().message.find("at byte "), std::string::npos);
    }
  }
}

TEST_F(EmbeddedDamage, F33ADamagedTableIsNotServed) {
  create();
  append(2000);
  close();
  const auto tables = files_of(dir_, ".sst");
  const auto largest = *std::max_element(tables.begin(), tables.end(), [](auto& a, auto& b) {
    return fs::file_size(a) < fs::file_size(b);
  });
  std::string bytes = bytes_of(largest);
  bytes[bytes.size() / 3] = static_cast<char>(bytes[bytes.size() / 3] ^ 1);
  write_bytes(largest, bytes);
  const auto log = EmbeddedLog::open(dir_).value();
  const auto reader = log->reader(1, 0);
  Result<std::vector<StoredRecord>> some;
  Offset good = 0;
  while ((some = reader->read(100, Micros(0))) && !some->empty()) {
    for (const auto& one : *some) EXPECT_EQ(one.bytes, record(good++));
  }
  ASSERT_FALSE(some);
  EXPECT_EQ(some.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(some.error().message.find("partition 1 offset "), std::string::npos);
  EXPECT_LT(good, 2000);
}

TEST_F(EmbeddedDamage, F34AnotherRecordInTheMarkedPlaceIsNoticed) {
  create();
  append(5);
  close();
  auto mark = read_mark(dir_).value();
  mark.partitions[1].last.bytes[0] ^= 1U;
  ASSERT_TRUE(write_mark(dir_, mark));
  const auto error = opened(dir_).error();
  EXPECT_EQ(error.reason, "acknowledged-records-missing");
  EXPECT_EQ(error.message,
            "partition 1: acknowledged records 4..4 are not those that were written");
}

TEST_F(EmbeddedDamage, F41ABackupOlderThanItsMarkIsNoticed) {
  create();
  append(5);
  close();
  copy_directory(dir_, copy_);
  log_ = EmbeddedLog::open(dir_).value();
  append(3);
  close();
  write_bytes(copy_ + "/mark", bytes_of(dir_ + "/mark"));
  EXPECT_EQ(opened(copy_).error().message, "partition 1: acknowledged records 5..7 are missing");
}

TEST_F(EmbeddedDamage, ADamagedMarkIsRefusedByNameWhicheverByteItIs) {
  create();
  append(5);
  close();
  const std::string whole = bytes_of(dir_ + "/mark");
  for (std::size_t place = 0; place < whole.size(); ++place) {
    std::string flipped = whole;
    flipped[place] = static_cast<char>(flipped[place] ^ 4);
    write_bytes(dir_ + "/mark", flipped);
    EXPECT_EQ(read_mark(dir_).error().reason, "mark-damaged") << place;
  }
  EXPECT_EQ(opened(dir_).error().reason, "mark-damaged");
  write_bytes(dir_ + "/mark", whole.substr(0, whole.size() - 1));
  EXPECT_EQ(opened(dir_).error().reason, "mark-damaged");
  fs::remove(dir_ + "/mark");
  EXPECT_EQ(opened(dir_).error().reason, "mark-missing");
  write_bytes(dir_ + "/mark", whole);
  EXPECT_EQ(opened(dir_).value(), 5);
}

TEST_F(EmbeddedDamage, F40AMissingFileIsRefused) {
  create();
  append(50);
  close();
  std::vector<std::string> needed = files_of(dir_, ".sst");
  needed.push_back(dir_ + "/CURRENT");
  for (const auto& path : files_of(dir_, "")) {
    if (path.find("MANIFEST") != std::string::npos) needed.push_back(path);
  }
  for (const auto& path : needed) {
    copy_directory(dir_, copy_);
    fs::remove(copy_ + "/" + fs::path(path).filename().string());
    const auto result = opened(copy_);
    ASSERT_FALSE(result) << path;
    EXPECT_EQ(result.error().code, ErrorCode::kCorrupt) << result.error().message;
    EXPECT_EQ(check_files(copy_, false).error().code, ErrorCode::kCorrupt) << path;
  }
}

}  // namespace
}  // namespace ledger
