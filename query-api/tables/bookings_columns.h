#pragma once

#include <string>
#include <vector>

#include "query-api/tables/columns.h"

// The headings of an import of bookings. Not for use outside this folder.
namespace ledger::tables {

// The columns of the four sheets; a CSV has the first and, with it, those of the payments.
const std::vector<ColumnSpec>& booking_specs();
const std::vector<ColumnSpec>& applicant_specs();
const std::vector<ColumnSpec>& installment_specs();
const std::vector<ColumnSpec>& payment_specs();

// A column that says in its heading what it holds: "Price: corner", "GST: amenities", "Applicant 2
// phone", "Installment 3 due".
struct NumberedColumn {
  std::size_t at = 0;
  std::size_t number = 0;  // from 1
  std::string part;        // "name", "phone", …; "label", "due", "amount"
};

struct HeadColumn {
  std::size_t at = 0;
  std::string head;
  bool tax = false;
};

struct SpokenColumns {
  std::vector<HeadColumn> heads;
  std::vector<NumberedColumn> applicants, installments;
};

// Notes columns that mean nothing here ("column-ignored", a warning).
SpokenColumns spoken_columns(const Columns& columns, Problems& problems);

}  // namespace ledger::tables
