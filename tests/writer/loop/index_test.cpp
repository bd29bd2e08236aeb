#include "writer/index.h"

#include <csignal>

#include <sys/resource.h>

#include "tests/writer/loop/loop.h"

namespace ledger::test {
namespace {

class Index : public testing::Test {
 protected:
  void open() {
    index.reset();
    index = *CommandIndex::open(directory.path("index"));
  }

  // What a process that is killed now would leave, opened.
  std::unique_ptr<CommandIndex> left_behind() {
    index->flush();  // files are copied: none may change meanwhile
    std::filesystem::copy(directory.path("index"), directory.path("left"),
                          std::filesystem::copy_options::recursive);
    return *CommandIndex::open(directory.path("left"));
  }

  static StoredSnapshot state_at(Offset offset) {
    const auto sequence = static_cast<Sequence>(offset + 1);
    return {{sequence, 2, sha256("x"), sim::SimClock::kStart}, offset, "the state"};
  }

  TestDirectory directory;
  std::unique_ptr<CommandIndex> index;
};

TEST_F(Index, KeyIsOfItsScope) {
  EXPECT_EQ(command_key("a", "k"), command_key("a", "k"));
  EXPECT_NE(command_key("a", "k"), command_key("b", "k"));
  EXPECT_NE(command_key("a", "bc"), command_key("ab", "c"));
}

TEST_F(Index, RemembersKeysAndPositionOfEachPartition) {
  open();
  EXPECT_EQ(index->indexed_to(0), -1);
  index->put(0, {{command_key("s", "k"), 7}}, 9);
  open();
  EXPECT_EQ(index->find(0, command_key("s", "k")), 7);
  EXPECT_EQ(index->find(1, command_key("s", "k")), std::nullopt);
  EXPECT_EQ(index->indexed_to(0), 9);
  EXPECT_EQ(index->indexed_to(1), -1);
}

TEST_F(Index, SnapshotComesBackWhole) {
  open();
  index->put(1, {}, 5);
  ASSERT_TRUE(index->save(1, state_at(5)));
  for (int looks = 0; looks < 2; ++looks) {
    const auto found = index->snapshot(1);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->head, state_at(5).head);
    EXPECT_EQ(found->offset, 5);
    EXPECT_EQ(found->state, "the state");
    EXPECT_FALSE(index->snapshot(0));
    open();
  }
}

TEST_F(Index, WhatIsGatheredIsFoundAndACrashLosesItWithItsPosition) {
  open();
  index->put(0, {{command_key("s", "k"), 7}}, 9);
  EXPECT_EQ(index->find(0, command_key("s", "k")), 7);
  EXPECT_EQ(index->indexed_to(0), 9);
  const auto left = left_behind();
  EXPECT_EQ(left->find(0, command_key("s", "k")), std::nullopt);
  EXPECT_EQ(left->indexed_to(0), -1);
}

TEST_F(Index, ManyEntriesAreOnDiskWithTheirPosition) {
  open();
  std::vector<IndexEntry> entries;
  for (Offset i = 0; i < 100'000; ++i) {
    entries.push_back({command_key("s", std::to_string(i)), i});
    index->put(0, {entries.back()}, i);
  }
  const auto left = left_behind();
  EXPECT_GT(left->indexed_to(0), 50'000);
  for (const auto& entry : entries) {
    const bool there = entry.offset <= left->indexed_to(0);
    EXPECT_EQ(left->find(0, entry.key).value_or(-1), there ? entry.offset : -1);
  }
}

TEST_F(Index, SnapshotOnDiskCoversNoKeyThatIsNotThere) {
  open();
  index->put(0, {{command_key("s", "k"), 7}}, 9);
  EXPECT_FALSE(index->save(0, state_at(10)));
  EXPECT_FALSE(index->snapshot(0));
  ASSERT_TRUE(index->save(0, state_at(9)));
  const auto left = left_behind();
  ASSERT_TRUE(left->snapshot(0));
  EXPECT_EQ(left->find(0, command_key("s", "k")), 7);
  EXPECT_EQ(left->indexed_to(0), 9);
}

// Some are asked for while they are on their way, some when they are there.
TEST_F(Index, EverythingIsFoundOnItsWayToDisk) {
  open();
  for (Offset i = 0; i < 200; ++i) {
    const auto key = command_key("s", std::to_string(i));
    index->put(0, {{key, i}}, i);
    ASSERT_TRUE(index->save(0, state_at(i)));
    EXPECT_EQ(index->find(0, key), i);
    EXPECT_EQ(index->find(0, command_key("s", "0")), 0);
    EXPECT_EQ(index->indexed_to(0), i);
    EXPECT_EQ(index->snapshot(0)->offset, i);
  }
}

// A limit on the size of files stands for a disk that is full.
TEST_F(Index, DiskThatTakesNoMoreIsToldToWhoeverSavesNext) {
  open();
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{std::size_t{1} << 18, before.rlim_max};  // RocksDB's own log is smaller
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  auto large = state_at(-1);
  large.state.assign(std::size_t{1} << 20, 'x');
  EXPECT_TRUE(index->save(0, large));
  EXPECT_THROW(index->flush(), std::runtime_error);
  EXPECT_THROW((void)index->save(0, large), std::runtime_error);
  EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, ignored);
}

TEST_F(Index, DamagedDirectoryIsSetAsideAndBegunAnew) {
  open();
  index->put(0, {{command_key("s", "k"), 7}}, 9);
  index.reset();
  for (const auto& file : files_of(directory.path("index"), ""))
    if (file.find("MANIFEST") != std::string::npos) write_bytes(file, "not a manifest");
  open();
  EXPECT_EQ(index->indexed_to(0), -1);
  EXPECT_TRUE(std::filesystem::exists(directory.path("index.damaged")));
}

}  // namespace
}  // namespace ledger::test
