#include "projectors/read_model.h"

#include <filesystem>

#include "tests/projectors/fixture.h"
#include "tests/projectors/spoil.h"
#include "tests/support/market.h"

namespace ledger {
namespace {

class NextVersion final : public View {
 public:
  explicit NextVersion(const View& view) : view_(view) {}

  [[nodiscard]] std::string_view name() const override { return view_.name(); }

  [[nodiscard]] std::uint32_t version() const override { return view_.version() + 1; }

  void apply(const Accepted& accepted, Batch& rows) const override { view_.apply(accepted, rows); }

 private:
  const View& view_;
};

class ReadModelTest : public testing::Test {
 protected:
  ReadModelTest() {
    for (int i = 0; i < 300; ++i) market.step();
  }

  ReadModel open(const Views& views = all_views()) {
    auto model = open_read_model(log, path, views);
    EXPECT_TRUE(model) << model.error().message;
    return std::move(*model);
  }

  void fold_into(ViewStore& store) {
    ProjectionRunner runner(log, store, all_views());
    fold_all(runner);
  }

  void expect_whole(const ReadModel& model) {
    MapStore fresh(all_views());
    fold_into(fresh);
    EXPECT_EQ(model.store->snapshot()->position(), fresh.snapshot()->position());
    EXPECT_TRUE(compare_stores(*model.store->snapshot(), *fresh.snapshot()).empty());
  }

  TestDirectory directory;
  std::string path = directory.path("read-model");
  MemoryLog log{1};
  History history{log};
  Market market{history, ProjectId("athi-river"), 0, 20, 3};
};

TEST_F(ReadModelTest, IsCreatedEmptyAndOpenedAsItWas) {
  {
    const auto first = open();
    EXPECT_EQ(first.rebuilt_because, "");
    EXPECT_TRUE(first.store->snapshot()->position().parts().empty());
    fold_into(*first.store);
  }
  const auto again = open();
  EXPECT_EQ(again.rebuilt_because, "");
  expect_whole(again);
}

TEST_F(ReadModelTest, IsRebuiltFromTheLogWhereItIsDamaged) {
  fold_into(*open().store);
  const auto store = current_store(path);
  ASSERT_TRUE(store);
  ASSERT_GT(spoil_tables(*store), 0);
  {
    auto found = open();
    if (found.rebuilt_because.empty()) {
      EXPECT_THROW(compare_stores(*found.store->snapshot(), *found.store->snapshot()),
                   std::runtime_error);
    }
  }
  const auto rebuilt = open();
  expect_whole(rebuilt);
  EXPECT_NE(current_store(path), store);
  EXPECT_FALSE(std::filesystem::exists(*store));
}

TEST_F(ReadModelTest, IsRebuiltForAnotherFoldVersion) {
  fold_into(*open().store);
  std::vector<std::unique_ptr<NextVersion>> next;
  Views views;
  for (const auto* view : all_views()) {
    next.push_back(std::make_unique<NextVersion>(*view));
    views.push_back(next.back().get());
  }
  const auto rebuilt = open(views);
  EXPECT_NE(rebuilt.rebuilt_because, "");
  EXPECT_TRUE(rebuilt.differences.empty());
  expect_whole(rebuilt);
}

TEST_F(ReadModelTest, ARebuildNamesTheRowsThatDifferedFromTheLog) {
  {
    const auto model = open();
    fold_into(*model.store);
    Staged staged(model.store->snapshot());
    staged.rows("finance").put("forged", "row");
    model.store->write(std::move(staged));
  }
  for (int i = 0; i < 50; ++i) market.step();
  int told = 0;
  const auto rebuilt =
      rebuild_read_model(log, path, all_views(), "asked for", [&told](const Position&) { ++told; });
  ASSERT_TRUE(rebuilt);
  ASSERT_EQ(rebuilt->differences.size(), 1U);
  EXPECT_EQ(rebuilt->differences[0].key, "forged");
  EXPECT_EQ(rebuilt->differences[0].folded, std::nullopt);
  EXPECT_GT(told, 0);
  expect_whole(*rebuilt);
}

TEST_F(ReadModelTest, ARebuildThatCannotFinishLeavesTheOldInUse) {
  fold_into(*open().store);
  const auto before = current_store(path);
  log.refuse_reads(Error{ErrorCode::kUnavailable, "log-unreachable", "no broker"});
  EXPECT_FALSE(rebuild_read_model(log, path, all_views(), "asked for"));
  log.refuse_reads(std::nullopt);
  EXPECT_EQ(current_store(path), before);
  const auto again = open();
  EXPECT_EQ(again.rebuilt_because, "");
  expect_whole(again);
}

TEST_F(ReadModelTest, WhatACrashedRebuildLeftBehindIsRemoved) {
  open();
  const auto left = std::filesystem::path(path) / "views-77";
  std::filesystem::create_directories(left);
  open();
  EXPECT_FALSE(std::filesystem::exists(left));
}

TEST_F(ReadModelTest, AMissingPointerMeansARebuild) {
  fold_into(*open().store);
  std::filesystem::remove(std::filesystem::path(path) / "current");
  EXPECT_EQ(current_store(path).error().reason, "store-missing");
  const auto rebuilt = open();
  EXPECT_NE(rebuilt.rebuilt_because, "");
  expect_whole(rebuilt);
}

}  // namespace
}  // namespace ledger
