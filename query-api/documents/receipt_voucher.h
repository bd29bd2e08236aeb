#pragma once

#include <string>
#include <vector>

#include "events/result.h"
#include "query-api/documents/paper.h"

namespace ledger::paper {

// A receipt voucher (series V) for an advance on a taxable supply, with what rule 50 of the CGST
// Rules asks for: supplier, number, date, recipient with GSTIN, description, advance, rates and
// taxes, place of supply, reverse charge, signature. The advance is the sum of the lines with their
// taxes.
struct ReceiptVoucher {
  Paper paper;
  std::vector<TaxLine> lines;
  std::string mode;
  std::string reference;
  std::string receipt_no;  // the money receipt of the same payment, if there is one
  bool reverse_charge = false;
};

Result<std::string> pdf_of(const ReceiptVoucher& voucher);  // kUnavailable "fonts-missing"

}  // namespace ledger::paper
