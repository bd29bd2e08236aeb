#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "events/embedded_mark.h"
#include "events/embedded_store.h"
#include "events/log.h"

namespace ledger {

// How far one partition is durable. Thread-safe.
class DurableEnd {
 public:
  explicit DurableEnd(Offset end) : end_(end) {}

  [[nodiscard]] Offset get() const;
  void advance(Offset end);
  void announce() const;                             // wakes who waits, once `advance` was called
  bool wait_past(Offset offset, Micros wait) const;  // false if nothing came beyond `offset`

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable advanced_;
  Offset end_;
};

// Writes what all appenders hand over, in order. It has no thread: the first who waits for a
// delivery leads, and writes everything that is queued, of every appender, in one synced RocksDB
// batch with its keys; the others wait for him while the next group gathers. After one failed write
// it writes nothing more.
class Committer {
 public:
  Committer(EmbeddedStore& store, std::vector<std::unique_ptr<DurableEnd>>& ends, MarkKeeper& mark)
      : store_(store), ends_(ends), mark_(mark) {}

  std::unique_ptr<LogAppender> appender(Partition partition);

  [[nodiscard]] bool failed() const;

 private:
  class Appender;
  struct Outbox;
  using Lock = std::unique_lock<std::mutex>;
  using Ends = std::vector<const DurableEnd*>;

  struct Job {
    std::shared_ptr<Outbox> outbox;
    std::vector<Append> batch;
    std::size_t next = 0;
  };

  struct Item {
    std::shared_ptr<Outbox> outbox;
    Append append;
    Offset offset = 0;
  };

  void hand_over(const std::shared_ptr<Outbox>& outbox, std::vector<Append> batch);
  std::vector<Result<Offset>> delivered(Outbox& outbox, Micros wait);
  void abandon(const std::shared_ptr<Outbox>& outbox);

  Ends lead(Lock& lock);
  void take_group();
  std::optional<Error> write();
  [[nodiscard]] std::size_t bytes_of_group() const;
  Ends advance();
  void report();
  void die(const Error& error);

  EmbeddedStore& store_;
  std::vector<std::unique_ptr<DurableEnd>>& ends_;
  MarkKeeper& mark_;

  mutable std::mutex mutex_;  // guards what follows, and every outbox
  std::deque<Job> queue_;
  std::optional<Error> failure_;
  bool writing_ = false;     // somebody leads
  std::vector<Item> group_;  // the leader's own
};

}  // namespace ledger
