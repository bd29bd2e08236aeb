#include "query-api/layout/block_fill.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <utility>

namespace ledger::layout {

namespace {

constexpr double kFoot = 0.3048;
constexpr double kSmallest = 0.62;  // of the size: less is joined to its neighbour, or left green
constexpr double kWorthJoining = 0.08;
constexpr double kSplay = 2.0;  // metres cut off a corner at a crossing

using Points = std::vector<SitePoint>;

Points turned(Points points, double degrees) {
  const double angle = degrees * std::numbers::pi / 180;
  for (SitePoint& p : points) {
    p = {p.x * std::cos(angle) - p.y * std::sin(angle),
         p.x * std::sin(angle) + p.y * std::cos(angle)};
  }
  return points;
}

double area_of(const Points& points) {
  double sum = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const SitePoint p = points[i];
    const SitePoint q = points[(i + 1) % points.size()];
    sum += p.x * q.y - q.x * p.y;
  }
  return std::abs(sum) / 2;
}

// The part of `points` where a·x + b·y <= c.
Points cut(const Points& points, double a, double b, double c) {
  Points kept;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const SitePoint p = points[i];
    const SitePoint q = points[(i + 1) % points.size()];
    const double dp = a * p.x + b * p.y - c;
    const double dq = a * q.x + b * q.y - c;
    if (dp <= 0) kept.push_back(p);
    if (dp * dq < 0) {
      const double t = dp / (dp - dq);
      kept.push_back({p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)});
    }
  }
  return kept;
}

struct Box {
  double left = 0;
  double bottom = 0;
  double right = 0;
  double top = 0;
};

Points cut_to(const Points& points, const Box& box) {
  Points kept = cut(points, -1, 0, -box.left);
  kept = cut(kept, 1, 0, box.right);
  kept = cut(kept, 0, -1, -box.bottom);
  return cut(kept, 0, 1, box.top);
}

Box bounds_of(const Points& points) {
  constexpr double kFar = std::numeric_limits<double>::max();
  Box box{kFar, kFar, -kFar, -kFar};
  for (const SitePoint p : points) {
    box.left = std::min(box.left, p.x);
    box.right = std::max(box.right, p.x);
    box.bottom = std::min(box.bottom, p.y);
    box.top = std::max(box.top, p.y);
  }
  return box;
}

// Cells of one row between two cross streets.
struct Cell {
  Box box;
  Points shape;
  double ratio = 0;
};

class BlockFill {
 public:
  BlockFill(const BlockPlan& plan, std::vector<Site>& sites)
      : plan_(plan),
        outline_(turned(plan.outline, -plan.street_degrees)),
        bounds_(bounds_of(outline_)),
        sites_(sites) {}

  void fill();

 private:
  struct Row {
    int strip = 0;
    bool upper = false;
    double bottom = 0;
    PlotSize size;
    int road_ft = 0;

    [[nodiscard]] double top() const { return bottom + size.depth_ft * kFoot; }
  };

  [[nodiscard]] double pitch() const { return (plan_.segment_ft + plan_.street_ft) * kFoot; }

  [[nodiscard]] int segments() const;
  [[nodiscard]] bool is_park(int strip, int segment) const;
  [[nodiscard]] bool sees_park(const Row& row, int segment, bool first, bool last) const;
  [[nodiscard]] Cell cell_of(const Box& box, const PlotSize& size) const;
  [[nodiscard]] std::vector<Cell> cells_of(const Row& row, int segment) const;
  void join_small_ends(std::vector<Cell>& cells, const PlotSize& size) const;
  void splay(Cell& cell, const Row& row, bool left) const;
  void fill_row(const Row& row);
  void fill_segment(const Row& row, int segment);
  [[nodiscard]] Site site_of(const Cell& cell, const Row& row) const;

  const BlockPlan& plan_;
  Points outline_;  // turned so that streets run along x
  Box bounds_;
  std::vector<Site>& sites_;
};

int BlockFill::segments() const {
  return static_cast<int>(std::ceil((bounds_.right - bounds_.left + pitch()) / pitch())) + 1;
}

bool BlockFill::is_park(int strip, int segment) const {
  return std::find(plan_.parks.begin(), plan_.parks.end(), ParkPlan{strip, segment}) !=
         plan_.parks.end();
}

// Across the street in front, or across the cross street beside.
bool BlockFill::sees_park(const Row& row, int segment, bool first, bool last) const {
  return is_park(row.strip + (row.upper ? 1 : -1), segment) ||
         (first && is_park(row.strip, segment - 1)) || (last && is_park(row.strip, segment + 1));
}

