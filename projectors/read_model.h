#pragma once

#include <functional>
#include <memory>
#include <string>

#include "events/log.h"
#include "projectors/compare.h"
#include "projectors/rocks_store.h"

namespace ledger {

// The read model's directory holds one store in use, named by the file `current`, and for a while
// the next one that a rebuild folds beside it.
struct ReadModel {
  std::unique_ptr<RocksStore> store;
  std::string rebuilt_because;          // empty: opened as it was
  std::vector<Difference> differences;  // between the old rows and the log's, as far as comparable
};

// Called now and then during a rebuild, with the position reached.
using RebuildProgress = std::function<void(const Position&)>;

// Opens the store in use, creates the first, or rebuilds one that is of another fold version or
// damaged.
Result<ReadModel> open_read_model(EventLog& log, const std::string& directory, const Views& views,
                                  const RebuildProgress& progress = {});

// Folds the whole log into a new store beside the one in use, compares the two at the old one's
// position where versions are equal, and switches: by one atomic rename, so that a crash leaves the
// one or the other. The old store must not be open. Fails if the log cannot be read to its end.
Result<ReadModel> rebuild_read_model(EventLog& log, const std::string& directory,
                                     const Views& views, const std::string& why,
                                     const RebuildProgress& progress = {});

// True once a read found the store in use damaged: the next open rebuilds it, so start again.
bool store_condemned(const std::string& directory);

// The store in use of `directory`, for open_beside. kNotFound if there is none.
Result<std::string> current_store(const std::string& directory);

}  // namespace ledger
