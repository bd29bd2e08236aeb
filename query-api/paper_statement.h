#pragma once

#include <optional>

#include "query-api/booking_json.h"
#include "query-api/documents/fy_report.h"
#include "query-api/documents/statement.h"
#include "query-api/paper_press.h"

namespace ledger {

// What a statement is asked for: both days are in it. With `as_of` only what was recorded by then:
// as it was issued at that time.
struct StatementRange {
  Day from = 0, to = 0;
  std::optional<AsOf> as_of;
};

// ?from=&to=&as_of= of a booking: from its first movement, to today, unless said. kInvalid
// "range-invalid", "as-of-malformed".
Result<StatementRange> range_of(const Call& call, const BookingFacts& booking);

// ?from=&to= alone; what is not said is taken from `range`.
Result<StatementRange> read_range(const Call& call, StatementRange range);

Result<paper::Statement> statement_of(const Press& press, const BookingFacts& booking,
                                      const StatementRange& range);

// "2026-27" or "2026": the year it begins in. kInvalid "financial-year-invalid".
Result<int> parse_financial_year(std::string_view text);

Result<paper::FyReport> fy_report_of(const Press& press, const BookingFacts& booking,
                                     int financial_year);

// What papers about a booking as it stands have in common: no number and no code to verify.
Result<paper::Paper> standing_head(const Press& press, const BookingFacts& booking);

}  // namespace ledger
