#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/civil.h"
#include "events/money.h"
#include "query-api/tables/bank_reference.h"
#include "query-api/tables/problem.h"

namespace ledger::tables {

struct BankLine {
  std::uint32_t row = 0;
  Day date = 0;
  std::optional<Day> value_date;
  std::string narration;
  std::string printed_reference;          // the reference column as it stands
  std::vector<BankReference> references;  // the row's own, the likeliest first
  Money credit, debit;                    // one of them is zero
  std::optional<Money> balance;
};

// A bank's account statement. Lines are oldest first, whatever order the bank writes.
struct BankStatement {
  std::vector<BankLine> lines;
  std::vector<Problem> problems;
  std::optional<Money> opening, closing;  // where the bank prints balances

  // Without errors. Warnings may stand: a balance that does not follow from the row before
  // ("balance-breaks": a row was left out or changed), a reference that stands twice
  // ("reference-twice": a reversal has its own).
  [[nodiscard]] bool usable() const;
};

// CSV or XLSX as Indian banks export them: HDFC, ICICI, SBI, Axis, Kotak, PNB, Bank of Baroda,
// Canara, Union, IndusInd, Yes, IDBI and others with the same headings; an address and a period
// above the headings, sums below; debit and credit in two columns, or an amount with Dr/Cr. Years
// may have two digits. A row whose date is empty goes on the narration of the one before.
BankStatement read_bank_statement(std::string_view bytes);

}  // namespace ledger::tables
