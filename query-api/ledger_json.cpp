#include "query-api/ledger_json.h"

#include <algorithm>

#include "query-api/json_parts.h"

namespace ledger {
namespace {

const PartitionHealth* health_of(const Health& health, Partition partition) {
  const auto found = std::ranges::find(health.partitions, partition, &PartitionHealth::partition);
  return found == health.partitions.end() ? nullptr : &*found;
}

// Records between what is visible here and the log's end, as far as that is known.
std::uint64_t lag_of(const PartitionStatus& status, const PartitionHealth& read,
                     const std::vector<Offset>& ends) {
  if (status.partition < ends.size()) {
    return static_cast<std::uint64_t>(std::max<Offset>(0, ends[status.partition] - read.done));
  }
  const auto applied = read.applied.head.sequence;
  return status.head.sequence > applied ? status.head.sequence - applied : 0;
}

void add_reading(Json& entry, const PartitionStatus& status, const PartitionHealth& read,
                 const std::vector<Offset>& ends) {
  entry["applied"] = read.applied.head.sequence;
  entry["lag"] = lag_of(status, read, ends);
  entry["superseded"] = read.applied.superseded;
  entry["repeats"] = read.applied.repeats;
  entry["foreign"] = read.applied.foreign;
  if (read.error) entry["projection_error"] = read.error->reason;
}

Json partition_of(const PartitionStatus& status, const LedgerState& state) {
  Json entry = {{"partition", status.partition}, {"head", status.head.sequence},
                {"hash", hex(status.head.hash)}, {"term", status.head.term},
                {"owner", status.owner_url},     {"node", status.node},
                {"phase", status.phase},         {"skipped", status.skipped}};
  if (status.failure) entry["failure"] = status.failure->reason;
  if (const auto* read = health_of(state.health, status.partition)) {
    add_reading(entry, status, *read, state.log.ends);
  }
  return entry;
}

Json partition_list(const LedgerState& state) {
  Json list = Json::array();
  for (const auto& status : state.statuses) list.push_back(partition_of(status, state));
  return list;
}

}  // namespace

LedgerState state_of(const ApiContext& context) {
  const auto& services = context.services;
  LedgerState state;
  if (services.partitions) state.statuses = services.partitions();
  if (services.projections) state.health = services.projections();
  state.log = context.ends.last();
  if (services.dangers) state.dangers = services.dangers();
  return state;
}

std::string partitions_json(const LedgerState& state) {
  return text_of({{"partitions", partition_list(state)}});
}

std::string readiness_json(const Readiness& readiness, const LedgerState& state) {
  return text_of({{"ready", readiness.ready},
                  {"reasons", readiness.reasons},
                  {"warnings", readiness.warnings},
                  {"partitions", partition_list(state)}});
}

std::string version_json(const Services& services) {
  return text_of({{"name", "plotledger"}, {"version", services.version}});
}

}  // namespace ledger
