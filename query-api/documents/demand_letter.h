#pragma once

#include <string>
#include <vector>

#include "events/result.h"
#include "query-api/documents/body.h"
#include "query-api/documents/paper.h"

namespace ledger::paper {

enum class DemandPart : std::uint8_t { kNow, kEarlier, kInterest };

struct DemandLine {
  DemandPart part = DemandPart::kNow;
  std::string label;  // an installment's or milestone's name; of interest: what it is on
  Day due = 0;
  Money amount;
  Money paid;
};

// A demand letter. A draft bears Mark::kDraft. What is to be paid is the sum of amount − paid.
struct DemandLetter {
  Paper paper;
  Body text;  // the project's letter, filled in; above the table
  std::vector<DemandLine> lines;
  Day pay_by = 0;
  unsigned grace_days = 0;  // counted from the day the letter was sent
  std::string pay_url;      // the portal; no bank account is printed
};

Money to_pay(const DemandLetter& letter);
Money to_pay(const DemandLetter& letter, DemandPart part);

Result<std::string> pdf_of(const DemandLetter& letter);  // kUnavailable "fonts-missing"

}  // namespace ledger::paper
