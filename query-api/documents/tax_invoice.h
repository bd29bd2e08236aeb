#pragma once

#include <string>
#include <vector>

#include "events/result.h"
#include "query-api/documents/paper.h"

namespace ledger::paper {

// An advance that the invoice takes in.
struct AdjustedAdvance {
  std::string voucher_no;
  Day date = 0;
  Money amount;
};

// A tax invoice (series I), with what rule 46 of the CGST Rules asks for. The total is the sum of
// the lines with their taxes and `round_off`; the balance is the total less the advances.
struct TaxInvoice {
  Paper paper;
  std::vector<TaxLine> lines;
  Money round_off;
  std::vector<AdjustedAdvance> advances;
  bool reverse_charge = false;
};

Money total_of(const TaxInvoice& invoice);

Result<std::string> pdf_of(const TaxInvoice& invoice);  // kUnavailable "fonts-missing"

}  // namespace ledger::paper
