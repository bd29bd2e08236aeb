#pragma once

#include "events/log.h"
#include "projectors/store.h"

namespace ledger {

// Whether the log still holds the applied head where it was: only then what is in a store came from
// this log. kCorrupt "log-shorter-than-applied" (the message names the missing sequences),
// "log-differs-from-applied"; kUnavailable where the log cannot be read now. A log that ends too
// early is asked again for `patience`: a broker that slept names an old end for a moment.
Result<void> check_applied_head(EventLog& log, Partition partition, const Applied& applied,
                                Micros patience = seconds(10));

}  // namespace ledger
