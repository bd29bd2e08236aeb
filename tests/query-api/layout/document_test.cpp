#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "events/hash.h"
#include "query-api/layout/layout.h"
#include "tests/query-api/layout/support.h"

namespace ledger {
namespace {

using nlohmann::json;

constexpr const char* kPlotWithPond =
    R"([[73.7,18.7],[73.7,18.702],[73.702,18.702],[73.702,18.7],[73.7,18.7]],)"
    R"([[73.7005,18.7005],[73.7015,18.7005],[73.7015,18.7015],)"
    R"([73.7005,18.7015],[73.7005,18.7005]])";

TEST(LayoutDocument, IsExactlyThis) {
  const std::string source = collection(feature(
      R"({"no":"12/A","facing":"पूर्व","corner":true,"rate":5200.5,"area_mm2":7,"none":null})",
      R"({"type":"Polygon","coordinates":[[[73.7,18.7,560],)"
      R"([73.7,18.7001,560],[73.7001,18.7001,561],[73.7001,18.7,560],[73.7,18.7,560]]]})"));
  const LayoutPreview preview = read_layout(source, {.plot_no = "no"});
  EXPECT_EQ(preview.document,
            R"({"type":"FeatureCollection","bbox":[73.7,18.7,73.7001,18.7001],)"
            R"("features":[{"type":"Feature","id":"12/A",)"
            R"("properties":{"no":"12/A","area_mm2":116753391,"source_area_mm2":7,)"
            R"("corner":true,"facing":"पूर्व","source_no":"12/A","none":null,"rate":5200.5},)"
            R"("geometry":{"type":"Polygon","coordinates":)"
            R"([[[73.7,18.7],[73.7001,18.7],[73.7001,18.7001],[73.7,18.7001],[73.7,18.7]]]}}]})");
}

TEST(LayoutDocument, HasTheDigestOfItsBytes) {
  const LayoutPreview preview = read_layout(collection(plot("1", 0)), {.plot_no = "no"});
  EXPECT_EQ(preview.digest.str(), hex(sha256(preview.document)));
}

TEST(LayoutDocument, IsTheSameForOtherWhiteSpaceAndAnotherForAnotherCorner) {
  const LayoutPreview one = read_layout(collection(plot("1", 0)), {.plot_no = "no"});
  const LayoutPreview spaced =
      read_layout("  " + collection(plot("1", 0)) + "\n", {.plot_no = "no"});
  const LayoutPreview moved = read_layout(collection(plot("1", 1)), {.plot_no = "no"});
  EXPECT_EQ(one.digest, spaced.digest);
  EXPECT_NE(one.digest, moved.digest);
}

TEST(LayoutDocument, ImportsAgainAsTheSamePlots) {
  const LayoutPreview first = read_layout(fixture("athi-river.geojson"), {.plot_no = "Name"});
  const LayoutPreview again = read_layout(first.document, {.plot_no = "no"});
  ASSERT_EQ(again.plots.size(), first.plots.size());
  for (std::size_t i = 0; i < first.plots.size(); ++i) {
    EXPECT_EQ(again.plots[i].plot_id, first.plots[i].plot_id);
    EXPECT_EQ(again.plots[i].area_mm2, first.plots[i].area_mm2);
  }
}

TEST(LayoutDocument, KeepsMultiPolygonsAndTheBlock) {
  const std::string parts =
      R"({"type":"MultiPolygon","coordinates":[[)" + square(0) + "],[" + square(5) + "]]}";
  const LayoutPreview preview = read_layout(collection(feature(R"({"n":" 7","b":"East "})", parts)),
                                            {.plot_no = "n", .block = "b"});
  const json written = json::parse(preview.document)["features"][0];
  EXPECT_EQ(written["id"], "East:7");
  EXPECT_EQ(written["properties"]["block"], "East");
  EXPECT_EQ(written["geometry"]["type"], "MultiPolygon");
  EXPECT_EQ(written["geometry"]["coordinates"].size(), 2U);
}

// Figures from PyPI's pyproj.
TEST(PlotArea, SubtractsHoles) {
  const LayoutPreview preview =
      read_layout(collection(feature(R"({"no":1})", polygon(kPlotWithPond))), {.plot_no = "no"});
  ASSERT_TRUE(preview.importable());
  EXPECT_NEAR(static_cast<double>(preview.plots[0].area_mm2), 35'025'825'366.0, 100);
}

TEST(PlotArea, SumsTheParts) {
  const std::string parts =
      R"({"type":"MultiPolygon","coordinates":[[)" + square(0) + "],[" + square(5) + "]]}";
  const LayoutPreview preview =
      read_layout(collection(feature(R"({"no":1})", parts)), {.plot_no = "no"});
  ASSERT_TRUE(preview.importable());
  EXPECT_NEAR(static_cast<double>(preview.plots[0].area_mm2), 233'506'782.0, 100);
}

TEST(PlotNumbers, MayBeNumbersAndHoldSigns) {
  const std::string features = plot("6552", 0) + "," + plot("6553.0", 1) + "," +
                               plot("\"12/A:3 (कोना)\"", 2) + "," + plot("12.5", 3) + "," +
                               plot("-4", 4);
  const LayoutPreview preview = read_layout(collection(features), {.plot_no = "no"});
  ASSERT_EQ(preview.problems, std::vector<LayoutProblem>{});
  std::vector<std::string> numbers;
  for (const ImportedPlot& each : preview.plots) numbers.push_back(each.no);
  EXPECT_EQ(numbers, (std::vector<std::string>{"6552", "6553", "12/A:3 (कोना)", "12.5", "-4"}));
}

TEST(PlotAttributes, AreKeptAsTextAndAsTheyWere) {
  const std::string source = collection(
      feature(R"({"no":"1","size":"30x40","road":12.0,"tags":["a",1]})", polygon(square(0))));
  const LayoutPreview preview = read_layout(source, {.plot_no = "no"});
  const std::vector<PlotAttribute> expected = {{"no", "1", "\"1\""},
                                               {"road", "12", "12.0"},
                                               {"size", "30x40", "\"30x40\""},
                                               {"tags", R"(["a",1])", R"(["a",1])"}};
  ASSERT_EQ(preview.plots.size(), 1U);
  EXPECT_EQ(preview.plots[0].attributes, expected);
}

}  // namespace
}  // namespace ledger
