#include "projectors/threaded_runner.h"

#include "tests/projectors/fixture.h"

namespace ledger {
namespace {

constexpr Micros kLong = seconds(30);

class ThreadedRunnerTest : public testing::Test {
 protected:
  static Position at(Partition partition, Sequence sequence) {
    Position position;
    position.advance(partition, sequence);
    return position;
  }

  static HoldRulesSet rules() {
    HoldRulesSet rules;
    rules.project = ProjectId("athi-river");
    return rules;
  }

  MemoryLog log{2};
  History zero{log, 0};
  History one{log, 1};
  MapStore store{all_views()};
};

TEST_F(ThreadedRunnerTest, WaitsForAPositionInSeveralPartitions) {
  ThreadedRunner runner(log, store, all_views());
  auto wanted = at(0, zero.add(rules()));
  wanted.advance(1, one.add(rules()));
  const auto now = runner.wait_for(wanted, kLong);
  ASSERT_TRUE(now) << now.error().message;
  EXPECT_TRUE(now->covers(wanted));
  EXPECT_TRUE(store.snapshot()->position().covers(wanted));
}

TEST_F(ThreadedRunnerTest, SaysHowFarItIsWhenTheTimeIsUp) {
  ThreadedRunner runner(log, store, all_views());
  ASSERT_TRUE(runner.wait_for(at(1, 2), kLong));
  const auto now = runner.wait_for(at(1, 3), Micros(1));
  ASSERT_FALSE(now);
  EXPECT_EQ(now.error().reason, "projection-behind");
  EXPECT_NE(now.error().message.find("1-2"), std::string::npos) << now.error().message;
  EXPECT_GT(now.error().retry_after_s, 0U);
}

TEST_F(ThreadedRunnerTest, GivesUpAtOnceWhereAPartitionHasStopped) {
  auto changed = one.next({});
  changed.previous.bytes[0] ^= 1U;
  one.put_beside(encode(changed));
  ThreadedRunner runner(log, store, all_views());
  const auto stopped = runner.wait_for(at(1, 3), kLong);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().reason, "projection-stopped");
  EXPECT_TRUE(runner.wait_for(at(0, zero.add(rules())), kLong));
}

TEST_F(ThreadedRunnerTest, TellsEveryRecordOnceAndInOrder) {
  std::mutex mutex;
  std::map<Partition, Sequence> last;
  bool in_order = true;
  ThreadedRunner runner(log, store, all_views(),
                        [&](Partition partition, Sequence from, Sequence to) {
                          const std::lock_guard lock(mutex);
                          in_order = in_order && from == last[partition] + 1;
                          last[partition] = to;
                        });
  for (int i = 0; i < 500; ++i) {
    zero.add(rules());
    one.add(rules());
  }
  auto wanted = at(0, zero.head().sequence);
  wanted.advance(1, one.head().sequence);
  ASSERT_TRUE(runner.wait_for(wanted, kLong));
  runner.stop();
  EXPECT_TRUE(in_order);
  EXPECT_EQ(last[0], zero.head().sequence);
  EXPECT_EQ(last[1], one.head().sequence);
}

TEST_F(ThreadedRunnerTest, ReadersNeverSeeRowsWithoutTheirPosition) {
  ThreadedRunner runner(log, store, all_views());
  std::thread writer([this] {
    for (std::uint32_t version = 1; version <= 300; ++version) {
      one.add(prices_set(ProjectId("athi-river"), version));
    }
  });
  Sequence seen = 0;
  while (seen < 302) {
    const auto snapshot = store.snapshot();
    seen = snapshot->position().at(1);
    const auto prices = layout_map::prices(snapshot->rows("layout_map"), ProjectId("athi-river"));
    ASSERT_EQ(prices ? prices->version + 2 : std::max<Sequence>(2, seen),
              std::max<Sequence>(2, seen));
    if (seen < 302) {
      EXPECT_TRUE(runner.wait_for(at(1, seen + 1), kLong));
    }
  }
  writer.join();
}

TEST_F(ThreadedRunnerTest, StopEndsWaitersAndThreads) {
  ThreadedRunner runner(log, store, all_views());
  std::thread waiter([&] { EXPECT_FALSE(runner.wait_for(at(1, 99), kLong)); });
  runner.stop();
  waiter.join();
  runner.stop();
}

}  // namespace
}  // namespace ledger
