#include "query-api/layout/overlap.h"

#include <gtest/gtest.h>

#include "query-api/layout/crossing.h"
#include "query-api/layout/outline.h"

namespace ledger::layout {
namespace {

// Corners in units of 1e-5 degrees (1.1 m at the equator), not closed.
Ring ring(const std::vector<LonLat>& corners) {
  Ring closed;
  for (const LonLat at : corners) closed.push_back({at.lon * 1e-5, at.lat * 1e-5});
  closed.push_back(closed.front());
  return closed;
}

Outline outline(const std::vector<LonLat>& corners) {
  return {{{ring(corners)}}, false};
}

Outline box(double x, double y, double width, double height) {
  return outline({{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}});
}

double share(const Outline& a, const Outline& b) {
  const Overlaps overlaps = find_overlaps({a, b});
  return overlaps.found.empty() ? 0 : overlaps.found[0].share;
}

TEST(Overlap, IsTheShareOfTheSmaller) {
  EXPECT_NEAR(share(box(0, 0, 10, 10), box(9, 0, 10, 10)), 0.1, 1e-6);
  EXPECT_NEAR(share(box(0, 0, 10, 10), box(5, 5, 20, 20)), 0.25, 1e-6);
  EXPECT_NEAR(share(box(0, 0, 10, 10), box(2, 2, 3, 3)), 1, 1e-6);
  EXPECT_NEAR(share(box(0, 0, 10, 10), box(0, 0, 10, 10)), 1, 1e-6);
  EXPECT_NEAR(share(outline({{0, 0}, {10, 0}, {0, 10}}), outline({{10, 10}, {0, 10}, {10, 0}})), 0,
              1e-6);
  EXPECT_NEAR(share(outline({{0, 0}, {10, 0}, {0, 10}}), box(0, 0, 10, 10)), 1, 1e-6);
  EXPECT_NEAR(share(outline({{0, 0}, {10, 0}, {10, 10}}), outline({{0, 0}, {10, 0}, {0, 10}})), 0.5,
              1e-6);
}

TEST(Overlap, KnowsHolesAndBays) {
  Outline ring_plot = box(0, 0, 10, 10);
  Ring hole = ring({{3, 3}, {3, 7}, {7, 7}, {7, 3}});  // clockwise
  ring_plot.polygons[0].push_back(hole);
  EXPECT_EQ(share(ring_plot, box(4, 4, 2, 2)), 0);
  EXPECT_NEAR(share(ring_plot, box(6, 4, 2, 2)), 0.5, 1e-6);
  const Outline bay =
      outline({{0, 0}, {10, 0}, {10, 10}, {8, 10}, {8, 2}, {2, 2}, {2, 10}, {0, 10}});
  EXPECT_EQ(share(bay, box(3, 3, 4, 6)), 0);
  EXPECT_NEAR(share(bay, box(1, 4, 8, 1)), 0.25, 1e-6);
}

TEST(Overlap, IgnoresSharedBordersAndTheirRounding) {
  EXPECT_TRUE(find_overlaps({box(0, 0, 10, 10), box(10, 0, 10, 10)}).found.empty());
  EXPECT_TRUE(find_overlaps({box(0, 0, 10, 10), box(9.96, 0, 10, 10)}).found.empty());
  EXPECT_EQ(find_overlaps({box(0, 0, 10, 10), box(9.94, 0, 10, 10)}).found.size(), 1U);
}

TEST(Overlap, IsFoundAmongManyPlots) {
  std::vector<Outline> plots;
  for (int row = 0; row < 100; ++row)
    for (int column = 0; column < 200; ++column)
      plots.push_back(box(column * 10, row * 20, 10, 20));
  plots[15'000] =
      box((15'000 % 200) * 10 - 1, (15'000 / 200) * 20, 11, 20);  // the first of its row
  plots[15'001] = box((15'001 % 200) * 10 - 1, (15'001 / 200) * 20, 11, 20);
  const Overlaps overlaps = find_overlaps(plots);
  EXPECT_TRUE(overlaps.complete);
  ASSERT_EQ(overlaps.found.size(), 1U);
  EXPECT_EQ(overlaps.found[0].first, 15'000U);
  EXPECT_EQ(overlaps.found[0].second, 15'001U);
}

TEST(Overlap, SearchEndsForPlotsStackedOnEachOther) {
  const Overlaps overlaps = find_overlaps(std::vector<Outline>(20'000, box(0, 0, 10, 10)));
  EXPECT_FALSE(overlaps.complete);
}

TEST(Crossing, IsFound) {
  EXPECT_TRUE(crossing(outline({{0, 0}, {10, 10}, {10, 0}, {0, 10}})));                   // bow tie
  EXPECT_TRUE(crossing(outline({{0, 0}, {5, 5}, {10, 0}, {10, 10}, {5, 5}, {0, 10}})) ==  // waist
              std::nullopt);
  EXPECT_TRUE(
      crossing(outline({{0, 0}, {5, 5}, {10, 10}, {10, 0}, {5, 5}, {0, 10}})));  // at a corner
  EXPECT_TRUE(crossing(
      outline({{0, 0}, {10, 0}, {5, 0}, {5, -5}, {7, -5}, {7, 5}, {0, 5}})));  // over an edge
}

TEST(Crossing, IsNotTouching) {
  EXPECT_FALSE(crossing(box(0, 0, 10, 10)));
  EXPECT_FALSE(
      crossing(outline({{0, 0}, {10, 0}, {10, 10}, {5, 0}, {0, 10}})));  // corner on an edge
  EXPECT_FALSE(crossing(outline({{0, 0}, {10, 0}, {10, 10}, {5, 5e-6}, {0, 10}})));  // almost
  Outline parts = box(0, 0, 10, 10);
  parts.polygons.push_back(box(10, 5, 10, 10).polygons[0]);  // a shared border
  EXPECT_FALSE(crossing(parts));
  parts.polygons[1] = box(10, 10, 10, 10).polygons[0];  // a shared corner
  EXPECT_FALSE(crossing(parts));
  parts.polygons[1] = box(9, 9, 10, 10).polygons[0];
  EXPECT_TRUE(crossing(parts));
}

}  // namespace
}  // namespace ledger::layout
