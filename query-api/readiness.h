#pragma once

#include <mutex>
#include <set>

#include "query-api/ledger_json.h"

namespace ledger {

// Whether this node should be sent requests: the log can be reached and is kept as it must be,
// every partition has an owner that decides, no projection has an error, and each has caught up
// with its partition's head once since the start and has not fallen far behind since. Thread-safe.
class ReadinessCheck {
 public:
  Readiness check(const LedgerState& state);

  static constexpr Sequence kMaxLag = 4'096;
  static constexpr Micros kLogAge = seconds(8);  // without an answer of the log

 private:
  bool caught_up(const PartitionStatus& status, Sequence applied);

  std::mutex mutex_;
  std::set<Partition> seen_caught_up_;
};

}  // namespace ledger
