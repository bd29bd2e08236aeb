#include "query-api/import_settlement.h"

#include <map>
#include <set>

#include "events/numbers.h"
#include "projectors/lookup.h"
#include "projectors/recon.h"

namespace ledger {
namespace {

using tables::SettlementItem;
using tables::SettlementKind;
using tables::Severity;

class Comparing {
 public:
  Comparing(const Call& call, const UploadedTable& table) : call_(call), table_(table) {
    recon::entries(recon_rows(call), table.project.project, [&](const rows::ReconRowT& row) {
      if (row.kind == "refund" && !row.reference.empty())
        refunds_.emplace(row.reference, row.entity);
      return true;
    });
    for (auto& row : recon::settlements(recon_rows(call), table.project.project))
      imported_.emplace(row.settlement, std::move(row));
  }

  SettlementPreview compare(tables::SettlementReport report) {
    preview_.problems = std::move(report.problems);
    for (const auto& item : report.items) take(item);
    for (auto& [id, one] : by_id_) {
      for (const auto& sum : report.settlements)
        if (sum.settlement_id == id) one.command.net_in_all = sum.net;
      look_at(one);
      preview_.settlements.push_back(std::move(one));
    }
    return std::move(preview_);
  }

 private:
  void note(Severity severity, const char* reason, std::uint32_t row, const char* column,
            std::string message) {
    preview_.problems.push_back({severity, reason, "", row, column, std::move(message)});
  }

  void take(const SettlementItem& item) {
    if (item.settlement_id.empty()) {
      ++preview_.waiting;
      return note(Severity::kWarning, "not-settled-yet", item.row, "settlement_id",
                  item.entity_id + " is not settled yet: it is left out");
    }
    if (is_elsewhere(item)) {
      ++preview_.elsewhere;
      return;
    }
    const auto to = settled(item);
    if (to.amount.zero() || to.fee.negative() || to.tax.negative())
      return note(Severity::kError, "amount-not-positive", item.row, "amount",
                  item.entity_id + " has an amount of zero or a fee below zero");
    compare_with_books(item, to);
    auto& command = settlement(item);
    command.items.push_back(to);
  }

  // A payment or a refund of a payment that another project has.
  [[nodiscard]] bool is_elsewhere(const SettlementItem& item) const {
    const auto& payment = item.kind == SettlementKind::kPayment ? item.entity_id : item.payment_id;
    const auto place =
        payment.empty() ? std::nullopt : lookup::payment(lookup_rows(call_), PaymentId(payment));
    return place && place->project != table_.project.project;
  }

  // In the books a refund has an id of ours.
  [[nodiscard]] wire::SettledItemT settled(const SettlementItem& item) const {
    wire::SettledItemT to;
    to.entity = item.entity_id;
    to.fee = item.fee;
    to.tax = item.tax;
    switch (item.kind) {
      case SettlementKind::kPayment:
        to.kind = wire::SettledKind::Payment;
        to.amount = item.amount;
        break;
      case SettlementKind::kRefund: {
        to.kind = wire::SettledKind::Refund;
        to.amount = -item.amount;
        const auto ours = refunds_.find(item.entity_id);
        if (ours != refunds_.end()) to.entity = ours->second;
        break;
      }
      default:
        to.kind = wire::SettledKind::Adjustment;
        to.amount = item.credit - item.debit + item.fee + item.tax;
    }
    return to;
  }

  ImportSettlement& settlement(const SettlementItem& item) {
    auto& command = by_id_[item.settlement_id].command;
    if (!command.settlement.empty()) return command;
    command.project = table_.project.project;
    command.settlement = item.settlement_id;
    command.utr = item.settlement_utr;
    command.day = item.settled_on.value_or(table_.today);
    if (!item.settled_on)
      note(Severity::kWarning, "date-missing", item.row, "settled_at",
           "the line does not say when it was settled: today is taken");
    return command;
  }

