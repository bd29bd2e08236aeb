#include "writer/index.h"

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
    std::filesystem::copy(directory.path("index"), directory.path("left"),
                          std::filesystem::copy_options::recursive);
    return *CommandIndex::open(directory.path("left"));
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
  const StoredSnapshot saved{{3, 2, sha256("x"), sim::SimClock::kStart}, 5, "the state"};
  index->save(1, saved);
  open();
  const auto found = index->snapshot(1);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->head, saved.head);
  EXPECT_EQ(found->offset, 5);
  EXPECT_EQ(found->state, "the state");
  EXPECT_FALSE(index->snapshot(0));
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
  index->save(0, {{10, 1, sha256("x"), sim::SimClock::kStart}, 9, "the state"});
  const auto left = left_behind();
  ASSERT_TRUE(left->snapshot(0));
  EXPECT_EQ(left->find(0, command_key("s", "k")), 7);
  EXPECT_EQ(left->indexed_to(0), 9);
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
