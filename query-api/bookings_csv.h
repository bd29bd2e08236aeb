#pragma once

#include <string>

#include "projectors/finance.h"
#include "query-api/booking_json.h"

namespace ledger {

// One row a booking: figures from postings, dates from the schedule. Amounts are paise as whole
// numbers; text that a spreadsheet would take for a formula is quoted with an apostrophe.
std::string csv_header();
std::string csv_row(const finance::Figures& figures, const BookingFacts& facts);

}  // namespace ledger
