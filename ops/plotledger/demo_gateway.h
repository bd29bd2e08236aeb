#pragma once

#include <string>
#include <vector>

#include "events/civil.h"
#include "events/event.h"
#include "ops/sandbox-gateway/books.h"
#include "writer/commands.h"

namespace ledger::demo {

// The sandbox gateway's side of the story: what the ledger is told of orders, payments and refunds
// is what the gateway will say when it is asked later.
class GatewaySide {
 public:
  // `receipt` as in the checkout.
  void made_order(const RecordOrder& told, const std::string& receipt, Instant at);
  void had_payment(const RecordPayment& told, Instant at);
  void sent_refund(const RecordRefund& told, const PaymentId& payment, Money amount, Instant at);

  // This project's share of what the gateway settles for one day in India: what was captured and
  // paid back then, by id.
  [[nodiscard]] std::vector<wire::SettledItemT> settled(const ProjectId& project, Day day) const;

  // Writes the sandbox's state file, mode 0600. Throws std::runtime_error if it cannot be written.
  void save(const std::string& path) const;

 private:
  sandbox::Tables tables_;
};

}  // namespace ledger::demo
