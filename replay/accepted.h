#pragma once

#include <functional>

#include "events/chain.h"
#include "events/log.h"

namespace ledger {

struct AcceptedHistory {
  Head head;        // of the last record that was visited
  Offset next = 0;  // one past the last offset that was read
};

// False: enough was seen.
using VisitAccepted = std::function<bool(const StoredRecord& stored, const Link& link)>;
using VisitedTo = std::function<void(Offset next)>;  // after each batch

// Visits a partition's accepted records in order, below offset `end`; what the chain rule skips is
// skipped. kCorrupt "history-missing" where every reader must stop.
Result<AcceptedHistory> each_accepted(EventLog& log, Partition partition, Offset end,
                                      const VisitAccepted& visit, const VisitedTo& visited_to = {});

}  // namespace ledger
