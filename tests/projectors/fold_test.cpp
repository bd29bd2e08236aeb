// However the log is cut into batches, whatever the store, and in whatever order partitions come:
// the same log gives the same rows.

#include "projectors/compare.h"
#include "projectors/rocks_store.h"
#include "tests/events/directory.h"
#include "tests/projectors/fixture.h"
#include "tests/support/market.h"

namespace ledger {
namespace {

class FoldTest : public testing::TestWithParam<std::uint32_t> {
 protected:
  FoldTest() {
    directory_events();
    Market first(one, ProjectId("athi-river"), 1, 30, GetParam());
    Market second(two, ProjectId("mwea"), 2, 30, GetParam() + 100);
    for (int i = 0; i < 400; ++i) (i % 3 == 0 ? second : first).step();
  }

  void directory_events() {
    zero.add(project_opened(ProjectId("athi-river"), 1));
    zero.add(project_opened(ProjectId("mwea"), 2));
    PaymentUnmatched unmatched;
    unmatched.payment = std::make_unique<wire::PaymentT>();
    unmatched.payment->payment = PaymentId("pay-athi-river-1");
    zero.add(std::move(unmatched));
    PaymentMatched matched;
    matched.payment = PaymentId("pay-athi-river-1");
    matched.project = ProjectId("athi-river");
    zero.add(std::move(matched));
  }

  // Folds everything, a random batch at a time, each by a runner that has just been started.
  void fold_in_pieces(const std::function<ViewStore&()>& reopened) {
    std::mt19937 random(GetParam());
    int idle = 0;
    while (idle < 20) {
      auto& store = reopened();
      ProjectionRunner runner(log, store, all_views(), {1 + random() % 40, std::nullopt});
      const auto partition = static_cast<Partition>(random() % log.partitions());
      idle = runner.step(partition, Micros(0)) ? 0 : idle + 1;
      ASSERT_TRUE(runner.health().ok()) << runner.health().error()->message;
    }
  }

  void expect_same(const ViewStore& store) {
    MapStore fresh(all_views());
    ProjectionRunner runner(log, fresh, all_views());
    fold_all(runner);
    EXPECT_EQ(store.snapshot()->position(), fresh.snapshot()->position());
    EXPECT_EQ(store.snapshot()->position().at(1), one.head().sequence);
    for (const auto& difference : compare_stores(*store.snapshot(), *fresh.snapshot())) {
      ADD_FAILURE() << to_string(difference);
    }
  }

  MemoryLog log{3};
  History zero{log, 0};
  History one{log, 1};
  History two{log, 2};
};

TEST_P(FoldTest, InAnyBatchesGivesTheSameRows) {
  MapStore store(all_views());
  fold_in_pieces([&]() -> ViewStore& { return store; });
  expect_same(store);
}

TEST_P(FoldTest, OnDiskWithRestartsInBetweenGivesTheSameRows) {
  const TestDirectory directory;
  std::unique_ptr<RocksStore> store;
  int opened = 0;
  fold_in_pieces([&]() -> ViewStore& {
    if (opened++ % 8 == 0) {
      store.reset();
      auto next = RocksStore::open(directory.path("store"), all_views());
      EXPECT_TRUE(next) << next.error().message;
      store = std::move(*next);
    }
    return *store;
  });
  expect_same(*store);
}

TEST_P(FoldTest, KeepsTheBooksBalancedAndThePortalInAgreement) {
  MapStore store(all_views());
  ProjectionRunner runner(log, store, all_views(), {1, std::nullopt});
  std::size_t bookings = 0;
  while (runner.step()) {
    const auto snapshot = store.snapshot();
    ASSERT_TRUE(finance::trial_balance(snapshot->rows("finance"), std::nullopt).sum.zero());
    const auto check = check_portal(snapshot->rows("finance"), snapshot->rows("portal"));
    ASSERT_TRUE(check.mismatches.empty())
        << to_string(snapshot->position()) << " " << check.mismatches.front().booking.str() << " "
        << check.mismatches.front().figure;
    bookings = check.bookings;
  }
  EXPECT_GT(bookings, 20U);
  EXPECT_TRUE(runner.health().ok());
}

INSTANTIATE_TEST_SUITE_P(Seeds, FoldTest, testing::Range(1U, 6U));

}  // namespace
}  // namespace ledger
