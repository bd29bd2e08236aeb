#pragma once

#include <memory>
#include <string>

#include "ops/plotledger/log_place.h"
#include "projectors/rocks_store.h"

namespace ledger {

// A ledger opened for reading, beside running nodes or without one. Nothing is changed; RocksDB's
// own messages go to a scratch directory that is removed at the end.
class Beside {
 public:
  static Result<std::unique_ptr<Beside>> open(const LogPlace& place);
  ~Beside();

  [[nodiscard]] EventLog& log() { return *log_; }

  // The read model in use; kNotFound before the first start.
  Result<std::unique_ptr<RocksStore>> views();

  // Every live file of log, views and index in `data` against its checksums, before anything is
  // opened; of those that are there.
  static Result<void> check_files(const std::string& data);

 private:
  Beside() = default;

  std::string data_;
  std::string scratch_;
  std::unique_ptr<EventLog> log_;
};

}  // namespace ledger
