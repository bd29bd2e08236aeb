#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
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

// Writes what all appenders hand over, in order: everything that is queued goes into one synced
// RocksDB batch with its keys, while the appenders' threads decide the next. After one failed write
// it writes nothing more.
class Committer {
 public:
  Committer(EmbeddedStore& store, std::vector<std::unique_ptr<DurableEnd>>& ends, MarkKeeper& mark);
  ~Committer();

  std::unique_ptr<LogAppender> appender(Partition partition);

  [[nodiscard]] bool failed() const;

 private:
  class Appender;
  struct Outbox;

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

  void run();
  void take_group(std::vector<Item>& group);
  std::optional<Error> write(std::vector<Item>& group);
  void publish(std::vector<Item>& group);
  void die(const std::vector<Item>& group, const Error& error);
  void hand_over(const std::shared_ptr<Outbox>& outbox, std::vector<Append> batch);
  void abandon(const std::shared_ptr<Outbox>& outbox);

  EmbeddedStore& store_;
  std::vector<std::unique_ptr<DurableEnd>>& ends_;
  MarkKeeper& mark_;

  mutable std::mutex mutex_;  // guards what follows, and every outbox
  std::condition_variable work_;
  std::deque<Job> queue_;
  std::optional<Error> failure_;
  bool idle_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace ledger
