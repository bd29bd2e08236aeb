#pragma once

#include <array>
#include <optional>
#include <string>

#include "events/result.h"
#include "query-api/documents/paper.h"
#include "query-api/documents/table.h"

namespace ledger::paper {

// What a buyer paid in one month, by value date, and what went back to him.
struct FyMonth {
  Money principal;  // the price before tax
  Money tax;        // GST
  Money interest;   // on delay, and charges
  Money refunded;   // counted against the total
};

Money paid_in(const FyMonth& month);  // principal + tax + interest − refunded

// Twelve months, April first, of one financial year in IST.
struct FyReport {
  Paper paper;
  int financial_year = 0;  // the year it begins in
  std::array<FyMonth, 12> months;
  std::optional<Money> outstanding;  // on its last day
};

FyMonth total_of(const FyReport& report);

Result<std::string> pdf_of(const FyReport& report);  // kUnavailable "fonts-missing"
Table table_of(const FyReport& report);

}  // namespace ledger::paper
