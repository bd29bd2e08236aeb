#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/civil.h"
#include "events/event.h"
#include "events/log.h"
#include "replay/as_of.h"
#include "replay/verify.h"

namespace ledger {

struct HledgerExport {
  std::uint64_t entries = 0;
  Position position;  // how far history was read
};

// Every journal entry of accepted history up to that point (none: to its end), as a journal that
// hledger reads: dates are value days, accounts are the trial balance's, the code is the payment,
// refund or booking, positions stand in comments. hledger's balances are then our trial balance's,
// recomputed by a stranger. Partitions that a position does not name are read to their end.
// kInvalid "position-ahead" if the log does not reach so far.
Result<HledgerExport> export_hledger(EventLog& log, const std::string& file,
                                     const std::optional<AsOfPoint>& until,
                                     const VerifyProgress& progress);

// One entry of such a journal. Control characters, and the signs by which hledger would read the
// text as something else, are replaced by blanks.
std::string hledger_entry(const JournalPosted& entry, Day value_day, std::string_view currency,
                          std::string_view position);

// "-1234.05": the amount in whole units and two decimals, exactly.
std::string decimal_text(Money amount);

}  // namespace ledger
