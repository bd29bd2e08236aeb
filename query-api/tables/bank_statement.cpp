#include "query-api/tables/bank_statement.h"

#include <algorithm>
#include <cctype>

#include "query-api/documents/words.h"
#include "query-api/tables/columns.h"

namespace ledger::tables {
namespace {

const std::vector<ColumnSpec>& specs() {
  static const std::vector<ColumnSpec> list{
      {"date",
       {"Date", "Transaction Date", "Txn Date", "Tran Date", "Trans Date", "Post Date",
        "Posting Date", "Txn Posted Date", "Value Date", "Value Dt"},
       true},
      {"value", {"Value Date", "Value Dt", "Val Date", "Value Dt."}},
      {"narration",
       {"Narration", "Description", "Particulars", "Transaction Remarks", "Transaction Particulars",
        "Transaction Details", "Transaction Description", "Remarks", "Details"},
       true},
      {"reference",
       {"Chq./Ref.No.",
        "UTR",
        "UTR No",
        "UTR Number",
        "Ref No./Cheque No.",
        "Ref No/Cheque No",
        "Chq / Ref number",
        "Chq/Ref Number",
        "Chq / Ref No",
        "Reference No",
        "Reference Number",
        "Reference",
        "Ref No",
        "Ref Number",
        "Ref/Chq No",
        "Cheque Number",
        "Cheque No",
        "Chq No",
        "Chqno",
        "Chq Number",
        "Instrument ID",
        "Instrument Id",
        "Instrument No",
        "Transaction ID",
        "Tran ID",
        "Cheque Details"}},
      {"debit",
       {"Debit", "Withdrawal Amt", "Withdrawal Amount (INR)", "Withdrawal Amount", "Withdrawal",
        "Withdrawals", "Debits", "Debit Amount", "Dr", "Dr Amount", "Dr Amt", "Withdrawal (Dr)",
        "Debit (INR)", "Debit Amount (INR)"}},
      {"credit",
       {"Credit", "Deposit Amt", "Deposit Amount (INR)", "Deposit Amount", "Deposit", "Deposits",
        "Credits", "Credit Amount", "Cr", "Cr Amount", "Cr Amt", "Deposit (Cr)", "Credit (INR)",
        "Credit Amount (INR)"}},
      {"amount",
       {"Amount", "Amount (INR)", "Transaction Amount", "Transaction Amount (INR)", "Txn Amount"}},
      {"side",
       {"Dr / Cr", "Cr / Dr", "Debit / Credit", "Type", "Transaction Type", "DrCr Indicator"}},
      {"balance",
       {"Balance", "Closing Balance", "Balance (INR)", "Running Balance", "Available Balance",
        "Bal", "Ledger Balance", "Available Balance (INR)"}}};
  return list;
}

constexpr DateOptions kBankDates{.two_digit_years = true};

// What a row says of money: +credit, −debit. Nothing if it says none.
std::optional<Money> by_two_columns(const Row& row) {
  const auto debit = row.money("debit");
  const auto credit = row.money("credit");
  const bool has_debit = debit && !debit->zero();
  const bool has_credit = credit && !credit->zero();
  if (has_debit && has_credit) {
    row.error("amount-both", "debit", "the row has a debit and a credit; one of them was expected");
    return std::nullopt;
  }
  if ((has_debit && debit->negative()) || (has_credit && credit->negative())) {
    row.error("amount-negative", has_debit ? "debit" : "credit",
              "a negative amount was found in a column that has a side of its own");
    return std::nullopt;
  }
  if (has_debit) return -*debit;
  return has_credit ? credit : std::nullopt;
}

std::optional<Money> by_side(const Row& row) {
  const auto amount = row.money("amount");
  if (!amount || amount->zero()) return std::nullopt;
  const auto side = folded(row.text("side"));
  const auto size = amount->negative() ? -*amount : *amount;
  if (side.starts_with("cr") || side == "c" || side == "deposit") return size;
  if (side.starts_with("dr") || side.starts_with("debit") || side == "d" || side == "withdrawal") {
    return -size;
  }
  if (side.empty()) return amount;  // a signed amount
  row.error("side-unknown", "side",
            "\"" + row.text("side") + "\" was found, Cr or Dr was expected");
  return std::nullopt;
}

class Reader {
 public:
  BankStatement read(std::string_view bytes) {
    auto upload = read_upload(bytes);
    if (!upload) {
      problems_.add({Severity::kError, upload.error().reason, "", 0, "", upload.error().message});
    } else {
      read_sheet(*upload);
    }
    finish();
    statement_.problems = problems_.finish();
    return std::move(statement_);
  }

 private:
  void read_sheet(const Upload& upload) {
    const auto found = first_with_columns(upload, specs(), problems_);
    if (!found) return;
    const auto& sheet = *found->sheet;
    const auto* columns = &found->columns;
    if (!columns->has("amount") && !columns->has("credit")) {
      problems_.add({Severity::kError, "column-missing", sheet.name, 0, "",
                     "there is neither a column \"Credit\" (or Deposit Amt.) nor \"Amount\""});
      return;
    }
    for (auto at = columns->first_row; at < sheet.rows.size() && !ends(sheet.rows[at]); ++at) {
      take(Row(*columns, sheet.rows[at], problems_), columns->has("credit"));
    }
    if (statement_.lines.empty() && !problems_.has_errors()) {
      problems_.add({Severity::kError, "statement-empty", sheet.name, 0, "",
                     "no row with a date and an amount was found"});
    }
  }

