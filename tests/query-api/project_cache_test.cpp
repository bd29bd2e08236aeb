#include "query-api/project_cache.h"

#include "tests/projectors/fixture.h"

namespace ledger {
namespace {

class ProjectCacheTest : public testing::Test {
 protected:
  Snapshot open(const char* project) {
    history.add(project_opened(ProjectId(project), 1));
    return now();
  }

  Snapshot now() {
    fold_all(runner);
    return store.snapshot();
  }

  bool knows(const Snapshot& snapshot, const char* project) {
    const auto row = cache.find(*snapshot, ProjectId(project));
    EXPECT_TRUE(!row || row->project == ProjectId(project));
    return row != nullptr;
  }

  MemoryLog log{2};
  History history{log, 0};
  MapStore store{all_views()};
  ProjectionRunner runner{log, store, all_views()};
  ProjectCache cache;
};

TEST_F(ProjectCacheTest, ShowsEachSnapshotWhatItHolds) {
  const auto none = now();
  EXPECT_FALSE(knows(none, "one"));
  const auto one = open("one");
  EXPECT_TRUE(knows(one, "one"));
  EXPECT_FALSE(knows(none, "one"));
  const auto both = open("two");
  EXPECT_FALSE(knows(one, "two"));
  EXPECT_TRUE(knows(both, "two"));
  EXPECT_TRUE(knows(both, "one"));
  EXPECT_TRUE(knows(one, "one"));
  EXPECT_FALSE(knows(none, "one"));
}

TEST_F(ProjectCacheTest, ReadsAProjectOnceWhileTheDirectoryStandsStill) {
  const auto snapshot = open("one");
  const auto row = cache.find(*snapshot, ProjectId("one"));
  EXPECT_EQ(cache.find(*now(), ProjectId("one")), row);
}

}  // namespace
}  // namespace ledger
