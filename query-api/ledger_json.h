#pragma once

#include <string>
#include <vector>

#include "query-api/services.h"

namespace ledger {

inline std::vector<PartitionStatus> statuses_of(const Services& services) {
  return services.partitions ? services.partitions() : std::vector<PartitionStatus>();
}

inline Health health_of(const Services& services) {
  return services.projections ? services.projections() : Health();
}

std::string partitions_json(const std::vector<PartitionStatus>& statuses, const Health& health);

// What /readyz?verbose tells.
struct Readiness {
  bool ready = false;
  std::vector<std::string> reasons;  // why not
};

std::string readiness_json(const Readiness& readiness, const std::vector<PartitionStatus>& statuses,
                           const Health& health);
std::string version_json(const Services& services);

}  // namespace ledger
