#pragma once

#include <string>

#include "events/result.h"

namespace ledger {

// Reads every live file of a RocksDB directory of ours (the log, views, an index) and checks it:
// the whole-file checksum of each table, every record of MANIFEST and write-ahead logs, CURRENT and
// OPTIONS. kCorrupt "file-damaged": the message names the file and, where it is known, the byte.
// Changes nothing.
//
// `running`: a process writes there now, so that the last write may be on its way. Otherwise a last
// write that was cut short by a crash passes, too, unless a `mark` file says that the log was
// closed in order.
Result<void> check_files(const std::string& db_dir, bool running);

// Looks through the write-ahead logs alone. True: the last write of the last one was cut short, all
// else is whole. kCorrupt "file-damaged" for any other damage.
Result<bool> write_ahead_logs_torn(const std::string& db_dir);

}  // namespace ledger
