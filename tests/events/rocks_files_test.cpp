#include "events/rocks_files.h"

#include <atomic>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "events/rocks_wal.h"
#include "tests/events/embedded_fixture.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

class CheckFiles : public EmbeddedFixture {
 protected:
  // Tables and a write-ahead log, both of many blocks.
  void populate() {
    create();
    const auto appender = log_->appender(1);
    for (Offset i = 0; i < 3000; ++i) appender->append(batch_of({record(i)}));
    ASSERT_EQ(reports(*appender, 3000, seconds(30)).size(), 3000U);
    ASSERT_TRUE(log_->keys().put({PersonId("p"), std::string(72, 'k')}));
    ASSERT_TRUE(log_->keys().shred(PersonId("q")));  // writes all of it to tables
    for (Offset i = 3000; i < 5000; ++i) appender->append(batch_of({record(i)}));
    ASSERT_EQ(reports(*appender, 2000, seconds(30)).size(), 2000U);
  }

  // Flips bits of one byte of `path` and says what check_files finds.
  static Result<void> with_flip(const std::string& dir, const std::string& path, std::size_t place,
                                std::uint8_t bits) {
    const std::string whole = bytes_of(path);
    std::string flipped = whole;
    flipped[place] = static_cast<char>(static_cast<std::uint8_t>(flipped[place]) ^ bits);
    write_bytes(path, flipped);
    auto found = check_files(dir, false);
    write_bytes(path, whole);
    return found;
  }

  // Every one of `count` flips at random places of these files is found, and its file named.
  static void expect_all_found(const std::string& dir, const std::vector<std::string>& files,
                               int count) {
    std::mt19937 random(7);
    const auto below = [&](std::size_t end) {
      return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
    };
    ASSERT_TRUE(check_files(dir, false));
    for (int i = 0; i < count; ++i) {
      const auto& path = files[below(files.size())];
      const auto place = below(fs::file_size(path));
      const auto found = with_flip(dir, path, place, static_cast<std::uint8_t>(1 + below(255)));
      ASSERT_FALSE(found) << path << " byte " << place;
      EXPECT_EQ(found.error().code, ErrorCode::kCorrupt);
      EXPECT_NE(found.error().message.find(path), std::string::npos) << found.error().message;
    }
  }

  static std::vector<std::string> manifests(const std::string& dir) {
    std::vector<std::string> found;
    for (const auto& path : files_of(dir, "")) {
      if (path.find("/MANIFEST-") != std::string::npos) found.push_back(path);
    }
    return found;
  }
};

TEST_F(CheckFiles, F33FindsEveryFlippedByteOfAClosedLog) {
  populate();
  close();
  expect_all_found(dir_, files_of(dir_, ".sst"), 200);
  expect_all_found(dir_, manifests(dir_), 50);
  expect_all_found(dir_, {dir_ + "/mark"}, 20);
}

TEST_F(CheckFiles, F33FindsEveryFlippedByteOfALogLeftByACrash) {
  populate();
  copy_directory(dir_, copy_);
  auto files = files_of(copy_, ".log");
  ASSERT_EQ(files.size(), 1U);
  EXPECT_GT(without_tail(bytes_of(files[0])).size(), 3 * 32768U);
  expect_all_found(copy_, files, 200);
  write_bytes(files[0], without_tail(bytes_of(files[0])));  // its records alone
  expect_all_found(copy_, files, 200);
  expect_all_found(copy_, files_of(copy_, ".sst"), 50);
}

TEST_F(CheckFiles, NamesCurrentWhenItIsDamaged) {
  populate();
  close();
  for (std::size_t place = 0; place < bytes_of(dir_ + "/CURRENT").size(); ++place) {
    EXPECT_FALSE(with_flip(dir_, dir_ + "/CURRENT", place, 8)) << place;
  }
}

TEST_F(CheckFiles, ChangesNothing) {
  populate();
  copy_directory(dir_, copy_);
  std::map<std::string, std::string> before;
  for (const auto& path : files_of(copy_, "")) before[path] = bytes_of(path);
  ASSERT_TRUE(check_files(copy_, false));
  std::map<std::string, std::string> after;
  for (const auto& path : files_of(copy_, "")) after[path] = bytes_of(path);
  EXPECT_EQ(before, after);
}

TEST_F(CheckFiles, PassesALastWriteCutShortByACrashButNotAfterAClose) {
  populate();
  wait_for_mark();
  copy_directory(dir_, copy_);
  const auto wal = files_of(copy_, ".log").back();
  fs::resize_file(wal, without_tail(bytes_of(wal)).size() - 3);
  EXPECT_TRUE(check_files(copy_, false));
  auto mark = read_mark(copy_).value();
  mark.clean = true;
  ASSERT_TRUE(write_mark(copy_, mark));
  const auto found = check_files(copy_, false);
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find(wal), std::string::npos);
}

TEST_F(CheckFiles, FindsNothingWrongWithALogThatIsBeingWritten) {
  create();
  std::atomic<bool> done = false;
  std::thread writer([&] {
    const auto appender = log_->appender(1);
    for (Offset i = 0; !done; ++i) {
      appender->append(batch_of({record(i)}));
      appender->delivered(seconds(30));
      if (i % 500 == 499) {
        EXPECT_TRUE(log_->keys().shred(PersonId("p")));
      }
    }
  });
  for (int i = 0; i < 10; ++i) {
    const auto found = check_files(dir_, true);
    EXPECT_TRUE(found) << found.error().message;
  }
  done = true;
  writer.join();
}

TEST_F(CheckFiles, FindsDamageBesideAWriter) {
  populate();
  close();  // the writer does not matter, and must not replace the table under our hands
  const auto table = files_of(dir_, ".sst").back();
  std::string bytes = bytes_of(table);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  write_bytes(table, bytes);
  const auto found = check_files(dir_, true);
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find(table), std::string::npos);
}

TEST(WalDamage, AnEmptyFileIsWhole) {
  EXPECT_FALSE(find_wal_damage(""));
}

TEST(WalDamage, ZerosAloneAreALogWithoutRecords) {
  EXPECT_FALSE(find_wal_damage(std::string(4096, '\0')));
}

TEST(WalDamage, ForeignBytesAreDamage) {
  const auto found = find_wal_damage("These are no records of any log that we know of.");
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->torn);
}

}  // namespace
}  // namespace ledger