  // Where a bank says that the rest is about the statement.
  static bool ends(const UploadRow& row) {
    return std::any_of(row.cells.begin(), row.cells.end(), [](const UploadCell& cell) {
      const auto text = folded(cell.text);
      return text.starts_with("statementsummary") || text.starts_with("endofstatement");
    });
  }

  // "Total", "Opening balance" and the like are no movements.
  static bool is_sum(const std::string& text) {
    const auto name = folded(text);
    return name.find("total") != std::string::npos || name.find("balance") != std::string::npos ||
           name.find("broughtforward") != std::string::npos;
  }

  // A row without an amount (a ruled line, an address) is passed over.
  void take(const Row& row, bool two_columns) {
    if (row.blank("date") || is_sum(row.raw("date"))) return take_undated(row, two_columns);
    if (!says_money(row, two_columns)) return;
    const auto date = row.date("date", kBankDates);
    const auto amount = two_columns ? by_two_columns(row) : by_side(row);
    if (!date || !amount) return;
    BankLine line;
    line.row = row.line();
    line.date = *date;
    line.value_date = row.date("value", kBankDates);
    line.narration = row.text("narration");
    line.printed_reference = row.text("reference");
    (amount->negative() ? line.debit : line.credit) = amount->negative() ? -*amount : *amount;
    line.balance = row.money("balance");
    statement_.lines.push_back(std::move(line));
    continued_ = 0;
  }

  static bool says_money(const Row& row, bool two_columns) {
    if (!two_columns) return !row.blank("amount");
    return !row.blank("credit") || !row.blank("debit");
  }

  void take_undated(const Row& row, bool two_columns) {
    const auto text = row.text("narration");
    if (says_money(row, two_columns)) {
      const bool sum = is_sum(text) || is_sum(row.raw("date")) || folded(text).empty();
      if (!sum) row.error("date-missing", "date", "the row has an amount, but no date");
      return;
    }
    auto& lines = statement_.lines;
    if (text.empty() || lines.empty() || row.line() != lines.back().row + continued_ + 1) return;
    ++continued_;
    lines.back().narration += " " + text;
  }

  void finish() {
    auto& lines = statement_.lines;
    for (auto& line : lines)
      line.references = find_references(line.printed_reference, line.narration);
    if (breaks(lines.rbegin(), lines.rend()) < breaks(lines.begin(), lines.end())) {
      std::reverse(lines.begin(), lines.end());
    }
    note_breaks();
    note_twice();
    if (lines.empty() || !lines.front().balance || !lines.back().balance) return;
    statement_.opening = *lines.front().balance - lines.front().credit + lines.front().debit;
    statement_.closing = lines.back().balance;
  }

  static bool follows(const BankLine& before, const BankLine& line) {
    if (!before.balance || !line.balance) return true;
    return *before.balance + line.credit - line.debit == *line.balance;
  }

  template <class Iterator>
  static std::size_t breaks(Iterator from, Iterator end) {
    std::size_t count = 0;
    for (auto before = from; from != end; before = from++) {
      if (before != from && !follows(*before, *from)) ++count;
    }
    return count;
  }

  void note_breaks() {
    const auto& lines = statement_.lines;
    for (std::size_t i = 1; i < lines.size(); ++i) {
      if (follows(lines[i - 1], lines[i])) continue;
      const auto expected = *lines[i - 1].balance + lines[i].credit - lines[i].debit;
      problems_.add({Severity::kWarning, "balance-breaks", "", lines[i].row, "",
                     "the balance is " + paper::rupees(*lines[i].balance) + ", but " +
                         paper::rupees(expected) + " follows from row " +
                         std::to_string(lines[i - 1].row) + ": a row may be missing or changed"});
    }
  }

  void note_twice() {
    std::map<std::pair<std::string, bool>, std::uint32_t> seen;
    for (const auto& line : statement_.lines) {
      if (line.references.empty()) continue;
      const auto& value = line.references.front().value;
      const auto [first, fresh] = seen.try_emplace({value, line.credit.zero()}, line.row);
      if (fresh) continue;
      problems_.add({Severity::kWarning, "reference-twice", "", line.row, "",
                     value + " stands in row " + std::to_string(first->second) + " already"});
    }
  }

  BankStatement statement_;
  Problems problems_;
  std::uint32_t continued_ = 0;
};

}  // namespace

bool BankStatement::usable() const {
  return std::none_of(problems.begin(), problems.end(),
                      [](const Problem& problem) { return problem.severity == Severity::kError; });
}

BankStatement read_bank_statement(std::string_view bytes) {
  return Reader().read(bytes);
}

}  // namespace ledger::tables
