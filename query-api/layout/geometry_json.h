#pragma once

#include <nlohmann/json_fwd.hpp>

#include "query-api/layout/features_json.h"

namespace ledger::layout {

// Fills the geometry of `feature` from the GeoJSON geometry object `json` (null: kMissing).
void read_geometry(const nlohmann::json& json, SourceFeature& feature);

}  // namespace ledger::layout
