#pragma once

// Inside the runner only: one partition's log, read on from where the store is.

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "projectors/runner.h"

namespace ledger {

// An accepted record, and how far the partition is applied once it is.
struct Ready {
  Record record;
  Applied after;
};

// What one read of the log came to.
struct Harvest {
  std::vector<Ready> records;  // to be applied, in order
  std::optional<Error> error;  // why the partition ends after them, for good
  std::size_t read = 0;        // records, those that are skipped included
};

// Reads and judges one partition. Used by one thread at a time, but for health().
class ProjectionRunner::Feed {
 public:
  Feed(EventLog& log, Partition partition, const Applied& applied);

  // The next records, at most `most` and none beyond sequence `until`; waits up to `wait` for the
  // first. Where the log cannot be reached, health() says so and the next call tries again.
  Harvest read(std::size_t most, std::optional<Sequence> until, Micros wait);

  void applied(const Applied& applied);
  void done();             // with all that was read
  void stop(Error error);  // for good
  [[nodiscard]] PartitionHealth health() const;

 private:
  Result<std::vector<StoredRecord>> read_log(std::size_t most, Micros wait);
  bool judge(const StoredRecord& stored, Harvest& into);
  void skip(Verdict verdict);
  void publish(std::optional<Error> error);

  EventLog& log_;
  const Partition partition_;
  std::unique_ptr<LogReader> reader_;  // null: to be opened at next_
  bool checked_ = false;               // the log still holds the applied head
  Applied reading_;                    // as far as it was read
  Offset next_;

  mutable std::mutex mutex_;
  PartitionHealth health_;
};

}  // namespace ledger
