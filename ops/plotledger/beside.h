#pragma once

#include <memory>
#include <string>

#include "events/embedded_log.h"
#include "projectors/rocks_store.h"

namespace ledger {

// A ledger's directory opened for reading, beside a running server or without one. Nothing in it is
// changed; RocksDB's own messages go to a scratch directory that is removed at the end.
class Beside {
 public:
  static Result<std::unique_ptr<Beside>> open(const std::string& data);
  ~Beside();

  [[nodiscard]] EventLog& log() { return *log_; }

  // The read model in use; kNotFound before the first start.
  Result<std::unique_ptr<RocksStore>> views();

  // True while a server writes to the directory.
  [[nodiscard]] bool running() const { return running_; }

  // Every live file of log, views and index in `data` against its checksums, before anything is opened.
  static Result<void> check_files(const std::string& data);

 private:
  Beside() = default;

  std::string data_;
  std::string scratch_;
  bool running_ = false;
  std::unique_ptr<EmbeddedLog> log_;
};

}  // namespace ledger
