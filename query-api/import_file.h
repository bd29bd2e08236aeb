#pragma once

#include <string>
#include <string_view>

#include "query-api/services.h"

// Files that people upload, kept beside the log as they came. They hold names and accounts, so they
// are sealed, each with a key of its own.
namespace ledger {

struct KeptFile {
  Digest document;  // of the sealed bytes
  WrappedKey key;   // must travel with the command whose event names the document
};

Result<KeptFile> keep_file(Services& services, const ProjectId& project, std::string_view bytes);

// The file again. kNotFound "file-unknown": it is not that project's, or its key is gone.
Result<std::string> kept_file(Services& services, const ProjectId& project, const Digest& document);

}  // namespace ledger
