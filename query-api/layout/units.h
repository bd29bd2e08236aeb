#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ledger {

// The units in which plots are spoken of in India. The ledger itself knows only square millimetres.
enum class AreaUnit : std::uint8_t {
  kSquareMetre,
  kSquareFoot,
  kSquareYard,
  kAcre,
  kHectare,
  kGunta,
  kCent
};

// The name as written in requests and files: "sq_ft".
struct AreaUnitName {
  AreaUnit unit;
  std::string_view name;
  std::string_view spoken;
};

inline constexpr std::array<AreaUnitName, 7> kAreaUnits = {{
    {AreaUnit::kSquareMetre, "sq_m", "sq m"},
    {AreaUnit::kSquareFoot, "sq_ft", "sq ft"},
    {AreaUnit::kSquareYard, "sq_yd", "sq yd"},
    {AreaUnit::kAcre, "acre", "acre"},
    {AreaUnit::kHectare, "hectare", "hectare"},
    {AreaUnit::kGunta, "gunta", "gunta"},
    {AreaUnit::kCent, "cent", "cent"},
}};

constexpr std::optional<AreaUnit> parse_area_unit(std::string_view name) {
  for (const AreaUnitName& known : kAreaUnits)
    if (known.name == name) return known.unit;
  return std::nullopt;
}

constexpr std::string_view spoken(AreaUnit unit) {
  for (const AreaUnitName& known : kAreaUnits)
    if (known.unit == unit) return known.spoken;
  return {};
}

// One unit in thousandths of a square millimetre. All are exact: a foot is 304.8 mm, a yard 914.4
// mm, an acre 4,840 sq yd, a gunta 121 sq yd, a cent a hundredth of an acre.
constexpr std::int64_t unit_in_thousandths_mm2(AreaUnit unit) {
  switch (unit) {
    case AreaUnit::kSquareMetre:
      return 1'000'000'000;
    case AreaUnit::kSquareFoot:
      return 92'903'040;
    case AreaUnit::kSquareYard:
      return 836'127'360;
    case AreaUnit::kAcre:
      return 4'046'856'422'400;
    case AreaUnit::kHectare:
      return 10'000'000'000'000;
    case AreaUnit::kGunta:
      return 101'171'410'560;
    case AreaUnit::kCent:
      return 40'468'564'224;
  }
  return 1;
}

// `area_mm2` in thousandths of `unit`, rounded half up: 111,483,648 mm² are 1,200,000 thousandths
// of a square foot. `area_mm2` must be from 0 to kMaxPlotMm2 (layout.h).
constexpr std::int64_t thousandths(std::int64_t area_mm2, AreaUnit unit) {
  __extension__ using Wide = __int128;
  const Wide size = unit_in_thousandths_mm2(unit);
  return static_cast<std::int64_t>((Wide{area_mm2} * 1'000'000 + size / 2) / size);
}

}  // namespace ledger
