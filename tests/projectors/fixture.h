#pragma once

#include <initializer_list>
#include <string>

#include <gtest/gtest.h>

#include "projectors/directory.h"
#include "projectors/finance.h"
#include "projectors/layout_map.h"
#include "projectors/lookup.h"
#include "projectors/map_store.h"
#include "projectors/portal.h"
#include "projectors/portal_check.h"
#include "projectors/runner.h"
#include "projectors/support.h"
#include "projectors/views.h"
#include "tests/support/history.h"
#include "tests/support/sale.h"

namespace ledger {

// Folds until nothing moves; every partition must be well.
inline void fold_all(ProjectionRunner& runner) {
  while (runner.step()) {
  }
  const auto error = runner.health().error();
  ASSERT_FALSE(error) << error->message;
}

// One project in one partition, folded into a store in memory as it happens.
class ViewsTest : public testing::Test {
 protected:
  ViewsTest() {
    history.add(project_opened(sale.project, 0));
    history.add(layout_imported(sale.project, 5));
    history.add(prices_set(sale.project));
    history.add(plots_released(sale.project, 4));
  }

  template <class... EventT>
  Sequence say(EventT... events) {
    const auto sequence = history.add(std::move(events)...);
    fold_all(runner);
    return sequence;
  }

  const Rows& rows(std::string_view view) {
    fold_all(runner);
    snapshot = store.snapshot();
    return snapshot->rows(view);
  }

  std::string letters() { return layout_map::map(rows("layout_map"), sale.project)->statuses; }

  // The reason why `events` stop the projection.
  std::string refused(Events events) {
    fold_all(runner);
    history.add(std::move(events));
    while (runner.step()) {
    }
    const auto error = runner.health().error();
    return error ? error->reason : "accepted";
  }

  Sale sale;
  MemoryLog log{1};
  History history{log};
  MapStore store{all_views()};
  ProjectionRunner runner{log, store, all_views()};
  Snapshot snapshot;
};

}  // namespace ledger
