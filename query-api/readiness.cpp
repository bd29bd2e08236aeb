#include "query-api/readiness.h"

#include <algorithm>

namespace ledger {

bool ReadinessCheck::caught_up(const PartitionStatus& status, Sequence applied) {
  const auto head = status.head.sequence;
  const std::lock_guard lock(mutex_);
  if (applied >= head) seen_caught_up_.insert(status.partition);
  return seen_caught_up_.contains(status.partition) && applied + kMaxLag >= head;
}

Readiness ReadinessCheck::check(const LedgerState& state) {
  Readiness readiness;
  auto& reasons = readiness.reasons;
  if (state.log.error && state.log.age > kLogAge) {
    reasons.push_back("the log cannot be reached: " + state.log.error->message);
  }
  for (const auto& danger : state.dangers) {
    reasons.push_back(danger.name + ": " + danger.message + ". To correct it: " + danger.fix);
  }
  if (state.statuses.empty()) reasons.emplace_back("no partition is known yet");
  for (const auto& status : state.statuses) {
    const auto name = "partition " + std::to_string(status.partition);
    if (!status.has_owner()) {
      reasons.push_back(name + " has no owner that decides (" + status.phase + ")");
    }
    const auto read =
        std::ranges::find(state.health.partitions, status.partition, &PartitionHealth::partition);
    if (read == state.health.partitions.end()) {
      reasons.push_back(name + " is not projected");
    } else if (read->error) {
      reasons.push_back(name + ": " + read->error->reason);
    } else if (!caught_up(status, read->applied.head.sequence)) {
      reasons.push_back(name + " is still being read");
    }
    if (read != state.health.partitions.end() && read->applied.foreign > 0) {
      readiness.warnings.push_back(name + " holds " + std::to_string(read->applied.foreign) +
                                   " messages that are no records: somebody else writes to it");
    }
  }
  readiness.ready = reasons.empty();
  return readiness;
}

}  // namespace ledger
