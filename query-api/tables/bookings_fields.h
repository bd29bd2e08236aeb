#pragma once

#include <optional>
#include <vector>

#include "query-api/tables/bookings_columns.h"
#include "query-api/tables/bookings_import.h"

// The parts of an imported booking, read from a row; every fault is noted through the row. Not for
// use outside this folder.
namespace ledger::tables {

ImportedApplicant applicant_of(const Row& row);  // of a sheet of applicants
std::optional<ImportedInstallment> installment_of(const Row& row);
std::optional<ImportedPayment> payment_of(const Row& row);

// From the columns whose headings say what they hold.
std::vector<ImportedHead> heads_of(const Row& row, const std::vector<HeadColumn>& columns);
std::vector<ImportedApplicant> applicants_of(const Row& row,
                                             const std::vector<NumberedColumn>& columns);
std::vector<ImportedInstallment> installments_of(const Row& row,
                                                 const std::vector<NumberedColumn>& columns);

// Equal shares where none is given, the remainder to the last; three times 33.33% is a whole.
void share_out(const Row& row, std::vector<ImportedApplicant>& applicants);

}  // namespace ledger::tables
