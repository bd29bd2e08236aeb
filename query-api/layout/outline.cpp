#include "query-api/layout/outline.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/PolygonArea.hpp>

#include "query-api/layout/crossing.h"
#include "query-api/layout/layout.h"
#include "query-api/layout/numbers.h"
#include "query-api/layout/overlap.h"

namespace ledger::layout {

namespace {

constexpr double kGap = 1e-8;  // degrees: a millimetre on the ground

std::string place(LonLat at) {
  return fixed_decimals(at.lon, 7) + ", " + fixed_decimals(at.lat, 7);
}

double metres_between(LonLat p, LonLat q) {
  double metres = 0;
  GeographicLib::Geodesic::WGS84().Inverse(p.lat, p.lon, q.lat, q.lon, metres);
  return metres;
}

// Twice the area in square degrees, from the first corner; its sign is the ring's direction.
double signed_extent(const Ring& ring) {
  double sum = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
    const LonLat p = {ring[i].lon - ring[0].lon, ring[i].lat - ring[0].lat};
    const LonLat q = {ring[i + 1].lon - ring[0].lon, ring[i + 1].lat - ring[0].lat};
    sum += p.lon * q.lat - q.lon * p.lat;
  }
  return sum;
}

std::optional<std::string> out_of_range(const Ring& ring) {
  for (const LonLat at : ring) {
    if (std::abs(at.lon) <= 180 && std::abs(at.lat) <= 90) continue;
    return "the position " + fixed_decimals(at.lon, 3) + ", " + fixed_decimals(at.lat, 3) +
           " lies outside longitude ±180 and latitude ±90: looks like projected metres,"
           " not WGS84; export the layout as WGS84 (EPSG:4326)";
  }
  return std::nullopt;
}

std::optional<std::string> close_ring(Ring& ring) {
  if (ring.size() < 4) {
    return "a ring has " + std::to_string(ring.size()) +
           " positions; a closed outline needs at least 4";
  }
  const LonLat first = ring.front();
  LonLat& last = ring.back();
  if (std::abs(first.lon - last.lon) > kGap || std::abs(first.lat - last.lat) > kGap) {
    return "the ring is open: its last position is " +
           fixed_decimals(metres_between(first, last), 2) + " m from its first";
  }
  last = first;
  return std::nullopt;
}

std::optional<std::string> tidy_ring(Ring& ring, bool shell) {
  if (auto fault = out_of_range(ring)) return fault;
  if (auto fault = close_ring(ring)) return fault;
  ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
  if (ring.size() < 4) return "a ring has fewer than 3 different corners: it encloses no area";
  const bool anticlockwise = signed_extent(ring) > 0;
  if (anticlockwise != shell) std::reverse(ring.begin(), ring.end());
  return std::nullopt;
}

bool inside(LonLat at, const Ring& ring) {
  bool in = false;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const LonLat p = ring[i];
    const LonLat q = ring[i + 1];
    if ((p.lat > at.lat) == (q.lat > at.lat)) continue;
    if (at.lon < p.lon + (at.lat - p.lat) / (q.lat - p.lat) * (q.lon - p.lon)) in = !in;
  }
  return in;
}

// Rings are known not to cross: a hole is inside if the middle of one of its edges is.
bool holes_inside(const Polygon& polygon) {
  return std::all_of(polygon.begin() + 1, polygon.end(), [&](const Ring& hole) {
    for (std::size_t i = 0; i + 1 < hole.size(); ++i) {
      const LonLat middle = {(hole[i].lon + hole[i + 1].lon) / 2,
                             (hole[i].lat + hole[i + 1].lat) / 2};
      if (inside(middle, polygon.front())) return true;
    }
    return false;
  });
}

std::size_t positions_in(const Outline& outline) {
  std::size_t count = 0;
  for (const Polygon& polygon : outline.polygons)
    for (const Ring& ring : polygon) count += ring.size();
  return count;
}

std::optional<std::string> tidy_rings(Outline& outline) {
  for (Polygon& polygon : outline.polygons) {
    if (polygon.empty()) return "a polygon has no rings";
    for (std::size_t i = 0; i < polygon.size(); ++i)
      if (auto fault = tidy_ring(polygon[i], i == 0)) return fault;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> normalise(Outline& outline) {
  if (outline.polygons.empty()) return "the geometry has no polygon";
  if (const std::size_t count = positions_in(outline); count > kMaxPositionsPerPlot) {
    return "the outline has " + std::to_string(count) + " positions, more than " +
           std::to_string(kMaxPositionsPerPlot);
  }
  if (auto fault = tidy_rings(outline)) return fault;
  if (const auto at = crossing(outline)) return "the outline crosses itself near " + place(*at);
  if (!std::all_of(outline.polygons.begin(), outline.polygons.end(), holes_inside))
    return "a hole lies outside its plot";
  if (parts_overlap(outline)) return "two parts of the plot cover each other";
  return std::nullopt;
}

std::int64_t area_mm2(const Outline& outline) {
  double square_metres = 0;
  for (const Polygon& polygon : outline.polygons) {
    for (const Ring& ring : polygon) {
      GeographicLib::PolygonArea area(GeographicLib::Geodesic::WGS84());
      for (std::size_t i = 0; i + 1 < ring.size(); ++i) area.AddPoint(ring[i].lat, ring[i].lon);
      double perimeter = 0;
      double signed_area = 0;  // holes run clockwise and come out negative
      area.Compute(false, true, perimeter, signed_area);
      square_metres += signed_area;
    }
  }
  return std::llround(square_metres * 1e6);
}

}  // namespace ledger::layout
