#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/money.h"
#include "events/result.h"
#include "query-api/documents/body.h"
#include "query-api/documents/paper.h"

namespace ledger::paper {

// What a part of the money paid for.
struct Applied {
  std::string label;  // an installment's ("token", "balance", a milestone's name) or "interest"
  std::optional<Day> due;
  Money amount;
};

// Where the booking stood when the receipt was issued.
struct Standing {
  Money price;  // with tax
  Money paid;
  Money outstanding;
};

// A receipt for money received (series R).
struct Receipt {
  Paper paper;
  Money amount;
  std::string mode;       // "upi", "neft", "cheque", …
  std::string reference;  // UTR, RRN, instrument number or the gateway's payment id
  Day value_date = 0;
  std::vector<Applied> applied;
  Money credit;  // what no installment took
  std::optional<Standing> standing;
  Body text;  // the project's own words, above the table
};

// The PDF. kInvalid "paper-does-not-add" if the parts and the credit are not the amount;
// kUnavailable "fonts-missing".
Result<std::string> pdf_of(const Receipt& receipt);

}  // namespace ledger::paper
