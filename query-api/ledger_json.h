#pragma once

#include <string>
#include <vector>

#include "query-api/context.h"

namespace ledger {

// How this node sees the whole ledger.
struct LedgerState {
  std::vector<PartitionStatus> statuses;
  Health health;
  LogEnds::Known log;
  std::vector<LogDanger> dangers;
};

LedgerState state_of(const ApiContext& context);

std::string partitions_json(const LedgerState& state);

// What /readyz?verbose tells.
struct Readiness {
  bool ready = false;
  std::vector<std::string> reasons;   // why not
  std::vector<std::string> warnings;  // harmless, but somebody should look
};

std::string readiness_json(const Readiness& readiness, const LedgerState& state);
std::string version_json(const Services& services);

}  // namespace ledger
