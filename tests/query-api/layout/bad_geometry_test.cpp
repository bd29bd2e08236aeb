#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "query-api/layout/layout.h"
#include "tests/query-api/layout/bad_input.h"

namespace ledger {
namespace {

const std::vector<Case> kCases = {
    {"NotAFeature", collection("12"), kNo, {kError, "feature 1", "this is not a GeoJSON Feature"}},
    {"NullGeometry",
     collection(feature(R"({"no":"5"})", "null")),
     kNo,
     {kError, "feature 1 (5)", "has no geometry"}},
    {"Point",
     collection(plot("1", 0) + "," +
                feature("{}", R"({"type":"Point","coordinates":[73.7,18.7]})")),
     kNo,
     {kWarning, "feature 2", R"(is a "Point", not a polygon: left out)"}},
    {"LineString",
     collection(plot("1", 0) + "," +
                feature("{}", R"({"type":"LineString","coordinates":[[73.7,18.7],[73.8,18.7]]})")),
     kNo,
     {kWarning, "feature 2", R"(is a "LineString", not a polygon: left out)"}},
    {"NoType",
     collection(feature(R"({"no":"5"})", "{}")),
     kNo,
     {kError, "feature 1 (5)", "the geometry has no type"}},
    {"NoCoordinates",
     collection(feature(R"({"no":"5"})", R"({"type":"Polygon"})")),
     kNo,
     {kError, "feature 1 (5)", "the geometry has no coordinates"}},
    {"NoRings",
     collection(feature(R"({"no":"5"})", polygon(""))),
     kNo,
     {kError, "feature 1 (5)", "a polygon has no rings"}},
    {"NoPolygons",
     collection(feature(R"({"no":"5"})", R"({"type":"MultiPolygon","coordinates":[]})")),
     kNo,
     {kError, "feature 1 (5)", "the geometry has no polygon"}},
    {"TextCoordinate",
     with_ring(R"([73.7,"NaN"],[73.8,18.7],[73.8,18.8],[73.7,18.7])"),
     kNo,
     {kError, "feature 1 (5)", R"(a coordinate is not a number: ""NaN"")"}},
    {"ShortPosition",
     with_ring("[73.7],[73.8,18.7],[73.8,18.8],[73.7,18.7]"),
     kNo,
     {kError, "feature 1 (5)", "a position has fewer than two numbers"}},
    {"ShallowRing",
     collection(feature(R"({"no":"5"})", polygon("[73.7,18.7],[73.8,18.7]"))),
     kNo,
     {kError, "feature 1 (5)", "a position is not an array"}},
    {"OpenRing",
     with_ring("[73.7,18.7],[73.701,18.7],[73.701,18.701],[73.7,18.701]"),
     kNo,
     {kError, "feature 1 (5)", "the ring is open: its last position is 110.69 m from its first"}},
    {"ShortRing",
     with_ring("[73.7,18.7],[73.701,18.7],[73.7,18.7]"),
     kNo,
     {kError, "feature 1 (5)", "a ring has 3 positions; a closed outline needs at least 4"}},
    {"RepeatedCorners",
     with_ring("[73.7,18.7],[73.701,18.7],[73.701,18.7],[73.7,18.7]"),
     kNo,
     {kError, "feature 1 (5)", "a ring has fewer than 3 different corners: it encloses no area"}},
    {"SelfCrossing",
     with_ring("[73.7,18.7],[73.701,18.701],[73.701,18.7],[73.7,18.701],[73.7,18.7]"),
     kNo,
     {kError, "feature 1 (5)", "the outline crosses itself near 73.7005000, 18.7005000"}},
    {"HoleOutside",
     collection(feature(R"({"no":"5"})", polygon(square(0) + "," + square(5)))),
     kNo,
     {kError, "feature 1 (5)", "a hole lies outside its plot"}},
    {"PartTwice",
     collection(feature(R"({"no":"5"})", R"({"type":"MultiPolygon","coordinates":[[)" + square(0) +
                                             "],[" + square(0) + "]]}")),
     kNo,
     {kError, "feature 1 (5)", "two parts of the plot cover each other"}},
    {"ZeroArea",
     with_ring("[73.7,18.7],[73.701,18.7],[73.7005,18.7],[73.7,18.7]"),
     kNo,
     {kError, "feature 1 (5)", "its outline encloses no area"}},
    {"Huge",
     with_ring("[73,18],[74,18],[74,19],[73,19],[73,18]"),
     kNo,
     {kError, "feature 1 (5)", "its outline covers 1,168,879.818 hectares: too large for a plot"}},
    {"Projected",
     with_ring("[362948.2,2068012.5],[362960,2068012.5],[362960,2068030],[362948.2,2068012.5]"),
     kNo,
     {kError, "feature 1 (5)",
      "the position 362948.200, 2068012.500 lies outside longitude ±180 and latitude ±90: looks "
      "like projected metres, not WGS84; export the layout as WGS84 (EPSG:4326)"}},
    {"ThirdCoordinate",
     with_ring("[73.7,18.7,1],[73.701,18.7,1],[73.701,18.701,1],[73.7,18.7,1]"),
     kNo,
     {kWarning, "file", "1 plots have positions with a third value (height): it was dropped"}},
    {"Overlapping",
     collection(plot("1", 0) + "," +
                feature(R"({"no":"2"})", polygon("[[73.70005,18.7],[73.70015,18.7],[73.70015,18."
                                                 "7001],[73.70005,18.7001],[73.70005,18.7]]"))),
     kNo,
     {kWarning, "feature 1 (1)",
      "overlaps feature 2 (2) by 58.7 sq m, 50.0 % of the smaller plot"}},

    // Stated areas.
    {"StatedTooSmall",
     stating("\"1,200\""),
     in_unit("sq_ft"),
     {kWarning, "feature 1 (5)",
      R"("area" states 1,200 sq ft, the drawing has 1,256.723 sq ft: 4.7 % more)"}},
    {"StatedInGuntas",
     stating("1"),
     in_unit("gunta"),
     {kWarning, "feature 1 (5)",
      R"("area" states 1 gunta, the drawing has 1.154 gunta: 15.4 % more)"}},
    {"StatedZero",
     stating("0"),
     in_unit("sq_m"),
     {kWarning, "feature 1 (5)",
      R"("area" states 0 sq m, the drawing has 116.753 sq m: far more)"}},
    {"StatedAsWords",
     stating("\"about 100\""),
     in_unit("sq_m"),
     {kWarning, "feature 1 (5)", R"(its stated area "about 100" is not a number)"}},
};

class BadGeometry : public testing::TestWithParam<Case> {};

TEST_P(BadGeometry, IsNamedOnceAndBlocksOnlyIfAnError) {
  expect_named_once(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Layout, BadGeometry, testing::ValuesIn(kCases),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(StatedArea, WithinOnePercentIsNoProblem) {
  for (const char* const area : {"116", "\" 117.9 \"", "115.7"})
    EXPECT_EQ(read_layout(stating(area), in_unit("sq_m")).problems, std::vector<LayoutProblem>{})
        << area;
}

TEST(GapsBelowAMillimetre, AreClosed) {
  const std::string source =
      with_ring("[73.7,18.7],[73.701,18.7],[73.701,18.701],[73.700000001,18.7]");
  EXPECT_EQ(read_layout(source, kNo).problems, std::vector<LayoutProblem>{});
}

}  // namespace
}  // namespace ledger
