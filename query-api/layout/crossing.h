#pragma once

#include <optional>

#include "query-api/layout/outline.h"

namespace ledger::layout {

// Where the rings of an outline cross themselves or one another, if they do. Touching (a corner on
// an edge, a shared border) is no crossing. What is closer than 0.1 mm counts as touching. Rings
// must be closed and without repeated neighbours.
std::optional<LonLat> crossing(const Outline& outline);

}  // namespace ledger::layout
