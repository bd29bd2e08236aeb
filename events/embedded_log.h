#pragma once

#include <memory>
#include <string>

#include "events/log.h"

namespace rocksdb {
class Env;
}

namespace ledger {

// The event log in one directory of one machine, on RocksDB: a record is acknowledged once it is
// synced, in groups. One process writes; others may look on (open_beside). The log must outlive the
// readers and appenders it gave.
//
// Besides RocksDB's files the directory holds `holder` (who writes) and `mark` (how far records
// were acknowledged, at most 100 ms behind while writing).
class EmbeddedLog final : public EventLog {
 public:
  // A new log in `dir`, which must be empty or missing. kConflict "log-exists" or
  // "directory-not-empty", kConflict "log-locked" (the message names the process).
  static Result<std::unique_ptr<EmbeddedLog>> create(const std::string& dir, Partition partitions,
                                                     rocksdb::Env* env = nullptr);

  // Opens for writing. A last record that was cut short (and so never acknowledged) is dropped.
  // kNotFound "log-missing"; kConflict "log-locked"; kCorrupt "acknowledged-records-missing" (the
  // message names partition and first..last), "mark-missing", "mark-damaged", "log-damaged",
  // "log-format"; kUnavailable "disk-full", "log-unavailable". `env`: the disk, another one in
  // tests.
  static Result<std::unique_ptr<EmbeddedLog>> open(const std::string& dir,
                                                   rocksdb::Env* env = nullptr);

  // Opens for reading, whether a process writes at the moment or not; changes nothing in `dir`.
  // `scratch` is a directory for RocksDB's own messages. appender(), and changing keys or
  // documents, throw. A reader may see a record a moment before it is synced.
  static Result<std::unique_ptr<EmbeddedLog>> open_beside(const std::string& dir,
                                                          const std::string& scratch);

  ~EmbeddedLog() override;  // close()

  Result<void> close() override;  // everything acknowledged goes to its files

  [[nodiscard]] Partition partitions() const override;
  Result<Offset> end(Partition partition) override;
  std::unique_ptr<LogReader> reader(Partition partition, Offset from) override;
  std::unique_ptr<LogAppender> appender(Partition partition) override;
  KeyStore& keys() override;
  DocumentStore& documents() override;

 private:
  struct Impl;
  class Reader;
  explicit EmbeddedLog(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ledger
