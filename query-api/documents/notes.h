#pragma once

#include <string>
#include <vector>

#include "events/result.h"
#include "query-api/documents/paper.h"

namespace ledger::paper {

// A credit note (series C) or a debit note (series D): rule 53 of the CGST Rules with section 34 of
// the Act. It cites the invoice (or the voucher) that it corrects. Amounts are positive in both.
struct Note {
  Paper paper;
  std::string against_no;  // the corrected document's number
  Day against_date = 0;
  std::string reason;
  std::vector<TaxLine> lines;
};

struct CreditNote : Note {};

struct DebitNote : Note {};

Result<std::string> pdf_of(const CreditNote& note);  // kUnavailable "fonts-missing"
Result<std::string> pdf_of(const DebitNote& note);

}  // namespace ledger::paper
