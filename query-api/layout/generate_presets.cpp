#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <numbers>

#include "query-api/layout/generate.h"

namespace ledger {

namespace {

using Curve = std::function<double(double)>;

constexpr int kSteps = 24;

// The block between two bent roads that run up the site (x as a function of y) and two that run
// across it (y as a function of x), each moved inwards by half the road's width.
struct Edges {
  Curve left;
  Curve right;
  Curve bottom;
  Curve top;
};

Curve moved(const Curve& curve, double by) {
  return [curve, by](double at) { return curve(at) + by; };
}

Curve line(double start, double slope) {
  return [start, slope](double at) { return start + slope * at; };
}

SitePoint meeting(const Curve& upward, const Curve& across) {
  SitePoint at;
  for (int i = 0; i < 60; ++i) at = {upward(at.y), across(at.x)};
  return at;
}

void follow_up(std::vector<SitePoint>& outline, const Curve& upward, SitePoint from, SitePoint to) {
  for (int i = 0; i < kSteps; ++i) {
    const double y = from.y + (to.y - from.y) * i / kSteps;
    outline.push_back({upward(y), y});
  }
}

void follow_across(std::vector<SitePoint>& outline, const Curve& across, SitePoint from,
                   SitePoint to) {
  for (int i = 0; i < kSteps; ++i) {
    const double x = from.x + (to.x - from.x) * i / kSteps;
    outline.push_back({x, across(x)});
  }
}

std::vector<SitePoint> between(const Edges& edges) {
  const SitePoint low_left = meeting(edges.left, edges.bottom);
  const SitePoint low_right = meeting(edges.right, edges.bottom);
  const SitePoint high_right = meeting(edges.right, edges.top);
  const SitePoint high_left = meeting(edges.left, edges.top);
  std::vector<SitePoint> outline;
  follow_across(outline, edges.bottom, low_left, low_right);
  follow_up(outline, edges.right, low_right, high_right);
  follow_across(outline, edges.top, high_right, high_left);
  follow_up(outline, edges.left, high_left, low_left);
  return outline;
}

double degrees(double slope) {
  return std::atan(slope) * 180 / std::numbers::pi;
}

// The bent road from south to north between blocks A, B, C and D, E, F.
double spine(double y) {
  return 312 + 34 * std::sin(y / 110 - 0.9);
}

double sahyadri_south(double x) {
  return 0.05 * x;
}

double sahyadri_north(double x) {
  return 506 - 0.035 * x;
}

std::vector<BlockPlan> sahyadri_west() {
  const Curve stream = [](double y) { return 20 * std::sin(y / 96 + 0.7); };
  const Curve spine_road = moved(spine, -9);
  const Curve lower = line(158, 0.03);
  const Curve upper = line(330, -0.02);
  return {{.name = "A",
           .outline = between({stream, spine_road, sahyadri_south, moved(lower, -6)}),
           .street_degrees = degrees(0.05),
           .strips = {{30, 40}, {25, 40}, {25, 40}},
           .segment_shift_m = 20,
           .main_road_ft = 60,
           .parks = {{1, 2}}},
          {.name = "B",
           .outline = between({stream, spine_road, moved(lower, 6), moved(upper, -6)}),
           .street_degrees = degrees(0.03),
           .strips = {{30, 50}, {30, 40}, {25, 40}},
           .segment_shift_m = 4,
           .parks = {{2, 2}}},
          {.name = "C",
           .outline = between({stream, spine_road, moved(upper, 6), sahyadri_north}),
           .street_degrees = degrees(-0.02),
           .strips = {{30, 40}, {30, 50}, {30, 40}},
           .segment_shift_m = 30,
           .parks = {{1, 1}}}};
}

std::vector<BlockPlan> sahyadri_east() {
  const Curve spine_road = moved(spine, 9);
  const Curve hill = line(590, -0.09);
  const Curve lower = line(141, 0.03);
  const Curve upper = line(352, -0.03);
  return {{.name = "D",
           .outline = between({spine_road, hill, sahyadri_south, moved(lower, -6)}),
           .street_degrees = degrees(0.05),
           .strips = {{30, 50}, {30, 50}, {25, 40}},
           .segment_shift_m = 12,
           .main_road_ft = 60,
           .parks = {{1, 2}}},
          {.name = "E",
           .outline = between({spine_road, hill, moved(lower, 6), moved(upper, -6)}),
           .street_degrees = 90 + degrees(0.09),
           .strips = {{40, 60}, {30, 40}, {30, 40}},
           .segment_ft = 360,
           .parks = {{1, 1}}},
          {.name = "F",
           .outline = between({spine_road, hill, moved(upper, 6), sahyadri_north}),
           .street_degrees = degrees(-0.03),
           .strips = {{50, 80}, {30, 50}, {30, 40}},
           .segment_shift_m = 8,
           .street_ft = 40,
           .parks = {{1, 2}}}};
}

}  // namespace

LayoutPlan sahyadri_meadows() {
  LayoutPlan plan{.name = "Sahyadri Meadows",
                  .lon = 73.6712,
                  .lat = 18.7314,
                  .turned_degrees = 9,
                  .plots = 1248,
                  .blocks = sahyadri_west()};
  std::ranges::move(sahyadri_east(), std::back_inserter(plan.blocks));
  return plan;
}

LayoutPlan kaveri_enclave() {
  const Curve west = line(0, 0.05);
  const Curve lake = [](double y) { return 282 - (y - 118) * (y - 118) / 520; };
  const Curve middle = line(126, 0.05);
  const Curve south = line(0, -0.04);
  const Curve across = line(124, -0.04);
  const Curve north = line(254, 0.02);
  return {.name = "Kaveri Enclave",
          .lon = 77.7068,
          .lat = 13.2462,
          .turned_degrees = -6,
          .plots = 312,
          .blocks = {{.name = "A",
                      .outline = between({west, moved(middle, -6), south, north}),
                      .street_degrees = 90 - degrees(0.05),
                      .strips = {{30, 40}},
                      .segment_ft = 360,
                      .parks = {{1, 1}}},
                     {.name = "B",
                      .outline = between({moved(middle, 6), lake, south, moved(across, -6)}),
                      .street_degrees = degrees(-0.04),
                      .strips = {{30, 50}, {30, 40}}},
                     {.name = "C",
                      .outline = between({moved(middle, 6), lake, moved(across, 6), north}),
                      .street_degrees = degrees(-0.04),
                      .strips = {{40, 60}, {30, 40}},
                      .segment_ft = 360}}};
}

}  // namespace ledger
