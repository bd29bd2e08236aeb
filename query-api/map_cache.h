#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "projectors/layout_map.h"
#include "projectors/store.h"

namespace ledger {

// A project's map at one version, ready to be sent.
struct RenderedMap {
  Sequence version = 0;
  std::string etag;
  std::shared_ptr<const std::string> body;
};

// The map as {"project","version","position","plots","statuses"}; `row` null: nothing imported yet.
RenderedMap render_map(const rows::ProjectRowT& project, const rows::MapRowT* row);

// Each project's map, rendered once per change. Thread-safe.
class MapCache {
 public:
  // Never older than `snapshot`.
  std::shared_ptr<const RenderedMap> current(const ReadSnapshot& snapshot,
                                             const rows::ProjectRowT& project);

 private:
  struct Entry {
    Sequence checked_at = 0;  // the partition's position that `map` is known to be right at
    std::shared_ptr<const RenderedMap> map;
  };

  std::mutex mutex_;
  std::map<ProjectId, Entry> entries_;
};

// {"version","position"?,"changes":[["6552","h"],…]}, and the same with a reset.
std::string changes_json(const layout_map::Changes& changes, Partition partition);
// The stream's two events, as they are sent.
std::string plots_event(const layout_map::Changes& changes);
std::string reset_event(Sequence version);

}  // namespace ledger
