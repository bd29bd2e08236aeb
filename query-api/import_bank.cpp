#include "query-api/import_bank.h"

#include <algorithm>
#include <map>
#include <set>

#include "events/hash.h"
#include "projectors/recon.h"
#include "query-api/tables/bank_reference.h"

namespace ledger {
namespace {

using tables::BankLine;
using tables::Severity;

// Something in the books or at the gateway that bears a reference.
struct Bearer {
  std::string kind, entity;
  std::string reference;  // as it is written there
  Money amount;           // money out is negative
  bool matched = false;
  bool refused = false;  // a payment that was rejected or bounced
};

class Matching {
 public:
  Matching(const Call& call, const Vault& vault, const UploadedTable& table, bool all_debits)
      : vault_(vault), project_(table.project.project), all_debits_(all_debits) {
    recon::entries(recon_rows(call), project_, [&](const rows::ReconRowT& row) {
      add(row);
      return true;
    });
    for (const auto& row : recon::settlements(recon_rows(call), project_))
      bearers_.emplace(
          tables::plain_reference(row.utr),
          Bearer{"settlement", row.settlement, row.utr, row.net, !row.lines.empty(), false});
    recon::bank_lines(recon_rows(call), project_, [&](const rows::BankLineRowT& row) {
      known_.insert(row.line);
      return true;
    });
  }

  BankPreview match(std::string_view bytes) {
    preview_.statement = tables::read_bank_statement(bytes);
    for (const auto& line : preview_.statement.lines) take(line);
    return std::move(preview_);
  }

 private:
  void add(const rows::ReconRowT& row) {
    if (row.reference.empty() || (row.kind == "payment" && row.mode == wire::Mode::Gateway)) return;
    const auto amount = row.booked.zero() ? row.declared : row.booked;
    bearers_.emplace(tables::plain_reference(row.reference),
                     Bearer{row.kind, row.entity, row.reference, amount, !row.lines.empty(),
                            row.state == "rejected" || row.state == "bounced"});
  }

  void take(const BankLine& from) {
    auto id = print_of(from);
    if (!seen_.insert(id).second) {
      preview_.statement.problems.push_back(
          {Severity::kWarning, "row-twice", "", from.row, "",
           "the very same row stands above already, with the same balance: it is imported once"});
      return;
    }
    BankPreview::Row row;
    row.row = from.row;
    row.line.line = std::move(id);
    row.line.day = from.date;
    row.line.amount = from.credit - from.debit;
    row.known = known_.contains(row.line.line);
    choose(from, row);
    const bool other_spending = row.line.amount.negative() && !bears_known(row);
    if (other_spending && !all_debits_) {
      ++preview_.left_out;
      return;
    }
    preview_.rows.push_back(std::move(row));
  }

  // The same row of the same account, in whatever file it comes. Narrations hold names: keyed.
  [[nodiscard]] std::string print_of(const BankLine& from) {
    std::string text = project_.str() + "\n" + date_text(from.date) + "\n" +
                       tables::plain_reference(from.printed_reference) + "\n" +
                       tables::plain_reference(from.narration) + "\n" +
                       std::to_string((from.credit - from.debit).paise());
    if (from.balance) {
      text += "\n" + std::to_string(from.balance->paise());
    } else {
      text += "\n#" + std::to_string(repeats_[text]++);  // without balances rows may be alike
    }
    return hex(vault_.keyed("bank-line", text)).substr(0, 32);
  }

  [[nodiscard]] bool bears_known(const BankPreview::Row& row) const {
    return bearers_.contains(tables::plain_reference(row.line.reference));
  }

  // The first of the row's references that anything bears; else the likeliest.
  void choose(const BankLine& from, BankPreview::Row& row) {
    for (const auto& reference : from.references) {
      const auto found = bearers_.find(tables::plain_reference(reference.value));
      if (found == bearers_.end()) continue;
      row.line.reference = found->second.reference;
      return explain(row);
    }
    const auto* printed = &from.printed_reference;
    if (const auto found = bearers_.find(tables::plain_reference(*printed));
        found != bearers_.end()) {
      row.line.reference = found->second.reference;
      return explain(row);
    }
    if (!from.references.empty()) row.line.reference = from.references.front().value;
    row.cause = row.line.reference.empty() ? "no-reference" : "unknown-credit";
  }

  void explain(BankPreview::Row& row) {
    const auto [from, to] = bearers_.equal_range(tables::plain_reference(row.line.reference));
    if (std::distance(from, to) > 1) {
      row.cause = "several-bear-it";
    } else if (from->second.refused) {
      row.cause = "rejected-but-banked";
    } else if (from->second.matched) {
      row.cause = "repeated-on-statement";
    } else if (from->second.amount != row.line.amount) {
      row.cause = "amount-differs";
    } else {
      row.kind = from->second.kind;
      row.entity = from->second.entity;
      if (!row.known) from->second.matched = true;
    }
  }

  const Vault& vault_;
  const ProjectId& project_;
  const bool all_debits_;
  BankPreview preview_;
  std::multimap<std::string, Bearer> bearers_;
  std::set<std::string> known_;
  std::set<std::string> seen_;
  std::map<std::string, int> repeats_;
};

}  // namespace

bool BankPreview::brings_news() const {
  return std::ranges::any_of(rows, [](const Row& row) { return !row.known; });
}

BankPreview preview_bank(const Call& call, const Vault& vault, const UploadedTable& table,
                         std::string_view bytes, bool all_debits) {
  return Matching(call, vault, table, all_debits).match(bytes);
}

}  // namespace ledger
