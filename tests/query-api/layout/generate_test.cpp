#include "query-api/layout/generate.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

#include "query-api/layout/layout.h"
#include "query-api/layout/units.h"
#include "tests/query-api/layout/support.h"

namespace ledger {
namespace {

const std::string& attribute(const ImportedPlot& plot, const std::string& name) {
  for (const PlotAttribute& each : plot.attributes)
    if (each.name == name) return each.text;
  throw std::out_of_range(name);
}

struct Expected {
  const char* name;
  LayoutPlan plan;
  std::size_t plots;
  std::set<std::string> blocks;
  std::set<std::string> dims;
};

void PrintTo(const Expected& each, std::ostream* out) {
  *out << each.name;
}

class GeneratedLayout : public testing::TestWithParam<Expected> {
 protected:
  LayoutPreview preview_ = read_layout(generate_layout(GetParam().plan), {.plot_no = "plot_no"});

  std::set<std::string> values_of(const std::string& name) {
    std::set<std::string> values;
    for (const ImportedPlot& plot : preview_.plots) values.insert(attribute(plot, name));
    return values;
  }
};

TEST_P(GeneratedLayout, IsImportedWithoutAProblem) {
  EXPECT_EQ(preview_.problems, std::vector<LayoutProblem>{});
  EXPECT_EQ(preview_.plots.size(), GetParam().plots);
}

TEST_P(GeneratedLayout, IsTheSameEachTime) {
  EXPECT_EQ(generate_layout(GetParam().plan), generate_layout(GetParam().plan));
}

TEST_P(GeneratedLayout, HasTheBlocksAndSizesOfItsPlan) {
  EXPECT_EQ(values_of("block"), GetParam().blocks);
  EXPECT_EQ(values_of("dims"), GetParam().dims);
  EXPECT_EQ(values_of("facing"), (std::set<std::string>{"East", "North", "South", "West"}));
  EXPECT_EQ(values_of("corner"), (std::set<std::string>{"false", "true"}));
  EXPECT_EQ(values_of("park_facing"), (std::set<std::string>{"false", "true"}));
}

TEST_P(GeneratedLayout, NumbersEachBlockWithoutHoles) {
  std::map<std::string, int> last;
  for (const ImportedPlot& plot : preview_.plots) {
    const std::string& block = attribute(plot, "block");
    EXPECT_EQ(plot.no, block + "-" + std::to_string(++last[block]));
  }
}

TEST_P(GeneratedLayout, DrawsPlotsAsLargeAsTheirDimensionsSay) {
  std::size_t exact = 0;
  for (const ImportedPlot& plot : preview_.plots) {
    const std::string& dims = attribute(plot, "dims");
    if (dims == "odd") continue;
    const std::size_t cross = dims.find('x');
    const int stated = std::stoi(dims.substr(0, cross)) * std::stoi(dims.substr(cross + 1));
    const auto drawn =
        static_cast<double>(thousandths(plot.area_mm2, AreaUnit::kSquareFoot)) / 1000;
    EXPECT_NEAR(drawn, stated, stated * 0.031) << plot.no;
    if (std::abs(drawn - stated) < 0.1) ++exact;
  }
  EXPECT_GT(exact, preview_.plots.size() * 3 / 5);
}

INSTANTIATE_TEST_SUITE_P(Presets, GeneratedLayout,
                         testing::Values(Expected{"SahyadriMeadows",
                                                  sahyadri_meadows(),
                                                  1248,
                                                  {"A", "B", "C", "D", "E", "F"},
                                                  {"25x40", "30x40", "30x50", "40x60", "50x80",
                                                   "odd"}},
                                         Expected{"KaveriEnclave",
                                                  kaveri_enclave(),
                                                  312,
                                                  {"A", "B", "C"},
                                                  {"30x40", "30x50", "40x60", "odd"}}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(LayoutGenerator, RefusesMorePlotsThanFit) {
  LayoutPlan plan = kaveri_enclave();
  plan.plots = 10'000;
  EXPECT_THROW(generate_layout(plan), std::invalid_argument);
}

}  // namespace
}  // namespace ledger
