#pragma once

#include <cstddef>
#include <string>
#include <vector>

// Believable Indian layouts for the demo and for tests: plots back to back in strips between
// streets, blocks cut by bent and slanted roads, parks in the middle, odd plots where a road cuts a
// row.
namespace ledger {

// Metres in the site's own frame, x to the right, y up, before the site is turned.
struct SitePoint {
  double x = 0;
  double y = 0;
};

struct PlotSize {
  int width_ft = 0;
  int depth_ft = 0;
};

// An open space: one segment of one strip, between streets on all its sides.
struct ParkPlan {
  int strip = 0;
  int segment = 0;
  bool operator==(const ParkPlan&) const = default;
};

// Streets run at `street_degrees` (anticlockwise from x). Strips of two rows lie between them, the
// sizes of `strips` in turn; every `segment_ft` a cross street interrupts them. `outline` is the
// block without the roads around it, a simple polygon.
struct BlockPlan {
  std::string name;
  std::vector<SitePoint> outline;
  double street_degrees = 0;
  std::vector<PlotSize> strips;
  int segment_ft = 300;
  double segment_shift_m = 0;  // moves the cross streets along
  int street_ft = 30;
  int main_road_ft = 40;  // the road along the block's first and last row
  std::vector<ParkPlan> parks;
};

struct LayoutPlan {
  std::string name;
  double lon = 0;  // of the site's origin
  double lat = 0;
  double turned_degrees = 0;  // the whole site, anticlockwise
  std::size_t plots = 0;      // those cut most by a road are left as green until so many remain
  std::vector<BlockPlan> blocks;
};

// A GeoJSON FeatureCollection of polygons with properties plot_no ("B-117"), block, facing, corner,
// park_facing, dims ("30x40" in feet, or "odd"), road_width_ft. No two plots overlap; the same plan
// gives the same bytes. Throws std::invalid_argument if the plan has no room for its plots.
std::string generate_layout(const LayoutPlan& plan);

LayoutPlan sahyadri_meadows();  // Talegaon near Pune: 1,248 plots in blocks A to F
LayoutPlan kaveri_enclave();    // Devanahalli, Bengaluru: 312 sites in blocks A to C

}  // namespace ledger
