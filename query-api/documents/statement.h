#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/result.h"
#include "query-api/documents/paper.h"
#include "query-api/documents/table.h"

namespace ledger::paper {

// One movement of the buyer's account. Value date and recorded date are kept apart: the first
// orders the lines, the second says when the ledger heard of it. Debit: he owes more; credit: he
// owes less.
struct StatementLine {
  Day value_date = 0;
  Day recorded_on = 0;
  std::string what;       // a key of entry_name() ("payment", "installment", …) or own words
  std::string detail;     // what makes it particular: the installment, the mode
  std::string reference;  // the document's or the bank's number
  Money debit, credit;
  bool correction = false;  // it corrects or reverses an earlier line
};

// Open amounts by age on the statement's last day.
struct Ageing {
  Money not_yet_due, days_1_30, days_31_60, days_61_90, over_90;
};

// As the papers of that time said it, or with all corrections since.
enum class StatementView : std::uint8_t { kAsIssued, kAsCorrected };

// A statement of account for any range. closing(d) = opening(d + 1) is the caller's to keep; the
// running balance and the closing are computed here from the opening and the lines.
struct Statement {
  Paper paper;  // its date is the day it was asked for
  Day from = 0, to = 0;
  Money opening;
  std::vector<StatementLine> lines;  // in the order to be shown
  std::optional<Ageing> ageing;
  StatementView view = StatementView::kAsCorrected;
};

Money closing_of(const Statement& statement);

Result<std::string> pdf_of(const Statement& statement);  // kUnavailable "fonts-missing"

// For csv_of() and xlsx_of(): value date, recorded date, particulars, reference, debit, credit,
// balance; the first row is the opening balance, the last the sums and the closing balance.
Table table_of(const Statement& statement);

}  // namespace ledger::paper
