#pragma once

#include <string>

#include "query-api/documents/table.h"

namespace ledger::paper {

struct CsvOptions {
  bool byte_order_mark = false;  // Excel reads UTF-8 only with it
};

// RFC 4180: commas, CRLF, quotes where they are needed. Amounts as "1234567.00" and "-50.00", dates
// as "2026-11-25", both as plain numbers and dates to a spreadsheet.
std::string csv_of(const Table& table, const CsvOptions& options = {});

// Text as one cell. What a spreadsheet would take for a formula (it begins with = + - @, a tab or a
// carriage return) gets an apostrophe in front.
std::string csv_cell(std::string text);

std::string decimal(Money amount);  // "1234567.00", "-0.50"

}  // namespace ledger::paper
