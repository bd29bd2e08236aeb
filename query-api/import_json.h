#pragma once

#include <string>
#include <vector>

#include "query-api/import_bank.h"
#include "query-api/import_bookings.h"
#include "query-api/import_prices.h"
#include "query-api/import_run.h"
#include "query-api/import_settlement.h"

namespace ledger {

// Previews: what would be imported, and every problem with its place, its severity and what to do.
// `digest` is what confirms; null while errors stand in the way.
std::string preview_json(const UploadedTable& table, const BookingsPreview& preview);
std::string preview_json(const UploadedTable& table, const PricesPreview& preview);
std::string preview_json(const UploadedTable& table, const SettlementPreview& preview);
std::string preview_json(const UploadedTable& table, const BankPreview& preview);

// Bookings that were imported, one by one.
std::string outcome_json(const RowOutcome& outcome, const ImportSum& sum);  // one line of a stream
std::string outcomes_json(const std::vector<RowOutcome>& outcomes, const ImportSum& sum);
std::string import_sum_json(const ImportSum& sum);

std::string imported_rows_json(std::string_view file, const std::vector<ImportedBooking>& rows,
                               const std::string& position);

// What was recorded.
std::string priced_json(const Answer& answer);
std::string settled_json(const std::vector<Answer>& answers, const SettlementPreview& preview);
std::string banked_json(const std::vector<Answer>& answers, std::size_t rows);

}  // namespace ledger
