#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ledger::layout {

// Degrees on WGS84.
struct LonLat {
  double lon = 0;
  double lat = 0;
  bool operator==(const LonLat&) const = default;
};

using Ring = std::vector<LonLat>;   // closed: the last position is the first
using Polygon = std::vector<Ring>;  // the shell, then its holes

// The drawing of one plot: a Polygon, or a MultiPolygon.
struct Outline {
  std::vector<Polygon> polygons;
  bool multi = false;
};

// Closes gaps below a millimetre, drops repeated positions, turns shells anticlockwise and holes
// clockwise. Returns what is wrong with the outline, if anything; it may then be half normalised.
std::optional<std::string> normalise(Outline& outline);

// Geodesic on WGS84, holes subtracted, parts summed, rounded to the nearest. Needs a normalised
// outline.
std::int64_t area_mm2(const Outline& outline);

}  // namespace ledger::layout
