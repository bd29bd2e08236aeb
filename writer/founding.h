#pragma once

#include <string>

#include "events/log.h"
#include "events/vault.h"

namespace ledger {

inline constexpr Partition kEmbeddedPartitions = 2;  // the directory, and one for projects

// Writes the first records of a new ledger: LedgerFounded in every partition that is still empty,
// and in partition 0 the key "admin" with role admin. Goes on where an interrupted founding
// stopped; nothing happens to a ledger that is founded. kConflict "ledger-foreign" if the log holds
// something else.
Result<void> found_ledger(EventLog& log, Clock& clock);

// The ledger that a founded log holds. kNotFound "ledger-not-founded": some partition is empty;
// kConflict "ledger-foreign": the log holds something else, or another format; "ledgers-mixed":
// its partitions belong to different ledgers; "partitions-differ": it has more or fewer of them
// than the ledger.
Result<LedgerId> ledger_in(EventLog& log);

// True while a partition has no first record, or the directory no admin key.
Result<bool> founding_needed(EventLog& log);

// An API key as its holder presents it: "plk_<id>_<secret>". The secret is derived, never stored.
std::string api_key_text(const Vault& vault, const KeyId& key);

inline const KeyId kAdminKey{"admin"};

}  // namespace ledger
