#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "events/log.h"
#include "projectors/store.h"

namespace ledger {

struct PartitionHealth {
  Partition partition = 0;
  Applied applied;
  Offset next = 0;             // the offset to be read next
  Offset done = 0;             // everything before it is visible, or skipped for good
  std::optional<Error> error;  // why it does not go on
  bool stopped = false;  // for good: a person must look. Else it tries again (log unreachable)
};

struct Health {
  std::vector<PartitionHealth> partitions;

  [[nodiscard]] bool ok() const;                     // no partition has an error
  [[nodiscard]] std::optional<Error> error() const;  // the first one
};

struct Ready;  // an accepted record on its way (feed.h)

// Folds the log into a store: reads on from the stored offset, accepts by the chain rule, applies
// every view, and writes rows and position of a batch in one write. A step machine: it does nothing
// between steps. A partition stops, loudly, at missing or damaged history, at an event it cannot
// read and at one that cannot be; the others go on. Does not own log, store or views.
class ProjectionRunner {
 public:
  // After a write: records `from` to `to` of a partition are visible. Called in the stepping
  // thread.
  using Listener = std::function<void(Partition, Sequence from, Sequence to)>;

  struct Options {
    std::size_t batch = 1024;  // records a write, at most; one is written as soon as it is there
    std::optional<Position> until;  // apply nothing beyond it; partitions it does not name stay put
  };

  ProjectionRunner(EventLog& log, ViewStore& store, Views views, Options options);
  ProjectionRunner(EventLog& log, ViewStore& store, Views views);
  ~ProjectionRunner();

  void on_applied(Listener listener);  // before the first step

  // Visits every partition once without waiting. True if any record was applied or skipped.
  bool step();

  // One partition; waits up to `wait` for its next record. How many were read. Different partitions
  // may be stepped by different threads.
  std::size_t step(Partition partition, Micros wait);

  [[nodiscard]] Partition partitions() const;
  [[nodiscard]] Health health() const;

 private:
  class Feed;
  std::optional<Error> fold(Partition partition, const std::vector<Ready>& records);
  std::unique_ptr<Staged> stage(Partition partition, const std::vector<Ready>& records,
                                std::size_t& count, std::optional<Error>& error);

  ViewStore& store_;
  const Views views_;
  const Options options_;
  Listener listener_;
  std::mutex writing_;
  std::vector<std::unique_ptr<Feed>> feeds_;
};

}  // namespace ledger
