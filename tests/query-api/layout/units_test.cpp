#include "query-api/layout/units.h"

#include <gtest/gtest.h>

namespace ledger {
namespace {

TEST(AreaUnits, AreExact) {
  struct Case {
    AreaUnit unit;
    std::int64_t area_mm2;
    std::int64_t thousandths;
  };

  const Case cases[] = {
      {AreaUnit::kSquareMetre, 1'000'000, 1'000},
      {AreaUnit::kSquareFoot, 111'483'648, 1'200'000},
      {AreaUnit::kSquareYard, 83'612'736, 100'000},
      {AreaUnit::kAcre, 4'046'856'422, 1'000},
      {AreaUnit::kHectare, 10'000'000'000, 1'000},
      {AreaUnit::kGunta, 101'171'411, 1'000},
      {AreaUnit::kCent, 40'468'564, 1'000},
      {AreaUnit::kSquareMetre, 0, 0},
      {AreaUnit::kSquareMetre, 499, 0},
      {AreaUnit::kSquareMetre, 500, 1},
      {AreaUnit::kSquareFoot, 100'000'000'000'000, 1'076'391'041'671},
  };
  for (const Case& each : cases)
    EXPECT_EQ(thousandths(each.area_mm2, each.unit), each.thousandths) << spoken(each.unit);
}

TEST(AreaUnits, AgreeWithOneAnother) {
  const auto size = [](AreaUnit unit) { return unit_in_thousandths_mm2(unit); };
  EXPECT_EQ(size(AreaUnit::kSquareYard), 9 * size(AreaUnit::kSquareFoot));
  EXPECT_EQ(size(AreaUnit::kAcre), 4'840 * size(AreaUnit::kSquareYard));
  EXPECT_EQ(size(AreaUnit::kAcre), 40 * size(AreaUnit::kGunta));
  EXPECT_EQ(size(AreaUnit::kAcre), 100 * size(AreaUnit::kCent));
  EXPECT_EQ(size(AreaUnit::kHectare), 10'000 * size(AreaUnit::kSquareMetre));
}

TEST(AreaUnits, AreFoundByName) {
  for (const AreaUnitName& each : kAreaUnits) EXPECT_EQ(parse_area_unit(each.name), each.unit);
  EXPECT_EQ(parse_area_unit("sq_deg"), std::nullopt);
  EXPECT_EQ(parse_area_unit(""), std::nullopt);
}

}  // namespace
}  // namespace ledger
