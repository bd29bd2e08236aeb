#include "query-api/worker_pool.h"

#include <atomic>
#include <barrier>
#include <memory>

#include <gtest/gtest.h>

namespace ledger {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr std::size_t kStack = 1 << 18;

TEST(WorkerPool, GivesEachJobAThreadThoughSomeAreIdle) {
  WorkerPool pool(1000, kStack);
  for (int jobs = 1; jobs < 40; ++jobs) {  // each time one more than there are idle threads
    const auto meeting = std::make_shared<std::barrier<>>(jobs + 1);  // all of them, and us
    const auto meet = [meeting] { meeting->arrive_and_wait(); };
    for (int i = 0; i < jobs; ++i) ASSERT_TRUE(pool.run(meet));
    meet();
  }
}

TEST(WorkerPool, TakesNoMoreJobsThanItMayHaveThreads) {
  std::atomic<bool> end = false;
  WorkerPool pool(2, kStack);
  const auto wait = [&end] { end.wait(false); };
  EXPECT_TRUE(pool.run(wait));
  EXPECT_TRUE(pool.run(wait));
  EXPECT_FALSE(pool.run(wait));
  EXPECT_FALSE(pool.finish(steady_clock::now()));
  end = true;
  end.notify_all();
  EXPECT_TRUE(pool.finish(steady_clock::now() + seconds(10)));
  EXPECT_FALSE(pool.run(wait));
}

TEST(WorkerPool, RunsEveryJobBeforeItGoes) {
  std::atomic<int> done = 0;
  {
    WorkerPool pool(100, kStack);
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(pool.run([&done] { ++done; }));
  }
  EXPECT_EQ(done, 50);
}

}  // namespace
}  // namespace ledger
