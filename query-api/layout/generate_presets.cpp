#include <cmath>
#include <functional>
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

}  // namespace

LayoutPlan sahyadri_meadows() {
  const Curve stream = [](double y) { return 20 * std::sin(y / 96 + 0.7); };
  const Curve spine = [](double y) { return 312 + 34 * std::sin(y / 110 - 0.9); };
  const Curve east = line(590, -0.09);
  const Curve south = line(0, 0.05);
  const Curve north = line(506, -0.035);
  const Curve lower_left = line(158, 0.03);
  const Curve upper_left = line(330, -0.02);
  const Curve lower_right = line(141, 0.03);
  const Curve upper_right = line(352, -0.03);
  const auto west_of_spine = moved(spine, -9);
  const auto east_of_spine = moved(spine, 9);

  LayoutPlan plan{.name = "Sahyadri Meadows",
                  .lon = 73.6712,
                  .lat = 18.7314,
                  .turned_degrees = 9,
                  .plots = 1248};
  plan.blocks = {
      {"A",
       between({stream, west_of_spine, south, moved(lower_left, -6)}),
       degrees(0.05),
       {{30, 40}, {25, 40}, {25, 40}},
       300,
       20,
       30,
       60,
       {{1, 2}}},
      {"B",
       between({stream, west_of_spine, moved(lower_left, 6), moved(upper_left, -6)}),
       degrees(0.03),
       {{30, 50}, {30, 40}, {25, 40}},
       300,
       4,
       30,
       40,
       {{2, 2}}},
      {"C",
       between({stream, west_of_spine, moved(upper_left, 6), north}),
       degrees(-0.02),
       {{30, 40}, {30, 50}, {30, 40}},
       300,
       30,
       30,
       40,
       {{1, 1}}},
      {"D",
       between({east_of_spine, east, south, moved(lower_right, -6)}),
       degrees(0.05),
       {{30, 50}, {30, 50}, {25, 40}},
       300,
       12,
       30,
       60,
       {{1, 2}}},
      {"E",
       between({east_of_spine, east, moved(lower_right, 6), moved(upper_right, -6)}),
       90 + degrees(0.09),
       {{40, 60}, {30, 40}, {30, 40}},
       360,
       0,
       30,
       40,
       {{1, 1}}},
      {"F",
       between({east_of_spine, east, moved(upper_right, 6), north}),
       degrees(-0.03),
       {{50, 80}, {30, 50}, {30, 40}},
       300,
       8,
       40,
       40,
       {{1, 2}}},
  };
  return plan;
}

LayoutPlan kaveri_enclave() {
  const Curve west = line(0, 0.05);
  const Curve lake = [](double y) { return 282 - (y - 118) * (y - 118) / 520; };
  const Curve middle = line(126, 0.05);
  const Curve south = line(0, -0.04);
  const Curve across = line(124, -0.04);
  const Curve north = line(254, 0.02);
  LayoutPlan plan{
      .name = "Kaveri Enclave", .lon = 77.7068, .lat = 13.2462, .turned_degrees = -6, .plots = 312};
  plan.blocks = {
      {"A",
       between({west, moved(middle, -6), south, north}),
       90 - degrees(0.05),
       {{30, 40}, {30, 40}},
       360,
       0,
       30,
       40,
       {{1, 1}}},
      {"B",
       between({moved(middle, 6), lake, south, moved(across, -6)}),
       degrees(-0.04),
       {{30, 50}, {30, 40}},
       300,
       0,
       30,
       40,
       {}},
      {"C",
       between({moved(middle, 6), lake, moved(across, 6), north}),
       degrees(-0.04),
       {{40, 60}, {30, 40}},
       360,
       0,
       30,
       40,
       {}},
  };
  return plan;
}

}  // namespace ledger
