#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "events/civil.h"
#include "events/money.h"
#include "query-api/tables/upload.h"

// What people write into cells, read without a float: amounts, dates, percentages, plain text. What
// cannot be read is answered with a sentence that says what was found and what was expected, to be
// put into a Problem.
namespace ledger::tables {

template <class T>
using Read = tl::expected<T, std::string>;

// Empty, or a sign for it: a dash as accountants write it, "nil", the stars that a bank rules lines
// with.
bool is_blank(const UploadCell& cell);

// A cell as text. A number loses its exponent and what lies past Excel's 15 digits ("9.87654321E+9"
// is "9876543210"), so that plot numbers, telephone numbers and references come out as they were
// typed.
std::string as_text(const UploadCell& cell);

// Rupees: "12,34,567.50", "1,234,567.5", "₹ 1,000", "Rs. 500/-", "INR 5", "-5", "(5.00)", "5.00-",
// "5 Dr". More than two decimals, groups that are not Indian nor Western, and anything past
// kMaxPaise are refused. A workbook's number is read as Excel shows it: rounded to 15 digits, in
// decimal.
Read<Money> as_money(const UploadCell& cell);

// "1.5%" and "1.5" as hundredths of a percent: 150.
Read<std::int64_t> as_basis_points(const UploadCell& cell);

struct DateOptions {
  bool two_digit_years = false;  // "25/11/26": banks write so
  bool from_1904 = false;
};

// 2026-11-25, 25/11/2026, 25-11-2026, 25.11.2026, 25 Nov 2026, 25-Nov-2026, "25 November 2026", a
// time of day behind it, Excel's serial number. Day comes before month. 1990 … 2100.
Read<Day> as_date(const UploadCell& cell, const DateOptions& options = {});

}  // namespace ledger::tables
