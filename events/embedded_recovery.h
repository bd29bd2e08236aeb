#pragma once

#include <string>

#include "events/embedded_mark.h"
#include "events/embedded_store.h"

namespace ledger {

// Holds what RocksDB has against the mark. kCorrupt "acknowledged-records-missing": the message
// names the partition and first..last; "mark-damaged": it is not of this log.
Result<void> check_mark(const EmbeddedStore& store, const Mark& mark, Partition partitions);

// Whether the log was left in the middle of a write, and how it may then be opened. Looks first: if
// more is missing than was never acknowledged (errors as above, or kCorrupt "file-damaged"),
// nothing in the directory has changed.
Result<EmbeddedStore::How> how_to_open(const std::string& dir, const Mark& mark, rocksdb::Env* env);

}  // namespace ledger
