#pragma once

#include <memory>
#include <optional>
#include <string>

#include "events/durable_file.h"
#include "events/vault.h"
#include "ops/plotledger/log_place.h"

namespace ledger {

// A ledger as one node holds it, open for writing. Besides its stores the node's directory keeps
// `ledger.id` (which ledger they are of) and `node.id` (this node's name among the ledger's nodes).
struct LedgerHome {
  std::optional<DirectoryHold> hold;  // on Kafka; an embedded log has its own
  std::unique_ptr<EventLog> log;
  std::unique_ptr<Vault> vault;
  LedgerId ledger;
  std::string node;
};

// Opens the ledger; an embedded one is founded the first time. Refusals: "data-in-use",
// "master-key-missing", "master-key-wrong", "log-missing", "ledger-not-founded", "ledger-foreign",
// "ledgers-mixed", "ledger-differs" (the directory belongs to another ledger), and the log's own.
Result<LedgerHome> open_home(const LogPlace& place, const std::string& master_key_file);

// Founds a ledger: topics or directory, master.key, admin.key, the first records. Goes on where an
// interrupted founding stopped. kConflict "log-exists" where a ledger is founded already.
Result<LedgerId> found_home(const LogPlace& place, Partition partitions, int replicas);

}  // namespace ledger
