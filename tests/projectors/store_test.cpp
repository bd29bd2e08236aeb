#include <filesystem>

#include "projectors/compare.h"
#include "projectors/rocks_store.h"
#include "projectors/row.h"
#include "tests/projectors/fixture.h"
#include "tests/projectors/spoil.h"
#include "tests/support/market.h"

namespace ledger {
namespace {

// The views, said to be of another version.
class Renumbered final : public View {
 public:
  explicit Renumbered(const View& view) : view_(view) {}

  [[nodiscard]] std::string_view name() const override { return view_.name(); }

  [[nodiscard]] std::uint32_t version() const override { return view_.version() + 1; }

  void apply(const Accepted& accepted, Batch& rows) const override { view_.apply(accepted, rows); }

 private:
  const View& view_;
};

class RocksStoreTest : public testing::Test {
 protected:
  RocksStoreTest() {
    for (int i = 0; i < 300; ++i) market.step();
  }

  std::unique_ptr<RocksStore> open() {
    auto store = RocksStore::open(path, all_views());
    EXPECT_TRUE(store) << store.error().message;
    return std::move(*store);
  }

  void fold_into(ViewStore& store, std::optional<Position> until = {}) {
    ProjectionRunner runner(log, store, all_views(), {64, std::move(until)});
    fold_all(runner);
  }

  std::vector<Difference> differences(const RocksStore& store) {
    MapStore fresh(all_views());
    fold_into(fresh, store.snapshot()->position());
    return compare_stores(*store.snapshot(), *fresh.snapshot());
  }

  TestDirectory directory;
  std::string path = directory.path("store");
  MemoryLog log{1};
  History history{log};
  Market market{history, ProjectId("athi-river"), 0, 20, 1};
};

TEST_F(RocksStoreTest, KeepsRowsAndPositionOverAClose) {
  auto store = open();
  fold_into(*store);
  const auto applied = store->snapshot()->applied();
  store.reset();
  store = open();
  EXPECT_EQ(store->snapshot()->applied(), applied);
  EXPECT_EQ(applied.at(0).head, history.head());
  EXPECT_TRUE(differences(*store).empty());
}

// A copy of the files as they are while the store is open is what a killed process leaves behind.
TEST_F(RocksStoreTest, GoesOnAfterACrashAsIfNothingHadHappened) {
  auto store = open();
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 30; ++i) market.step();
    fold_into(*store);
    const auto crashed = directory.path("crashed-" + std::to_string(round));
    std::filesystem::copy(path, crashed, std::filesystem::copy_options::recursive);
    auto again = RocksStore::open(crashed, all_views());
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(differences(**again).empty());
    for (int i = 0; i < 10; ++i) market.step();
    fold_into(**again);
    EXPECT_EQ((*again)->snapshot()->applied().at(0).head, history.head());
    EXPECT_TRUE(differences(**again).empty());
  }
}

TEST_F(RocksStoreTest, ASnapshotStaysAsItWasWhileOthersWrite) {
  auto store = open();
  fold_into(*store, [] {
    Position position;
    position.advance(0, 100);
    return position;
  }());
  const auto before = store->snapshot();
  fold_into(*store);
  EXPECT_EQ(before->position().at(0), 100U);
  MapStore fresh(all_views());
  fold_into(fresh, before->position());
  EXPECT_TRUE(compare_stores(*before, *fresh.snapshot()).empty());
  EXPECT_EQ(store->snapshot()->position().at(0), history.head().sequence);
}

TEST_F(RocksStoreTest, OfAnotherFoldVersionNeedsARebuild) {
  open();
  std::vector<std::unique_ptr<Renumbered>> renumbered;
  Views views;
  for (const auto* view : all_views()) {
    renumbered.push_back(std::make_unique<Renumbered>(*view));
    views.push_back(renumbered.back().get());
  }
  EXPECT_EQ(RocksStore::open(path, views).error().reason, "rebuild-needed");
  views = {all_views().front()};
  EXPECT_EQ(RocksStore::open(path, views).error().reason, "rebuild-needed");
}

TEST_F(RocksStoreTest, InUseIsNotDamaged) {
  const auto store = open();
  EXPECT_EQ(RocksStore::open(path, all_views()).error().code, ErrorCode::kUnavailable);
}

TEST_F(RocksStoreTest, CanBeReadBesideTheOneThatWrites) {
  auto store = open();
  fold_into(*store);
  const auto scratch = directory.path("scratch");
  {
    const auto beside = RocksStore::open_beside(path, scratch, all_views());
    ASSERT_TRUE(beside) << beside.error().message;
    EXPECT_EQ((*beside)->snapshot()->applied(), store->snapshot()->applied());
    EXPECT_TRUE(differences(**beside).empty());
    const auto before = (*beside)->snapshot()->position();
    for (int i = 0; i < 30; ++i) market.step();
    fold_into(*store);
    store->flush();
    EXPECT_EQ((*beside)->snapshot()->position(), before);
    EXPECT_TRUE(differences(**beside).empty());
  }
  EXPECT_FALSE(std::filesystem::exists(scratch));
  EXPECT_EQ(RocksStore::open_beside(directory.path("none"), scratch, all_views()).error().reason,
            "store-missing");
}

TEST_F(RocksStoreTest, ThatCannotBeReadIsCondemned) {
  auto store = open();
  fold_into(*store);
  store.reset();
  ASSERT_GT(spoil_tables(path), 0);
  const auto damaged = RocksStore::open(path, all_views());
  if (damaged) {
    const auto snapshot = (*damaged)->snapshot();
    EXPECT_THROW(support::timeline(snapshot->rows("support"), "hold-athi-river-1"), StoreDamaged);
  }
  EXPECT_EQ(RocksStore::open(path, all_views()).error().reason, "store-damaged");
}

TEST(CompareStores, NamesEachRowThatDiffers) {
  MapStore stored(all_views());
  MapStore folded(all_views());
  const auto put = [](ViewStore& store,
                      std::initializer_list<std::pair<const char*, const char*>> rows) {
    Staged staged(store.snapshot());
    for (const auto& [key, value] : rows) staged.rows("finance").put(key, value);
    store.write(std::move(staged));
  };
  put(stored, {{"a", "1"}, {"b", "1"}, {"d", "1"}});
  put(folded, {{"b", "2"}, {"c", "1"}, {"d", "1"}});
  const auto differences = compare_stores(*stored.snapshot(), *folded.snapshot());
  ASSERT_EQ(differences.size(), 3U);
  EXPECT_EQ(to_string(differences[0]), "finance a: stored 1 bytes 31, folded from the log nothing");
  EXPECT_EQ(to_string(differences[1]),
            "finance b: stored 1 bytes 31, folded from the log 1 bytes 32");
  EXPECT_EQ(to_string(differences[2]), "finance c: stored nothing, folded from the log 1 bytes 31");
  EXPECT_EQ(compare_stores(*stored.snapshot(), *folded.snapshot(), 1).size(), 1U);
}

}  // namespace
}  // namespace ledger
