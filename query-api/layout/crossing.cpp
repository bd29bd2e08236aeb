#include "query-api/layout/crossing.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>
#include <vector>

namespace ledger::layout {

namespace {

constexpr double kTouch = 1e-9;  // degrees: 0.1 mm on the ground

struct Edge {
  LonLat before;  // the corner before a, on the same ring
  LonLat a;
  LonLat b;
  std::size_t ring = 0;
  std::size_t index = 0;
  std::size_t ring_size = 0;
};

double low(const Edge& edge) {
  return std::min(edge.a.lon, edge.b.lon);
}

double high(const Edge& edge) {
  return std::max(edge.a.lon, edge.b.lon);
}

bool apart_in_latitude(const Edge& e, const Edge& f) {
  return std::max(e.a.lat, e.b.lat) + kTouch < std::min(f.a.lat, f.b.lat) ||
         std::max(f.a.lat, f.b.lat) + kTouch < std::min(e.a.lat, e.b.lat);
}

bool neighbours(const Edge& e, const Edge& f) {
  if (e.ring != f.ring) return false;
  const std::size_t gap = e.index > f.index ? e.index - f.index : f.index - e.index;
  return gap == 1 || gap == e.ring_size - 1;
}

bool same_place(LonLat p, LonLat q) {
  return std::abs(p.lon - q.lon) <= kTouch && std::abs(p.lat - q.lat) <= kTouch;
}

// +1 where r lies left of the line p → q, -1 right, 0 on it.
int side(LonLat p, LonLat q, LonLat r) {
  const double dx = q.lon - p.lon;
  const double dy = q.lat - p.lat;
  const double cross = dx * (r.lat - p.lat) - dy * (r.lon - p.lon);
  if (std::abs(cross) <= kTouch * std::hypot(dx, dy)) return 0;
  return cross > 0 ? 1 : -1;
}

bool cut_properly(const Edge& e, const Edge& f) {
  return side(e.a, e.b, f.a) * side(e.a, e.b, f.b) < 0 &&
         side(f.a, f.b, e.a) * side(f.a, f.b, e.b) < 0;
}

// The angle from p → from to p → to, anticlockwise, in [0, 2π).
double turn(LonLat p, LonLat from, LonLat to) {
  const double angle =
      std::atan2(to.lat - p.lat, to.lon - p.lon) - std::atan2(from.lat - p.lat, from.lon - p.lon);
  return angle < 0 ? angle + 2 * std::numbers::pi : angle;
}

// Two chains meet at one corner; they cross if one arm of f's lies in each of the sectors between
// the arms of e's. Arms that run together are a shared border, not a crossing.
bool cross_at_corner(const Edge& e, const Edge& f) {
  constexpr double kSameWay = 1e-9;
  const double sector = turn(e.a, e.b, e.before);
  const double one = turn(e.a, e.b, f.before);
  const double other = turn(e.a, e.b, f.b);
  for (const double arm : {one, other})
    if (arm < kSameWay || std::abs(arm - sector) < kSameWay) return false;
  return (one < sector) != (other < sector);
}

// The corner e.a lies on f; the chain through it crosses if it comes and goes on different sides.
bool cut_at_corner(const Edge& e, const Edge& f) {
  if (same_place(e.a, f.a)) return cross_at_corner(e, f);
  if (same_place(e.a, f.b) || side(f.a, f.b, e.a) != 0) return false;
  const double along =
      (e.a.lon - f.a.lon) * (f.b.lon - f.a.lon) + (e.a.lat - f.a.lat) * (f.b.lat - f.a.lat);
  const double length = std::hypot(f.b.lon - f.a.lon, f.b.lat - f.a.lat);
  if (along < 0 || along > length * length) return false;
  return side(f.a, f.b, e.before) * side(f.a, f.b, e.b) < 0;
}

LonLat meeting_point(const Edge& e, const Edge& f) {
  const double ex = e.b.lon - e.a.lon;
  const double ey = e.b.lat - e.a.lat;
  const double fx = f.b.lon - f.a.lon;
  const double fy = f.b.lat - f.a.lat;
  const double t = ((f.a.lon - e.a.lon) * fy - (f.a.lat - e.a.lat) * fx) / (ex * fy - ey * fx);
  return {e.a.lon + t * ex, e.a.lat + t * ey};
}

std::optional<LonLat> where_they_cross(const Edge& e, const Edge& f) {
  if (neighbours(e, f) || apart_in_latitude(e, f)) return std::nullopt;
  if (cut_properly(e, f)) return meeting_point(e, f);
  if (cut_at_corner(e, f)) return e.a;
  if (cut_at_corner(f, e)) return f.a;
  return std::nullopt;
}

std::vector<Edge> edges_of(const Outline& outline) {
  std::vector<Edge> edges;
  std::size_t number = 0;
  for (const Polygon& polygon : outline.polygons) {
    for (const Ring& ring : polygon) {
      const std::size_t size = ring.size() - 1;
      for (std::size_t i = 0; i < size; ++i)
        edges.push_back({ring[(i + size - 1) % size], ring[i], ring[i + 1], number, i, size});
      ++number;
    }
  }
  return edges;
}

LonLat swapped(LonLat p) {
  return {p.lat, p.lon};
}

// The sweep runs along longitude; a drawing whose edges are long that way is turned over first.
bool turn_over_if_wide(std::vector<Edge>& edges) {
  double along = 0;
  double across = 0;
  for (const Edge& edge : edges) {
    along += std::abs(edge.b.lon - edge.a.lon);
    across += std::abs(edge.b.lat - edge.a.lat);
  }
  if (along <= across) return false;
  for (Edge& edge : edges) {
    edge.before = swapped(edge.before);
    edge.a = swapped(edge.a);
    edge.b = swapped(edge.b);
  }
  return true;
}

}  // namespace

std::optional<LonLat> crossing(const Outline& outline) {
  std::vector<Edge> edges = edges_of(outline);
  const bool turned = turn_over_if_wide(edges);
  std::stable_sort(edges.begin(), edges.end(),
                   [](const Edge& e, const Edge& f) { return low(e) < low(f); });
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const double reach = high(edges[i]) + kTouch;
    for (std::size_t j = i + 1; j < edges.size() && low(edges[j]) <= reach; ++j) {
      const std::optional<LonLat> at = where_they_cross(edges[i], edges[j]);
      if (at) return turned ? swapped(*at) : *at;
    }
  }
  return std::nullopt;
}

}  // namespace ledger::layout
