#include "query-api/tables/settlement.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "query-api/documents/words.h"
#include "query-api/tables/columns.h"
#include "query-api/tables/decimal.h"

namespace ledger::tables {
namespace {

const std::vector<ColumnSpec>& specs() {
  static const std::vector<ColumnSpec> list{{"entity", {"entity_id"}, true},
                                            {"kind", {"transaction_entity", "type"}, true},
                                            {"amount", {"amount"}, true},
                                            {"credit", {"credit"}, true},
                                            {"debit", {"debit"}, true},
                                            {"net_fee", {"fee (exclusive tax)"}},
                                            {"gross_fee", {"fee", "fees"}},
                                            {"tax", {"tax"}, true},
                                            {"currency", {"currency"}},
                                            {"order", {"order_id"}},
                                            {"receipt", {"order_receipt"}},
                                            {"payment", {"payment_id"}},
                                            {"method", {"payment_method", "method"}},
                                            {"description", {"entity_description", "description"}},
                                            {"settlement", {"settlement_id"}, true},
                                            {"utr", {"settlement_utr"}, true},
                                            {"settled", {"settled_at"}}};
  return list;
}

constexpr auto kAmounts = {"amount", "credit", "debit", "net_fee", "gross_fee", "tax"};

SettlementKind kind_of(const std::string& text) {
  const auto name = folded(text);
  if (name == "payment") return SettlementKind::kPayment;
  if (name == "refund") return SettlementKind::kRefund;
  if (name == "transfer") return SettlementKind::kTransfer;
  if (name == "adjustment") return SettlementKind::kAdjustment;
  return SettlementKind::kOther;
}

// Seconds since 1970, as the API writes moments.
std::optional<Day> of_epoch(const std::string& text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (text.size() < 9 || text.size() > 11 || error != std::errc{} ||
      end != text.data() + text.size()) {
    return std::nullopt;
  }
  return day_of(Instant::micros(count * 1'000'000), kIndia);
}

class Reader {
 public:
  SettlementReport read(std::string_view bytes) {
    try {
      read_file(bytes);
    } catch (const MoneyOverflow&) {
      problems_.add({Severity::kError, "amounts-too-large", "", 0, "",
                     "the amounts add up to more than can be counted"});
    }
    report_.problems = problems_.finish();
    return std::move(report_);
  }

 private:
  void read_file(std::string_view bytes) {
    auto upload = read_upload(bytes);
    if (!upload) {
      problems_.add({Severity::kError, upload.error().reason, "", 0, "", upload.error().message});
    } else if (const auto found = first_with_columns(*upload, specs(), problems_)) {
      in_paise_ = !found->columns.has("net_fee") && all_whole(*found);
      for (auto at = found->columns.first_row; at < found->sheet->rows.size(); ++at) {
        take(Row(found->columns, found->sheet->rows[at], problems_));
      }
      sum_up();
    }
  }

  static bool all_whole(const FoundSheet& found) {
    for (auto at = found.columns.first_row; at < found.sheet->rows.size(); ++at) {
      const auto& cells = found.sheet->rows[at].cells;
      for (const auto* key : kAmounts) {
        const auto column = found.columns.by_key.find(key);
        if (column == found.columns.by_key.end() || column->second >= cells.size()) continue;
        if (as_text(cells[column->second]).find('.') != std::string::npos) return false;
      }
    }
    return true;
  }

  Money money(const Row& row, std::string_view key) const {
    const auto read = row.money(key).value_or(Money());
    return in_paise_ ? scaled(read, 1, 100) : read;
  }

  void take(const Row& row) {
    SettlementItem item;
    item.row = row.line();
    item.entity_id = row.text("entity");
    if (item.entity_id.empty()) {
      // Sums below the items have amounts at most.
      if (!row.text("kind").empty()) row.error("entity-missing", "entity", "the item has no id");
      return;
    }
    if (!seen_.insert(item.entity_id + "/" + row.text("kind")).second) {
      return row.error("entity-twice", "entity", item.entity_id + " stands in the file already");
    }
    item.kind = kind_of(row.text("kind"));
    item.amount = money(row, "amount");
    item.credit = money(row, "credit");
    item.debit = money(row, "debit");
    item.tax = money(row, "tax");
    item.fee = row.blank("net_fee") ? money(row, "gross_fee") - item.tax : money(row, "net_fee");
    if (row.blank("net_fee") && row.blank("gross_fee")) item.fee = Money();
    read_names(row, item);
    check(row, item);
    report_.items.push_back(std::move(item));
  }

  static void read_names(const Row& row, SettlementItem& item) {
    item.currency = row.text("currency");
    item.order_id = row.text("order");
    item.order_receipt = row.text("receipt");
    item.payment_id = row.text("payment");
    item.method = row.text("method");
    item.description = row.text("description");
    item.settlement_id = row.text("settlement");
    item.settlement_utr = row.text("utr");
    if (row.blank("settled")) return;
    item.settled_on = of_epoch(row.raw("settled"));
    if (!item.settled_on) item.settled_on = row.date("settled");
  }

  static void check(const Row& row, const SettlementItem& item) {
    if (!item.currency.empty() && item.currency != "INR") {
      row.warning("currency-other", "currency",
                  "\"" + item.currency + "\" was found, INR was expected");
    }
    if (item.kind != SettlementKind::kPayment) return;
    const auto expected = item.amount - item.fee - item.tax;
    if (item.credit == expected) return;
    row.warning("fee-mismatch", "credit",
                item.entity_id + ": the credit is " + paper::rupees(item.credit) +
                    ", but amount less fee and tax is " + paper::rupees(expected));
  }

  void sum_up() {
    std::map<std::string, SettlementSum> sums;
    for (const auto& item : report_.items) {
      if (item.settlement_id.empty()) continue;
      auto& sum = sums[item.settlement_id];
      if (sum.items == 0) {
        sum.settlement_id = item.settlement_id;
        sum.utr = item.settlement_utr;
      } else if (sum.utr != item.settlement_utr) {
        problems_.add({Severity::kWarning, "utr-differs", "", item.row, "settlement_utr",
                       item.settlement_id + " bears the UTR " + sum.utr + " above and " +
                           item.settlement_utr + " here"});
      }
      ++sum.items;
      sum.net += item.credit - item.debit;
    }
    for (auto& [id, sum] : sums) report_.settlements.push_back(std::move(sum));
  }

  SettlementReport report_;
  Problems problems_;
  std::set<std::string> seen_;
  bool in_paise_ = false;
};

}  // namespace

bool SettlementReport::usable() const {
  return std::none_of(problems.begin(), problems.end(),
                      [](const Problem& problem) { return problem.severity == Severity::kError; });
}

SettlementReport read_settlement(std::string_view bytes) {
  return Reader().read(bytes);
}

}  // namespace ledger::tables
