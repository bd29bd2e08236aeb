#include "query-api/layout/overlap.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <utility>

namespace ledger::layout {

namespace {

constexpr std::int64_t kMaxEdgePairs = 300'000'000;  // about two seconds of work
constexpr std::size_t kMaxFound = 100'000;
constexpr double kMetresPerDegree = 111'320;  // shares need no more than this

struct Point {
  double x = 0;
  double y = 0;
};

// An edge from left to right; `sign` is -1 where the ring runs that way, +1 where it runs back, so
// that for rings with the inside on their left it is +1 above the inside and -1 below.
struct Segment {
  Point left;
  Point right;
  double sign = 0;

  [[nodiscard]] double at(double x) const {
    return left.y + (right.y - left.y) * (x - left.x) / (right.x - left.x);
  }
};

struct Shape {
  std::vector<Segment> segments;  // by left end; upright edges left out
  Point low = {std::numeric_limits<double>::max(), std::numeric_limits<double>::max()};
  Point high = {std::numeric_limits<double>::lowest(), std::numeric_limits<double>::lowest()};
  double area = 0;
};

// Local metres east and north of a centre.
class Ground {
 public:
  explicit Ground(LonLat centre)
      : centre_(centre), east_(kMetresPerDegree * std::cos(centre.lat * std::numbers::pi / 180)) {}

  [[nodiscard]] Point operator()(LonLat at) const {
    return {(at.lon - centre_.lon) * east_, (at.lat - centre_.lat) * kMetresPerDegree};
  }

 private:
  LonLat centre_;
  double east_;
};

void add_edge(Shape& shape, Point from, Point to) {
  shape.low = {std::min(shape.low.x, from.x), std::min(shape.low.y, from.y)};
  shape.high = {std::max(shape.high.x, from.x), std::max(shape.high.y, from.y)};
  shape.area += (from.x * to.y - to.x * from.y) / 2;
  if (from.x < to.x) shape.segments.push_back({from, to, -1});
  if (to.x < from.x) shape.segments.push_back({to, from, +1});
}

void add_polygon(Shape& shape, const Polygon& polygon, const Ground& ground) {
  for (const Ring& ring : polygon) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
      add_edge(shape, ground(ring[i]), ground(ring[i + 1]));
  }
}

void sort_segments(Shape& shape) {
  std::stable_sort(shape.segments.begin(), shape.segments.end(),
                   [](const Segment& s, const Segment& t) { return s.left.x < t.left.x; });
}

// ∫ min(s, t) over the stretch that both cover.
double under_both(const Segment& s, const Segment& t, double floor) {
  const double from = std::max(s.left.x, t.left.x);
  const double to = std::min(s.right.x, t.right.x);
  if (from >= to) return 0;
  const double s0 = s.at(from) - floor;
  const double s1 = s.at(to) - floor;
  const double t0 = t.at(from) - floor;
  const double t1 = t.at(to) - floor;
  const double d0 = s0 - t0;
  const double d1 = s1 - t1;
  if (d0 * d1 >= 0) return (d0 + d1 <= 0 ? s0 + s1 : t0 + t1) / 2 * (to - from);
  const double part = d0 / (d0 - d1);
  const double meet = s0 + part * (s1 - s0);
  const double first = (std::min(s0, t0) + meet) / 2 * part;
  const double second = (meet + std::min(s1, t1)) / 2 * (1 - part);
  return (first + second) * (to - from);
}

// The area of the intersection, exactly: at each x the inside of a shape is "below its upper edges,
// not below its lower ones", so the intersection is the signed sum of what lies under both of a
// pair.
double common_area(const Shape& a, const Shape& b) {
  const double floor = std::min(a.low.y, b.low.y);
  double sum = 0;
  for (const Segment& s : a.segments) {
    for (const Segment& t : b.segments) {
      if (t.left.x >= s.right.x) break;
      sum += s.sign * t.sign * under_both(s, t, floor);
    }
  }
  return sum;
}

bool boxes_meet(const Shape& a, const Shape& b) {
  return a.low.x < b.high.x && b.low.x < a.high.x && a.low.y < b.high.y && b.low.y < a.high.y;
}

LonLat centre_of(const std::vector<Outline>& outlines) {
  LonLat sum;
  double count = 0;
  for (const Outline& outline : outlines) {
    sum.lon += outline.polygons.front().front().front().lon;
    sum.lat += outline.polygons.front().front().front().lat;
    ++count;
  }
  return {sum.lon / count, sum.lat / count};
}

std::vector<Shape> shapes_of(const std::vector<Outline>& outlines) {
  const Ground ground(centre_of(outlines));
  std::vector<Shape> shapes(outlines.size());
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    for (const Polygon& polygon : outlines[i].polygons) add_polygon(shapes[i], polygon, ground);
    sort_segments(shapes[i]);
  }
  return shapes;
}

std::vector<std::size_t> from_west_to_east(const std::vector<Shape>& shapes) {
  std::vector<std::size_t> order(shapes.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t i, std::size_t j) { return shapes[i].low.x < shapes[j].low.x; });
  return order;
}

// Compares two shapes whose boxes meet, and spends from the budget.
void compare(const std::vector<Shape>& shapes, std::size_t i, std::size_t j, std::int64_t& budget,
             Overlaps& overlaps) {
  const Shape& a = shapes[i];
  const Shape& b = shapes[j];
  budget -= static_cast<std::int64_t>(a.segments.size() * b.segments.size());
  const double common = common_area(a, b);
  const double share = common / std::min(a.area, b.area);
  if (share > kOverlapTolerance)
    overlaps.found.push_back({std::min(i, j), std::max(i, j), common, share});
}

}  // namespace

Overlaps find_overlaps(const std::vector<Outline>& outlines) {
  Overlaps overlaps;
  if (outlines.empty()) return overlaps;
  const std::vector<Shape> shapes = shapes_of(outlines);
  const std::vector<std::size_t> order = from_west_to_east(shapes);
  std::int64_t budget = kMaxEdgePairs;
  const auto spent = [&] { return budget <= 0 || overlaps.found.size() >= kMaxFound; };
  for (std::size_t i = 0; i < order.size() && !spent(); ++i) {
    const Shape& west = shapes[order[i]];
    for (std::size_t j = i + 1; j < order.size() && !spent(); ++j) {
      if (shapes[order[j]].low.x >= west.high.x) break;
      if (boxes_meet(west, shapes[order[j]])) compare(shapes, order[i], order[j], budget, overlaps);
    }
  }
  overlaps.complete = !spent();
  std::sort(overlaps.found.begin(), overlaps.found.end(), [](const Overlap& a, const Overlap& b) {
    return std::pair(a.first, a.second) < std::pair(b.first, b.second);
  });
  return overlaps;
}

bool parts_overlap(const Outline& outline) {
  if (outline.polygons.size() < 2) return false;
  std::vector<Outline> parts;
  parts.reserve(outline.polygons.size());
  for (const Polygon& polygon : outline.polygons) parts.push_back({{polygon}, false});
  const Overlaps overlaps = find_overlaps(parts);
  return !overlaps.found.empty() || !overlaps.complete;
}

}  // namespace ledger::layout
