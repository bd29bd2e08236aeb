#include "tests/query-api/layout/bad_input.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "query-api/layout/layout.h"

namespace ledger {
namespace {

std::string nested(std::size_t depth) {
  return collection(
      feature(R"({"no":"5","deep":)" + std::string(depth, '[') + std::string(depth, ']') + "}",
              polygon(square(0))));
}

std::string many_plots(int count) {
  std::string features = plot("0", 0);
  for (int i = 1; i < count; ++i) features += "," + plot(std::to_string(i), i % 9'000);
  return collection(features);
}

std::string list_of_ones(int count) {
  std::string list = "[1";
  for (int i = 1; i < count; ++i) list += ",1";
  return list + "]";
}

// A closed ring of `edges` edges.
std::string zigzag(int edges) {
  std::string positions = "[73.7,18.7]";
  for (int i = 1; i < edges; ++i)
    positions += ",[" + std::to_string(73.7 + i * 1e-6) + (i % 2 == 0 ? ",18.7]" : ",18.701]");
  return positions + ",[73.7,18.7]";
}

const std::vector<Case> kCases = {
    // The file as a whole.
    {"Empty", "", kNo, {kError, "file", "the file is empty"}},
    {"Blank", " \n", kNo, {kError, "file", "the file is empty"}},
    {"Xml", "<kml/>", kNo, {kError, "file", "the file is not GeoJSON: it looks like XML or KML"}},
    {"Zip",
     "PK\x03\x04",
     kNo,
     {kError, "file", "the file is not GeoJSON: it looks like a zip archive"}},
    {"NotJson",
     R"({"type":"FeatureCollection",)",
     kNo,
     {kError, "file",
      R"(the file is not JSON: it breaks off or goes wrong near byte 28, after 'llection",')"}},
    {"NotUtf8",
     collection(plot("\"\xE9\"", 0)),
     kNo,
     {kError, "feature 1",
      R"(the file is not JSON: it breaks off or goes wrong near byte 79, after '":{"no":"?')"}},
    {"NoCollection",
     R"({"plots":[]})",
     kNo,
     {kError, "file", "the file is not a GeoJSON FeatureCollection: it has no type"}},
    {"AnotherType",
     R"({"type":"Topology","features":[]})",
     kNo,
     {kError, "file", R"(the file is not a GeoJSON FeatureCollection: its type is "Topology")"}},
    {"JustANumber",
     "12",
     kNo,
     {kError, "file", "the file is not a GeoJSON FeatureCollection: it has no type"}},
    {"AList",
     "[[1]]",
     kNo,
     {kError, "file", "the file is not a GeoJSON FeatureCollection: it has no type"}},
    {"NoFeatures",
     R"({"type":"FeatureCollection"})",
     kNo,
     {kError, "file", "the FeatureCollection has no list of features"}},
    {"ZeroFeatures", collection(""), kNo, {kError, "file", "the file has no features"}},
    {"ProjectedByName",
     R"({"type":"FeatureCollection","features":[],"crs":{"type":"name",)"
     R"("properties":{"name":"urn:ogc:def:crs:EPSG::32643"}}})",
     kNo,
     {kError, "file",
      R"(the file's coordinates are in "urn:ogc:def:crs:EPSG::32643"; )"
      "export the layout as WGS84 (EPSG:4326)"}},
    {"TooDeep", nested(29), kNo, {kError, "feature 1", "the file is nested deeper than 32 levels"}},
    {"Nan",
     with_ring("[73.7,NaN],[73.8,18.7],[73.8,18.8],[73.7,18.7]"),
     kNo,
     {kError, "feature 1", "NaN is not a number that JSON knows (byte 133)"}},
    {"Infinity",
     with_ring("[73.7,Infinity],[73.8,18.7],[73.8,18.8],[73.7,18.7]"),
     kNo,
     {kError, "feature 1", "Infinity is not a number that JSON knows (byte 133)"}},
    {"Overflow",
     with_ring("[73.7,1e999],[73.8,18.7],[73.8,18.8],[73.7,18.7]"),
     kNo,
     {kError, "feature 1", "a number is too large to be a finite one"}},

    // The options.
    {"NoOption",
     collection(plot("1", 0)),
     {},
     {kError, "file", "name the property that holds the plot's number (plot_no)"}},
    {"EmptyBlockOption",
     collection(plot("1", 0)),
     {.plot_no = "no", .block = ""},
     {kError, "file", "name the property that holds the block, or leave block out"}},
    {"AreaWithoutUnit",
     stating("1"),
     {.plot_no = "no", .block = {}, .area = "area"},
     {kError, "file", "a stated area needs both its property (area) and its unit (area_unit)"}},
    {"UnknownUnit",
     stating("1"),
     in_unit("bigha"),
     {kError, "file",
      R"(the area unit "bigha" is not one of sq_m, sq_ft, sq_yd, acre, hectare, gunta, cent)"}},
    {"SquareDegrees",
     stating("1"),
     in_unit("sq_deg"),
     {kError, "file", "square degrees are no area on the ground: leave area out"}},
    {"NoSuchProperty",
     collection(plot("1", 0)),
     {.plot_no = "Name"},
     {kError, "file", R"(no feature has a property "Name"; there are "no")"}},
    {"NoPropertiesAtAll",
     collection(feature("null", polygon(square(0)))),
     kNo,
     {kError, "file", R"(no feature has a property "no"; there are none)"}},
    {"NoSuchBlock",
     collection(plot("1", 0)),
     {.plot_no = "no", .block = "Street"},
     {kError, "file", R"(no feature has a property "Street"; there are "no")"}},
    {"NoSuchArea",
     collection(plot("1", 0)),
     in_unit("sq_m"),
     {kError, "file", R"(no feature has a property "area"; there are "no")"}},

    // Numbers and blocks.
    {"NumberMissing",
     collection(plot("1", 0) + "," + feature("{}", polygon(square(1)))),
     kNo,
     {kError, "feature 2", R"(has no "no")"}},
    {"NumberEmpty",
     collection(plot("\"\"", 0)),
     kNo,
     {kError, "feature 1", R"(its "no" is empty)"}},
    {"NumberBlank",
     collection(plot("\" \xC2\xA0 \"", 0)),
     kNo,
     {kError, "feature 1", R"(its "no" is empty)"}},
    {"NumberNull", collection(plot("null", 0)), kNo, {kError, "feature 1", R"(its "no" is empty)"}},
    {"NumberTrue",
     collection(plot("true", 0)),
     kNo,
     {kError, "feature 1", R"(its "no" is neither text nor a number)"}},
    {"NumberNested",
     collection(plot("[1]", 0)),
     kNo,
     {kError, "feature 1", R"(its "no" is neither text nor a number)"}},
    {"NumberWithControl",
     collection(plot(R"("1\u0007")", 0)),
     kNo,
     {kError, "feature 1", R"(its "no" holds a control character)"}},
    {"NumberWithTab",
     collection(plot(R"("1\t2")", 0)),
     kNo,
     {kError, "feature 1", R"(its "no" holds a control character)"}},
    {"NumberTurned",
     collection(plot(R"("1\u202E2")", 0)),
     kNo,
     {kError, "feature 1", R"(its "no" holds a control character)"}},
    {"NumberTooLong",
     collection(plot("\"" + std::string(65, '1') + "\"", 0)),
     kNo,
     {kError, "feature 1", R"(its "no" is longer than 64 characters)"}},
    {"NumberTwice",
     collection(plot("6552", 0) + "," + plot("1", 1) + "," + plot("\"6552\"", 2)),
     kNo,
     {kError, "feature 3 (6552)",
      "has the same number as feature 1 (6552); if numbers are unique only within a block or "
      "street, name that property as block"}},
    {"NumberTwiceInABlock",
     collection(feature(R"({"no":1,"b":"A"})", polygon(square(0))) + "," +
                feature(R"({"no":1,"b":"A"})", polygon(square(1)))),
     {.plot_no = "no", .block = "b"},
     {kError, "feature 2 (A:1)", "has the same number as feature 1 (A:1), in the same block"}},
    {"BlockEmpty",
     collection(feature(R"({"no":1,"b":" "})", polygon(square(0)))),
     {.plot_no = "no", .block = "b"},
     {kError, "feature 1", R"(its "b" is empty)"}},
    {"Blanks",
     collection(plot("\" B  117 \\n\"", 0)),
     kNo,
     {kWarning, "feature 1 (B 117)",
      "stray blanks were trimmed from its \"no\": \" B  117 \n\" is read as \"B 117\""}},
};

class BadFile : public testing::TestWithParam<Case> {};

TEST_P(BadFile, IsNamedOnceAndBlocksOnlyIfAnError) {
  expect_named_once(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Layout, BadFile, testing::ValuesIn(kCases),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(LimitsExceeded, AreNamed) {
  const std::vector<Case> cases = {
      {"TooLarge",
       std::string(kMaxLayoutBytes + 1, ' '),
       kNo,
       {kError, "file", "the file is larger than 25 MiB"}},
      {"TooManyFeatures",
       many_plots(20'001),
       kNo,
       {kError, "file", "the file has more than 20000 features"}},
      {"TooManyValues",
       collection(
           plot("1", 0) + "," +
           feature(R"({"no":"2","list":)" + list_of_ones(100'000) + "}", polygon(square(1)))),
       kNo,
       {kError, "feature 2", "the feature holds more than 100000 values"}},
      {"TooManyPositions",
       with_ring(zigzag(10'000)),
       kNo,
       {kError, "feature 1 (5)", "the outline has 10001 positions, more than 10000"}},
  };
  for (const Case& given : cases)
    EXPECT_EQ(read_layout(given.source, given.options).problems,
              std::vector<LayoutProblem>{given.problem})
        << given.name;
}

TEST(Limits, AreReachedWithoutAnError) {
  EXPECT_EQ(read_layout(nested(28), kNo).problems, std::vector<LayoutProblem>{});
  EXPECT_TRUE(
      read_layout(collection(plot("\"" + std::string(64, '1') + "\"", 0)), kNo).importable());
  EXPECT_EQ(read_layout(many_plots(9'000), kNo).plots.size(), 9'000U);
}

TEST(FileWithoutPolygons, HasNothingToImport) {
  const std::string source =
      collection(feature("{}", R"({"type":"Point","coordinates":[73.7,18.7]})"));
  const std::vector<LayoutProblem> expected = {
      {kError, "file", "the file has no plot: none of its features is a polygon"},
      {kWarning, "feature 1", R"(is a "Point", not a polygon: left out)"}};
  EXPECT_EQ(read_layout(source, kNo).problems, expected);
}

TEST(ManyProblemsOfAKind, AreListedUpToALimitAndCounted) {
  std::string features = plot("1", 0);
  for (int i = 1; i < 500; ++i) features += "," + plot("\"\"", i);
  const std::vector<LayoutProblem> problems = read_layout(collection(features), kNo).problems;
  ASSERT_EQ(problems.size(), kMaxListed + 1);
  EXPECT_EQ(problems.front().feature, "feature 2");
  EXPECT_EQ(problems.back(),
            (LayoutProblem{kError, "file", R"(399 more like this: its "no" is empty)"}));
}

TEST(SeveralProblems, AreListedInTheOrderOfTheFile) {
  const std::string source =
      collection(plot("1", 0) + "," + plot("\"\"", 1) + "," + plot("\"x \"", 2) + "," +
                 feature(R"({"no":4})", "null") + "," + plot("1", 4));
  std::vector<std::string> features;
  for (const LayoutProblem& each : read_layout(source, kNo).problems)
    features.push_back(each.feature);
  EXPECT_EQ(features, (std::vector<std::string>{"feature 2", "feature 3 (x)", "feature 4 (4)",
                                                "feature 5 (1)"}));
}

}  // namespace
}  // namespace ledger
