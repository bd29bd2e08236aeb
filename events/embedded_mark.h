#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "events/hash.h"
#include "events/log.h"

namespace ledger {

// How far a partition was acknowledged: one past the last record, and that record's SHA-256.
struct MarkedEnd {
  Offset end = 0;
  Hash last;
  bool operator==(const MarkedEnd&) const = default;
};

// What the log's `mark` file says; kept apart from RocksDB, which may open quietly without the tail
// of a damaged write-ahead log.
struct Mark {
  bool clean = false;  // the log was closed in order: its write-ahead logs are empty
  std::vector<MarkedEnd> partitions;
  bool operator==(const Mark&) const = default;
};

// kCorrupt "mark-missing" or "mark-damaged".
Result<Mark> read_mark(const std::string& dir);
Result<void> write_mark(const std::string& dir, const Mark& mark);

// Keeps the mark file at most 100 ms behind what was acknowledged, on a thread of its own.
// Thread-safe.
class MarkKeeper {
 public:
  MarkKeeper(std::string dir, Mark mark);
  ~MarkKeeper();

  // The records of `partition` below `end` are durable; `last` holds the bytes of the one at end
  // - 1.
  void acknowledged(Partition partition, Offset end, std::string last);

  [[nodiscard]] bool failed() const;  // the file can no longer be written

  // Ends the thread and writes what is known; `clean`: the log's own files are complete.
  Result<void> close(bool clean);

 private:
  void run();
  void hash_last_records();

  const std::string dir_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Mark mark_;
  std::vector<std::optional<std::string>> last_;  // bytes whose hash is not in mark_ yet
  bool dirty_ = false;
  bool failed_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace ledger
