#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/money.h"
#include "events/result.h"
#include "query-api/documents/words.h"
#include "query-api/tables/plots.h"
#include "query-api/tables/problem.h"

// A developer's price sheet: which plot costs what.
namespace ledger::tables {

enum class ChargeKind : std::uint8_t { kFixed, kPerArea, kPercent };

// One more column of the sheet. "Club house" holds rupees, "Development per sq ft" rupees by area,
// "PLC %" hundredths of a percent of the land's price.
struct ChargeColumn {
  std::string head;     // "club_house", as price heads are called in the ledger
  std::string heading;  // as it stands
  ChargeKind kind = ChargeKind::kFixed;
  paper::AreaUnit unit = paper::AreaUnit::kSquareYards;  // of kPerArea
};

struct PlotCharge {
  std::size_t column = 0;         // of PriceSheet::charges
  Money amount;                   // kFixed, kPerArea
  std::int64_t basis_points = 0;  // kPercent
};

struct PlotPrice {
  std::uint32_t row = 0;
  PlotId plot;
  std::optional<Money> rate;        // per unit of PriceSheet::rate_unit
  std::optional<Money> land;        // the price of the land in all; goes before the rate
  std::vector<PlotCharge> charges;  // without empty cells
};

struct UnknownPlot {
  std::uint32_t row = 0;
  std::string no, block;
};

struct PriceSheet {
  paper::AreaUnit rate_unit = paper::AreaUnit::kSquareYards;
  std::vector<ChargeColumn> charges;
  std::vector<PlotPrice> prices;           // in the sheet's order
  std::vector<UnknownPlot> not_in_layout;  // priced, but the layout has no such plot
  std::vector<PlotId> without_price;       // in the layout, but not in the sheet
  std::vector<Problem> problems;

  [[nodiscard]] bool usable() const;  // without errors
};

// Columns: "Plot no" and "Block" (where numbers repeat), "Rate per sq yd" (or sq ft, sq m) or "Land
// price", any charge heads, and "Total" to check. Columns without amounts (facing, remarks) are
// left out with a warning, and so are areas, sizes and running numbers. Errors: "plot-unknown",
// "plot-ambiguous", "plot-twice", "price-missing", "price-negative". Warnings: "plot-unpriced",
// "price-zero", "land-mismatch" (rate × area ≠ land price), "total-mismatch", "rate-unit-assumed",
// "column-ignored".
PriceSheet read_price_sheet(std::string_view bytes, const std::vector<KnownPlot>& layout);

// A workbook to be filled in: every plot with its block and area, and empty columns for the prices.
Result<std::string> price_sheet_form(const std::vector<KnownPlot>& layout, Instant created_at);

}  // namespace ledger::tables
