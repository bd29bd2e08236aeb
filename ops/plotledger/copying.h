#pragma once

#include "ops/plotledger/log_place.h"
#include "replay/copy.h"

namespace ledger {

// copy_ledger(), with a bar or lines on standard error unless `quiet`.
Result<CopyReport> copy_with_progress(EventLog& from, EventLog& to, bool quiet);

// Copies into `to`, and makes what is not there yet: a directory, or topics with `replicas` (0:
// three, or one on a single broker).
Result<CopyReport> copy_into(EventLog& from, const LogPlace& to, int replicas, bool quiet);

void print_copied(const CopyReport& report, const char* what);

}  // namespace ledger
