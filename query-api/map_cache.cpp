#include "query-api/map_cache.h"

namespace ledger {

std::shared_ptr<const RenderedMap> MapCache::current(const ReadSnapshot& snapshot,
                                                     const rows::ProjectRowT& project) {
  const auto at = snapshot.position().at(project.partition);
  std::shared_ptr<const RenderedMap> known;
  {
    const std::lock_guard lock(mutex_);
    const auto& entry = entries_[project.project];
    if (entry.map && entry.checked_at >= at) return entry.map;
    known = entry.map;
  }
  const auto row = layout_map::map(snapshot.rows(layout_map::kView), project.project);
  if (!known || known->version != (row ? row->version : 0)) {
    known = std::make_shared<const RenderedMap>(render_map(project, row ? &*row : nullptr));
  }
  const std::lock_guard lock(mutex_);
  auto& entry = entries_[project.project];
  if (!entry.map || entry.checked_at < at) entry = {at, known};
  return entry.map;
}

}  // namespace ledger
