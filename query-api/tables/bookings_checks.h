#pragma once

#include "query-api/tables/bookings_import.h"

// What must be true of imported bookings beyond the reading of their cells. Not for use outside
// this folder.
namespace ledger::tables {

// Checks all bookings, one by one and against each other, and notes what is wrong.
void check_bookings(const std::vector<ImportedBooking>& bookings, const ImportFacts& facts,
                    Problems& problems);

}  // namespace ledger::tables
