#include "query-api/readiness.h"

#include <algorithm>

namespace ledger {

bool ReadinessCheck::caught_up(const PartitionStatus& status, Sequence applied) {
  const auto head = status.head.sequence;
  const std::lock_guard lock(mutex_);
  if (applied >= head) seen_caught_up_.insert(status.partition);
  return seen_caught_up_.contains(status.partition) && applied + kMaxLag >= head;
}

Readiness ReadinessCheck::check(const std::vector<PartitionStatus>& statuses,
                                const Health& health) {
  Readiness readiness;
  if (statuses.empty()) readiness.reasons.emplace_back("no partition is known yet");
  for (const auto& status : statuses) {
    const auto name = "partition " + std::to_string(status.partition);
    if (!status.has_owner()) {
      readiness.reasons.push_back(name + " has no owner that decides (" + status.phase + ")");
    }
    const auto read =
        std::ranges::find(health.partitions, status.partition, &PartitionHealth::partition);
    if (read == health.partitions.end()) {
      readiness.reasons.push_back(name + " is not projected");
    } else if (read->error) {
      readiness.reasons.push_back(name + ": " + read->error->reason);
    } else if (!caught_up(status, read->applied.head.sequence)) {
      readiness.reasons.push_back(name + " is still being read");
    }
  }
  readiness.ready = readiness.reasons.empty();
  return readiness;
}

}  // namespace ledger
