#pragma once

#include "projectors/finance.h"
#include "query-api/booking_json.h"
#include "query-api/documents/table.h"

namespace ledger {

// The bookings as finance exports them, one row each: figures from postings, dates from the
// schedule. For other programs amounts are whole paise ("price_paise"), in a workbook rupees
// ("price").
enum class Amounts : std::uint8_t { kPaise, kRupees };

paper::Table bookings_table(Amounts amounts);  // headings without rows
paper::CellRow bookings_row(const finance::Figures& figures, const BookingFacts& facts,
                            Amounts amounts);

}  // namespace ledger
