#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "query-api/layout/layout.h"
#include "tests/query-api/layout/support.h"

namespace ledger {
namespace {

std::size_t errors_in(const LayoutPreview& preview) {
  return static_cast<std::size_t>(std::count_if(
      preview.problems.begin(), preview.problems.end(),
      [](const LayoutProblem& each) { return each.severity == ProblemSeverity::kError; }));
}

std::size_t different_ids(const LayoutPreview& preview) {
  std::set<PlotId> ids;
  for (const ImportedPlot& plot : preview.plots) ids.insert(plot.plot_id);
  return ids.size();
}

TEST(SurveyedLayout, IsImportedWhole) {
  const LayoutPreview preview = read_layout(fixture("athi-river.geojson"), {.plot_no = "Name"});
  EXPECT_EQ(errors_in(preview), 0U);
  EXPECT_EQ(preview.plots.size(), 456U);
  EXPECT_EQ(different_ids(preview), 456U);
  EXPECT_EQ(preview.plots.front().plot_id, PlotId("6552"));
  EXPECT_EQ(preview.plots.front().attributes.size(), 2U);
  EXPECT_TRUE(preview.importable());
}

TEST(SurveyedLayout, WarnsOfHeightsAndOfTheOverlapThatIsNoRounding) {
  const LayoutPreview preview = read_layout(fixture("athi-river.geojson"), {.plot_no = "Name"});
  const std::vector<LayoutProblem> expected = {
      {ProblemSeverity::kWarning, "file",
       "456 plots have positions with a third value (height): it was dropped"},
      {ProblemSeverity::kWarning, "feature 104 (6618)",
       "overlaps feature 334 (6619) by 3.2 sq m, 1.0 % of the smaller plot"}};
  EXPECT_EQ(preview.problems, expected);
}

TEST(SurveyedLayout, HasTheAreasThatAnotherLibraryFinds) {
  const LayoutPreview preview = read_layout(fixture("athi-river.geojson"), {.plot_no = "Name"});
  std::istringstream table(fixture("athi-river-areas.csv"));
  std::string line;
  std::getline(table, line);
  std::size_t row = 0;
  for (; std::getline(table, line); ++row) {
    const std::size_t comma = line.find(',');
    const ImportedPlot& plot = preview.plots.at(row);
    ASSERT_EQ(plot.no, line.substr(0, comma));
    const std::int64_t expected = std::stoll(line.substr(comma + 1));
    EXPECT_LE(std::abs(plot.area_mm2 - expected), expected / 100'000) << plot.no;  // asked: 0.5 %
  }
  EXPECT_EQ(row, 456U);
}

TEST(LayoutNumberedByStreet, NeedsTheStreetToTellPlotsApart) {
  const LayoutPreview preview = read_layout(fixture("streets.geojson"), {.plot_no = "Plot"});
  EXPECT_EQ(errors_in(preview), 40U);
  EXPECT_FALSE(preview.importable());
  EXPECT_EQ(preview.problems.front(),
            (LayoutProblem{ProblemSeverity::kError, "feature 21 (1)",
                           "has the same number as feature 1 (1); if numbers start anew in each "
                           "\"Street\", name that property as block"}));
}

TEST(LayoutNumberedByStreet, TakesIdsFromStreetAndNumber) {
  const LayoutPreview preview = read_layout(
      fixture("streets.geojson"),
      {.plot_no = "Plot", .block = "Street", .area = "Area_sqyd", .area_unit = "sq_yd"});
  EXPECT_EQ(preview.problems, std::vector<LayoutProblem>{});
  EXPECT_EQ(preview.plots.size(), 60U);
  EXPECT_EQ(different_ids(preview), 60U);
  EXPECT_EQ(preview.plots.back().plot_id, PlotId("Banyan Street:20"));
  EXPECT_EQ(preview.plots.back().no, "20");
  EXPECT_EQ(preview.plots.back().block, "Banyan Street");
}

TEST(StatedAreas, AreComparedInTheUnitNamed) {
  const LayoutPreview preview =
      read_layout(fixture("streets.geojson"),
                  {.plot_no = "Plot", .block = "Street", .area = "Area_sqyd", .area_unit = "sq_m"});
  EXPECT_TRUE(preview.importable());
  EXPECT_EQ(preview.problems.size(), 60U);
  EXPECT_EQ(preview.problems.back(),
            (LayoutProblem{
                ProblemSeverity::kWarning, "feature 60 (Banyan Street:20)",
                "\"Area_sqyd\" states 306.4 sq m, the drawing has 256.323 sq m: 16.3 % less"}));
}

}  // namespace
}  // namespace ledger
