#include "query-api/tables/price_sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/query-api/tables/workbooks.h"

namespace ledger::tables {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Money rs(std::int64_t rupees) {
  return Money::paise(rupees * 100);
}

std::vector<KnownPlot> layout() {
  // A: 1, 2. B: 1, 117. Each of 100 sq yd.
  std::vector<KnownPlot> plots;
  for (const auto& [no, block] : {std::pair("1", "A"), {"2", "A"}, {"1", "B"}, {"117", "B"}}) {
    plots.push_back({PlotId(std::string(block) + ":" + no), no, block, 83'612'736});
  }
  return plots;
}

std::vector<std::string> reasons(const PriceSheet& sheet) {
  std::vector<std::string> to;
  for (const auto& problem : sheet.problems) to.push_back(problem.reason);
  return to;
}

TEST(PriceSheet, ReadsRatesLandAndChargeHeads) {
  const auto sheet = read_price_sheet(
      "Sahyadri Meadows price list,,,,,,,,\n"
      "S.No,Plot No.,BLOCK,Facing,Area (sq yd),Rate per Sq. Yd,PLC %,Club House,Development per sq "
      "ft,Remarks\n"
      "1,1,A,East,100,\"5,200\",5%,\"1,00,000\",150,corner\n"
      "2,2,a,,100,5200.50,,,150,\n"
      "3,B:1,,,100,5200,2.5,100000,,\n"
      "4,117,,,100,5200,0,0,0,\n",
      layout());
  EXPECT_TRUE(sheet.usable()) << to_string(sheet.problems.at(0));
  EXPECT_EQ(sheet.rate_unit, paper::AreaUnit::kSquareYards);
  ASSERT_EQ(sheet.charges.size(), 3U);
  EXPECT_EQ(sheet.charges[0].head, "plc");
  EXPECT_EQ(sheet.charges[0].kind, ChargeKind::kPercent);
  EXPECT_EQ(sheet.charges[1].head, "club_house");
  EXPECT_EQ(sheet.charges[1].kind, ChargeKind::kFixed);
  EXPECT_EQ(sheet.charges[2].head, "development");
  EXPECT_EQ(sheet.charges[2].kind, ChargeKind::kPerArea);
  EXPECT_EQ(sheet.charges[2].unit, paper::AreaUnit::kSquareFeet);
  ASSERT_EQ(sheet.prices.size(), 4U);
  EXPECT_EQ(sheet.prices[0].plot.str(), "A:1");
  EXPECT_EQ(sheet.prices[0].rate, rs(5'200));
  ASSERT_EQ(sheet.prices[0].charges.size(), 3U);
  EXPECT_EQ(sheet.prices[0].charges[0].basis_points, 500);
  EXPECT_EQ(sheet.prices[0].charges[1].amount, rs(100'000));
  EXPECT_EQ(sheet.prices[1].rate, Money::paise(520'050));
  EXPECT_EQ(sheet.prices[1].charges.size(), 1U);
  EXPECT_EQ(sheet.prices[2].plot.str(), "B:1");
  EXPECT_TRUE(sheet.not_in_layout.empty());
  EXPECT_TRUE(sheet.without_price.empty());
}

TEST(PriceSheet, ReportsBothWays) {
  const auto sheet =
      read_price_sheet("Plot,Block,Land price\n1,A,520000\n99,A,1\n118,B,5\n", layout());
  EXPECT_FALSE(sheet.usable());
  ASSERT_EQ(sheet.not_in_layout.size(), 2U);
  EXPECT_EQ(sheet.not_in_layout[0].no, "99");
  EXPECT_EQ(sheet.not_in_layout[0].row, 3U);
  EXPECT_THAT(sheet.without_price, ElementsAre(PlotId("A:2"), PlotId("B:1"), PlotId("B:117")));
  EXPECT_THAT(reasons(sheet), ElementsAre("plot-unpriced", "plot-unknown", "plot-unknown"));
  EXPECT_THAT(sheet.problems[2].message, HasSubstr("did you mean \"117\"?"));
}

TEST(PriceSheet, EveryFaultIsNamedWithRowAndColumn) {
  const auto sheet = read_price_sheet(
      "Plot no,Block,Rate,Land price,Amenities,Total\n"
      "1,,5200,,,\n"
      "2,A,5200,\"5,20,000\",1000,521000\n"
      "2,A,5200,,,\n"
      "1,A,5200,520001,1000,521000\n"
      "1,B,,,5,\n"
      "117,B,-5,,1.005,\n",
      layout());
  EXPECT_THAT(reasons(sheet),
              ElementsAre("rate-unit-assumed", "plot-ambiguous", "plot-twice", "land-mismatch",
                          "total-mismatch", "price-missing", "cell-unreadable", "price-negative"));
  EXPECT_EQ(to_string(sheet.problems[3]),
            "row 5, Land price: ₹5,20,001.00 was found, but rate and area make ₹5,20,000.00");
  EXPECT_EQ(sheet.problems[6].column, "Amenities");
}

TEST(PriceSheet, WithoutPricesOrPlotsSaysSo) {
  EXPECT_THAT(reasons(read_price_sheet("Plot,Facing\n1,East\n", layout())),
              testing::Contains("column-missing"));
  EXPECT_THAT(reasons(read_price_sheet("Rate per sq yd\n1\n", layout())),
              ElementsAre("column-missing"));
}

TEST(PriceSheet, RatesByFootAndMetreAreChecked) {
  // 100 sq yd are 900 sq ft and 83.612736 m².
  const auto feet =
      read_price_sheet("Plot,Block,Rate per sq ft,Land price\n1,A,500,450000\n", layout());
  EXPECT_EQ(feet.rate_unit, paper::AreaUnit::kSquareFeet);
  EXPECT_THAT(reasons(feet), ElementsAre("plot-unpriced"));
  const auto metres =
      read_price_sheet("Plot,Block,Rate / sq m,Land price\n1,A,1000,83612.74\n", layout());
  EXPECT_THAT(reasons(metres), ElementsAre("plot-unpriced"));
}

TEST(PriceSheet, ItsFormHoldsEveryPlotAndAsksForPrices) {
  const auto form = price_sheet_form(layout(), Instant::micros(1)).value();
  const auto sheet = read_price_sheet(form, layout());
  EXPECT_EQ(sheet.prices.size(), 4U);
  EXPECT_THAT(reasons(sheet), testing::Contains("price-missing").Times(4));
}

// "1-2" typed into a spreadsheet becomes the first of February.
TEST(PriceSheet, ANumberThatBecameADateIsNoticed) {
  const auto bytes = test::zipped(test::workbook(
      R"(<row><c t="inlineStr"><is><t>Plot</t></is></c><c t="inlineStr"><is><t>Land price</t></is></c></row>)"
      R"(<row><c s="1"><v>46054</v></c><c><v>5</v></c></row>)"));
  const auto sheet = read_price_sheet(bytes, layout());
  EXPECT_THAT(reasons(sheet), testing::Contains("cell-unreadable"));
  EXPECT_THAT(sheet.problems.back().message, HasSubstr("made a date of it"));
}

}  // namespace
}  // namespace ledger::tables
