#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "events/civil.h"
#include "events/money.h"

// A table of typed cells, to be written as CSV (csv.h) or as a sheet of a workbook (xlsx.h).
namespace ledger::paper {

struct DateCell {
  Day day = 0;
  bool operator==(const DateCell&) const = default;
};

// An empty cell, text, an amount, a date, a whole number.
using Cell = std::variant<std::monostate, std::string, Money, DateCell, std::int64_t>;
using CellRow = std::vector<Cell>;

struct Table {
  std::string name;  // a sheet's; cut to the 31 characters that Excel allows
  std::vector<std::string> headings;
  std::vector<CellRow> rows;
  std::size_t totals = 0;  // so many rows at the end are sums, and are set apart
};

}  // namespace ledger::paper
