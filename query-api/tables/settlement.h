#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/civil.h"
#include "events/money.h"
#include "query-api/tables/problem.h"

namespace ledger::tables {

enum class SettlementKind : std::uint8_t { kPayment, kRefund, kTransfer, kAdjustment, kOther };

// One line of a gateway's settlement reconciliation, in Razorpay's words.
struct SettlementItem {
  std::uint32_t row = 0;
  std::string entity_id;  // "pay_…", "rfnd_…", …
  SettlementKind kind = SettlementKind::kOther;
  Money amount;         // what the buyer paid or got back
  Money credit, debit;  // what the gateway adds to the settlement or takes from it
  Money fee, tax;       // fee without its GST; the GST on it
  std::string currency;
  std::string order_id, order_receipt, payment_id, method, description;
  std::string settlement_id, settlement_utr;  // empty: not settled yet
  std::optional<Day> settled_on;              // in IST
};

struct SettlementSum {
  std::string settlement_id, utr;
  std::size_t items = 0;
  Money net;  // Σ credit − Σ debit: what the bank's line with this UTR should say
};

struct SettlementReport {
  std::vector<SettlementItem> items;
  std::vector<SettlementSum> settlements;  // by id
  std::vector<Problem> problems;

  [[nodiscard]] bool usable() const;  // without errors
};

// The settlement recon report of Razorpay's dashboard ("transaction_entity, entity_id, amount, …,
// fee (exclusive tax), …": rupees) or the same items as the API names them ("entity_id, type,
// debit, …, fee", where the fee includes its tax). API files hold paise if every amount is a whole
// number, as the API writes them. Warnings: "fee-mismatch" where credit ≠ amount − fee − tax,
// "utr-differs" where one settlement bears two UTRs, "currency-other". Errors: "entity-twice",
// "entity-missing" and unreadable cells.
SettlementReport read_settlement(std::string_view bytes);

}  // namespace ledger::tables