  void compare_with_books(const SettlementItem& item, const wire::SettledItemT& to) {
    if (to.kind == wire::SettledKind::Adjustment) return;
    const auto row = recon::entry(recon_rows(call_), table_.project.project, to.entity);
    if (!row || row->state == "unknown")
      return note(Severity::kWarning, "payment-unknown", item.row, "entity_id",
                  item.entity_id +
                      " is not in the books: its webhook was lost, or its order is another "
                      "system's");
    if (!row->settlement.empty() && row->settlement != item.settlement_id)
      return note(Severity::kError, "settled-twice", item.row, "entity_id",
                  item.entity_id + " is in settlement " + row->settlement + " already");
    if (row->booked != to.amount && row->state == "counted")
      note(Severity::kWarning, "amount-differs", item.row, "amount",
           rupees(to.amount) + " was found, the books have " + rupees(row->booked) + ": " +
               cause(row->booked, to));
  }

  static std::string cause(Money booked, const wire::SettledItemT& to) {
    const auto difference = booked - to.amount;
    if (difference == to.fee + to.tax) return "the line holds the amount less its fee";
    const auto size = difference.negative() ? -difference : difference;
    if (size < Money::paise(100)) return "a figure was rounded or retyped";
    return difference.negative() ? "another payment's amount, or one that was captured in two parts"
                                 : "a part was refunded or held back at the gateway";
  }

  // A settlement that was imported before must say the same.
  void look_at(SettlementPreview::One& one) {
    const auto before = imported_.find(one.command.settlement);
    if (before == imported_.end()) return;
    Money net;
    for (const auto& item : one.command.items) net += item.amount - item.fee - item.tax;
    one.known = before->second.net == net && before->second.utr == one.command.utr;
    if (one.known) return;
    note(Severity::kError, "settlement-differs", 0, "settlement_id",
         one.command.settlement + " was imported before over " + rupees(before->second.net) +
             " under " + before->second.utr + ", the file says " + rupees(net) + " under " +
             one.command.utr);
  }

  const Call& call_;
  const UploadedTable& table_;
  SettlementPreview preview_;
  std::map<std::string, std::string> refunds_;  // the gateway's id → ours
  std::map<std::string, rows::SettlementRowT> imported_;
  std::map<std::string, SettlementPreview::One> by_id_;
};

SettlementKind kind_of(const std::string& word) {
  if (word == "payment") return SettlementKind::kPayment;
  if (word == "refund") return SettlementKind::kRefund;
  if (word == "transfer") return SettlementKind::kTransfer;
  return word == "adjustment" ? SettlementKind::kAdjustment : SettlementKind::kOther;
}

void add_item(const SettledItem& from, tables::SettlementReport& report) {
  auto& item = report.items.emplace_back();
  item.row = static_cast<std::uint32_t>(report.items.size());
  item.entity_id = from.entity;
  item.kind = kind_of(from.kind);
  item.amount = from.amount;
  item.credit = from.credit;
  item.debit = from.debit;
  item.fee = from.fee - from.tax;
  item.tax = from.tax;
  item.currency = from.currency;
  item.order_id = from.order;
  item.payment_id = from.payment;
  item.order_receipt = from.receipt;
  item.settlement_id = from.settlement;
  item.settlement_utr = from.utr;
  if (from.settled_on != 0) item.settled_on = from.settled_on;
}

void check_fee(const SettlementItem& item, std::vector<tables::Problem>& problems) {
  const auto expected = item.amount - item.fee - item.tax;
  if (item.kind != SettlementKind::kPayment || item.credit == expected) return;
  problems.push_back({Severity::kWarning, "fee-mismatch", "", item.row, "credit",
                      item.entity_id + ": the credit is " + rupees(item.credit) +
                          ", but amount less fee and tax is " + rupees(expected)});
}

}  // namespace

SettlementPreview preview_settlements(const Call& call, const UploadedTable& table,
                                      tables::SettlementReport report) {
  return Comparing(call, table).compare(std::move(report));
}

tables::SettlementReport report_of(const std::vector<SettledItem>& items) {
  tables::SettlementReport report;
  std::set<std::string> seen;
  std::map<std::string, tables::SettlementSum> sums;
  for (const auto& from : items) {
    if (!seen.insert(from.entity).second) continue;  // pages may overlap while items arrive
    add_item(from, report);
    const auto& item = report.items.back();
    check_fee(item, report.problems);
    auto& sum = sums[item.settlement_id];
    sum.settlement_id = item.settlement_id;
    sum.utr = item.settlement_utr;
    ++sum.items;
    sum.net += item.credit - item.debit;
  }
  for (auto& [id, sum] : sums)
    if (!id.empty()) report.settlements.push_back(std::move(sum));
  return report;
}

}  // namespace ledger
