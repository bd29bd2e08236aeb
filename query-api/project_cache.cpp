#include "query-api/project_cache.h"

namespace ledger {

ProjectCache::Row ProjectCache::find(const ReadSnapshot& snapshot, const ProjectId& project) {
  const auto at = snapshot.position().at(kDirectory);
  {
    const std::lock_guard lock(mutex_);
    const auto known = at == at_ ? rows_.find(project) : rows_.end();
    if (known != rows_.end()) return known->second;
  }
  auto read = directory::project(snapshot.rows(directory::kView), project);
  if (!read) return nullptr;
  const auto row = std::make_shared<const rows::ProjectRowT>(std::move(*read));
  const std::lock_guard lock(mutex_);
  if (at > at_) {
    rows_.clear();
    at_ = at;
  }
  if (at == at_) rows_.emplace(project, row);
  return row;
}

}  // namespace ledger
