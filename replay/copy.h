#pragma once

#include <string>
#include <vector>

#include "replay/verify.h"

namespace ledger {

struct CopyReport {
  std::uint64_t records = 0;  // copied now; those that were there already are not counted
  std::uint64_t keys = 0;
  std::uint64_t documents = 0;
  std::vector<std::string> heads;  // "1-57:<hash>" of what the copy holds
};

// Copies a ledger record by record, superseded ones included, so that offsets and hashes stay: data
// keys and documents first, then the records up to where `from` ended when it was asked. Goes on
// where an interrupted copy stopped. kConflict "copy-differs" if `to` holds other records, kInvalid
// "copy-partitions" if it has another number of partitions, kCorrupt if `from` is not whole.
Result<CopyReport> copy_ledger(EventLog& from, EventLog& to, const VerifyProgress& progress);

}  // namespace ledger