Cell BlockFill::cell_of(const Box& box, const PlotSize& size) const {
  Cell cell{box, cut_to(outline_, box), 0};
  cell.ratio = area_of(cell.shape) / (size.width_ft * size.depth_ft * kFoot * kFoot);
  return cell;
}

std::vector<Cell> BlockFill::cells_of(const Row& row, int segment) const {
  const double width = row.size.width_ft * kFoot;
  const double start = bounds_.left + plan_.segment_shift_m + (segment - 1) * pitch();
  std::vector<Cell> cells;
  for (int i = 0; i < plan_.segment_ft / row.size.width_ft; ++i) {
    const double left = start + i * width;
    Cell cell = cell_of({left, row.bottom, left + width, row.top()}, row.size);
    if (cell.ratio > kWorthJoining) cells.push_back(std::move(cell));
  }
  join_small_ends(cells, row.size);
  std::erase_if(cells, [](const Cell& cell) { return cell.ratio < kSmallest; });
  return cells;
}

// Where a bent road cuts a row, the rest of a plot goes to its neighbour.
void BlockFill::join_small_ends(std::vector<Cell>& cells, const PlotSize& size) const {
  if (cells.size() >= 2 && cells.front().ratio < kSmallest && cells[1].ratio >= kSmallest) {
    cells[1].box.left = cells[0].box.left;
    cells[1] = cell_of(cells[1].box, size);
    cells.erase(cells.begin());
  }
  if (cells.size() < 2) return;
  Cell& before = cells[cells.size() - 2];
  if (cells.back().ratio >= kSmallest || before.ratio < kSmallest) return;
  before.box.right = cells.back().box.right;
  before = cell_of(before.box, size);
  cells.pop_back();
}

// Cuts the corner towards the crossing off a plot that is a plain rectangle.
void BlockFill::splay(Cell& cell, const Row& row, bool left) const {
  const Box& box = cell.box;
  const double whole = (box.right - box.left) * (box.top - box.bottom);
  if (area_of(cell.shape) < whole * 0.9999) return;
  const double a = left ? -1 : 1;
  const double b = row.upper ? 1 : -1;
  const double corner = a * (left ? box.left : box.right) + b * (row.upper ? box.top : box.bottom);
  cell.shape = cut(cell.shape, a, b, corner - kSplay);
}

Site BlockFill::site_of(const Cell& cell, const Row& row) const {
  Site site;
  site.block = plan_.name;
  site.outline = turned(cell.shape, plan_.street_degrees);
  site.size = row.size;
  site.ratio = cell.ratio;
  site.facing_degrees = plan_.street_degrees + (row.upper ? 90 : -90);
  site.road_ft = row.road_ft;
  return site;
}

void BlockFill::fill_segment(const Row& row, int segment) {
  if (is_park(row.strip, segment)) return;
  std::vector<Cell> cells = cells_of(row, segment);
  if (cells.size() < 2) return;  // a lone plot between two roads stays green
  splay(cells.front(), row, true);
  splay(cells.back(), row, false);
  std::vector<Site> along;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    Site& site = along.emplace_back(site_of(cells[i], row));
    const bool first = i == 0;
    const bool last = i + 1 == cells.size();
    site.corner = first || last;
    site.park_facing = sees_park(row, segment, first, last);
  }
  if (row.upper) std::reverse(along.begin(), along.end());
  std::move(along.begin(), along.end(), std::back_inserter(sites_));
}

void BlockFill::fill_row(const Row& row) {
  const int count = segments();
  for (int i = 0; i < count; ++i) fill_segment(row, row.upper ? count - 1 - i : i);
}

void BlockFill::fill() {
  double y = bounds_.bottom;
  for (int strip = 0; y < bounds_.top; ++strip) {
    const PlotSize size = plan_.strips[static_cast<std::size_t>(strip) % plan_.strips.size()];
    const double depth = size.depth_ft * kFoot;
    const bool is_last = y + 3 * depth + plan_.street_ft * kFoot > bounds_.top;
    fill_row({strip, false, y, size, strip == 0 ? plan_.main_road_ft : plan_.street_ft});
    fill_row({strip, true, y + depth, size, is_last ? plan_.main_road_ft : plan_.street_ft});
    y += 2 * depth + plan_.street_ft * kFoot;
  }
}

}  // namespace

void fill_block(const BlockPlan& plan, std::vector<Site>& sites) {
  BlockFill(plan, sites).fill();
}

}  // namespace ledger::layout
