#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>

#include "projectors/directory.h"
#include "projectors/store.h"

namespace ledger {

// Projects, decoded once for as long as the directory's partition stands still: nearly every
// request asks for one. Thread-safe.
class ProjectCache {
 public:
  using Row = std::shared_ptr<const rows::ProjectRowT>;

  // As of `snapshot`; null if there is no such project.
  Row find(const ReadSnapshot& snapshot, const ProjectId& project);

 private:
  std::mutex mutex_;
  Sequence at_ = 0;  // of the directory's partition, which all of `rows_` are right at
  std::unordered_map<ProjectId, Row> rows_;
};

}  // namespace ledger
