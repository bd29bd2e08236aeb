#pragma once

#include <string>

#include "events/civil.h"
#include "events/money.h"

namespace ledger {

// One line of the gateway's settlement reconciliation, as its API tells it.
struct SettledItem {
  std::string entity;  // "pay_…", "rfnd_…", "adj_…"
  std::string kind;    // "payment", "refund", "transfer", "adjustment"
  Money amount;        // gross
  Money credit, debit;
  Money fee;  // with its tax
  Money tax;
  std::string currency;
  std::string order, payment, receipt;  // of a refund: the payment that it returns
  std::string settlement, utr;          // empty: not settled yet
  Day settled_on = 0;                   // in IST; 0 where it is not
};

}  // namespace ledger
