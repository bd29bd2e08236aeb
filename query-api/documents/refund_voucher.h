#pragma once

#include <string>
#include <vector>

#include "events/result.h"
#include "query-api/documents/paper.h"

namespace ledger::paper {

// A refund voucher (series F): rule 51 of the CGST Rules. It cites the receipt voucher whose
// advance goes back. The refund is the sum of the lines with their taxes.
struct RefundVoucher {
  Paper paper;
  std::string voucher_no;  // the receipt voucher's
  Day voucher_date = 0;
  std::vector<TaxLine> lines;
  std::string mode;       // how the money goes back
  std::string reference;  // the gateway's or bank's, once known
  std::string reason;
  bool reverse_charge = false;
};

Result<std::string> pdf_of(const RefundVoucher& voucher);  // kUnavailable "fonts-missing"

}  // namespace ledger::paper
