#pragma once

#include <string>

#include "events/log.h"
#include "replay/verify.h"

namespace ledger {

// Accepted history, raw: DIR/<partition>/<sequence>.bin, each file the stored bytes of one record.
// Gives the number of records. kConflict "export-exists" if the directory is not empty.
Result<std::uint64_t> export_raw(EventLog& log, const std::string& directory,
                                 const VerifyProgress& progress);

// Accepted history as JSON lines, one record a line in the shape of api.md, partition by partition.
Result<std::uint64_t> export_json(EventLog& log, const std::string& file,
                                  const VerifyProgress& progress);

}  // namespace ledger
