#include "query-api/ledger_json.h"

#include <algorithm>

#include "query-api/json_parts.h"

namespace ledger {
namespace {

const PartitionHealth* health_of(const Health& health, Partition partition) {
  const auto found = std::ranges::find(health.partitions, partition, &PartitionHealth::partition);
  return found == health.partitions.end() ? nullptr : &*found;
}

Json partition_of(const PartitionStatus& status, const PartitionHealth* read) {
  Json entry = {{"partition", status.partition}, {"head", status.head.sequence},
                {"hash", hex(status.head.hash)}, {"term", status.head.term},
                {"owner", status.owner_url},     {"phase", status.phase},
                {"skipped", status.skipped}};
  if (status.failure) entry["failure"] = status.failure->reason;
  if (read != nullptr) {
    const auto applied = read->applied.head.sequence;
    entry["applied"] = applied;
    entry["lag"] = status.head.sequence > applied ? status.head.sequence - applied : 0;
    if (read->error) entry["projection_error"] = read->error->reason;
  }
  return entry;
}

Json partition_list(const std::vector<PartitionStatus>& statuses, const Health& health) {
  Json list = Json::array();
  for (const auto& status : statuses) {
    list.push_back(partition_of(status, health_of(health, status.partition)));
  }
  return list;
}

}  // namespace

std::string partitions_json(const std::vector<PartitionStatus>& statuses, const Health& health) {
  return text_of({{"partitions", partition_list(statuses, health)}});
}

std::string readiness_json(const Readiness& readiness, const std::vector<PartitionStatus>& statuses,
                           const Health& health) {
  return text_of({{"ready", readiness.ready},
                  {"reasons", readiness.reasons},
                  {"partitions", partition_list(statuses, health)}});
}

std::string version_json(const Services& services) {
  return text_of({{"name", "plotledger"}, {"version", services.version}});
}

}  // namespace ledger
