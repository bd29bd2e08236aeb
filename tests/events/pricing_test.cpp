#include "events/pricing.h"

#include <gtest/gtest.h>

namespace ledger {
namespace {

constexpr std::int64_t kSqYdTimes10000 = 8'361'273'600;  // ten thousand square yards in mm²

PricesSet prices() {
  PricesSet prices;
  prices.currency = "INR";
  prices.rate_per_sq_yd = Money::paise(520'000);
  prices.token_basis_points = 1000;
  prices.balance_due_days = 30;
  return prices;
}

void add_head(PricesSet& to, const char* name, wire::HeadKind kind, std::int64_t paise,
              int basis_points, int tax) {
  auto head = std::make_unique<wire::ChargeHeadT>();
  head->head = name;
  head->kind = kind;
  head->amount = Money::paise(paise);
  head->basis_points = basis_points;
  head->tax_basis_points = tax;
  to.heads.push_back(std::move(head));
}

TEST(Pricing, ASquareYardIs836127Point36SquareMillimetres) {
  EXPECT_EQ(by_area(kSqYdTimes10000, Money::paise(1)), Money::paise(10'000));
  EXPECT_EQ(by_area(kSqYdTimes10000, Money::paise(520'000)), Money::paise(5'200'000'000));
}

TEST(Pricing, LandIsRoundedHalfUpOnce) {
  EXPECT_EQ(by_area(100'000'000, Money::paise(520'000)), Money::paise(62'191'482));  // …482.41
  EXPECT_EQ(by_area(41'806'368, Money::paise(1)), Money::paise(50));                 // exactly
  EXPECT_EQ(by_area(10'451'592, Money::paise(1)), Money::paise(13));                 // 12.5
  EXPECT_EQ(by_area(10'451'591, Money::paise(1)), Money::paise(12));                 // 12.499…
}

TEST(Pricing, EachHeadStandsOnItsOwnLine) {
  auto p = prices();
  add_head(p, "park", wire::HeadKind::Percent, 0, 500, 0);
  add_head(p, "amenities", wire::HeadKind::PerArea, 10'000, 0, 1800);
  add_head(p, "legal", wire::HeadKind::Fixed, 2'500'000, 0, 1800);
  add_head(p, "early bird", wire::HeadKind::Fixed, -1'000'000, 0, 0);
  const auto lines = price_lines(PlotId("6552"), 100'000'000, p);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0]->head, "land");
  EXPECT_EQ(lines[0]->amount, Money::paise(62'191'482));
  EXPECT_EQ(lines[0]->tax_basis_points, 0);
  EXPECT_EQ(lines[1]->amount, Money::paise(3'109'574));  // 5 % of land: 3,109,574.1
  EXPECT_EQ(lines[2]->amount, Money::paise(1'195'990));  // 119.599… sq yd at ₹100
  EXPECT_EQ(lines[2]->cgst, Money::paise(107'639));      // 9 %: 107,639.1
  EXPECT_EQ(lines[2]->sgst, lines[2]->cgst);
  EXPECT_EQ(lines[3]->cgst, Money::paise(225'000));
  EXPECT_EQ(lines[4]->amount, Money::paise(-1'000'000));
  for (const auto& line : lines) EXPECT_EQ(line->plot.str(), "6552");
  EXPECT_EQ(total_of(lines), Money::paise(62'191'482 + 3'109'574 + 1'195'990 + 2 * 107'639 +
                                          2'500'000 + 2 * 225'000 - 1'000'000));
}

TEST(Pricing, EachHalfOfGstIsRoundedOnItsOwn) {
  auto p = prices();
  add_head(p, "amenities", wire::HeadKind::Fixed, 5'467'000, 0, 1800);  // ₹54,670: 4,920.30 each
  add_head(p, "odd", wire::HeadKind::Fixed, 50, 0, 1800);               // 4.5 paise each, up to 5
  const auto lines = price_lines(PlotId("1"), 100'000'000, p);
  EXPECT_EQ(lines[1]->cgst, Money::paise(492'030));
  EXPECT_EQ(lines[1]->sgst, Money::paise(492'030));
  EXPECT_EQ(lines[2]->cgst + lines[2]->sgst, Money::paise(10));
}

TEST(Pricing, TheLargestPlotAtTheHighestRateStaysInRange) {
  auto p = prices();
  p.rate_per_sq_yd = kMaxRate;
  for (std::size_t i = 0; i < kMaxHeads; ++i)
    add_head(p, "head", wire::HeadKind::Percent, 0, static_cast<int>(kMaxPercent), 10'000);
  EXPECT_GT(total_of(price_lines(PlotId("1"), kMaxAreaMm2, p)), Money());
}

TEST(Pricing, TheTokenIsAPartOfTheTotalAndNeverUnderOneRupee) {
  EXPECT_EQ(token_of(Money::paise(62'191'485), 1000), Money::paise(6'219'149));
  EXPECT_EQ(token_of(Money::paise(500), 1000), Money::paise(100));
  EXPECT_EQ(token_of(Money::paise(60), 1000), Money::paise(60));
  EXPECT_EQ(token_of(Money::paise(62'191'485), 10'000), Money::paise(62'191'485));
}

TEST(Pricing, TheStandardPlanSumsToTheTotal) {
  const auto plan = standard_plan(Money::paise(62'191'485), prices(), 20'000);
  ASSERT_EQ(plan.size(), 2U);
  EXPECT_EQ(plan[0].label, "token");
  EXPECT_EQ(plan[0].due_day, 20'000);
  EXPECT_EQ(plan[1].label, "balance");
  EXPECT_EQ(plan[1].due_day, 20'030);
  EXPECT_EQ(plan[0].amount + plan[1].amount, Money::paise(62'191'485));
}

TEST(Pricing, ATokenOfTheWholePriceLeavesNoBalance) {
  auto p = prices();
  p.token_basis_points = 10'000;
  EXPECT_EQ(standard_plan(Money::paise(62'191'485), p, 20'000).size(), 1U);
}

TEST(Pricing, TheTokenIsTheFirstInstallmentToThePaisa) {
  const auto fitted = [](Money token) {
    auto plan = standard_plan(Money::paise(133'424'648), prices(), 0);
    fit_token(plan, token);
    EXPECT_EQ(plan[0].amount + plan[1].amount, Money::paise(133'424'648));
    return plan[0].amount;
  };
  EXPECT_EQ(fitted(Money()), Money::paise(13'342'465));
  EXPECT_EQ(fitted(Money::paise(13'342'464)), Money::paise(13'342'464));
  EXPECT_EQ(fitted(Money::paise(13'342'466)), Money::paise(13'342'466));
  EXPECT_EQ(fitted(Money::paise(13'342'365)), Money::paise(13'342'465)) << "another amount";
  EXPECT_EQ(fitted(Money::paise(133'424'648)), Money::paise(13'342'465)) << "paid in full";
}

}  // namespace
}  // namespace ledger
