#pragma once

#include <variant>

#include "events/log.h"
#include "projectors/store.h"

namespace ledger {

using AsOfPoint = std::variant<Instant, Position>;

// The last sequence of each partition that was recorded at or before `at`.
Result<Position> position_at(EventLog& log, Instant at);

// Every view folded afresh from the log up to that point: what was shown then. Partitions that a
// position does not name are folded to their end. kInvalid
// "position-ahead" if the log does not reach so far.
Result<Snapshot> fold_as_of(EventLog& log, const AsOfPoint& point);

}  // namespace ledger
