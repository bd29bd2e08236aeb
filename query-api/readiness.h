#pragma once

#include <mutex>
#include <set>

#include "query-api/ledger_json.h"

namespace ledger {

// Whether this node should be sent requests: every partition has an owner that decides, no
// projection has an error, and each has caught up with its partition's head once since the start
// and has not fallen far behind since. Thread-safe.
class ReadinessCheck {
 public:
  Readiness check(const std::vector<PartitionStatus>& statuses, const Health& health);

  static constexpr Sequence kMaxLag = 4'096;

 private:
  bool caught_up(const PartitionStatus& status, Sequence applied);

  std::mutex mutex_;
  std::set<Partition> seen_caught_up_;
};

}  // namespace ledger
