#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "projectors/runner.h"

namespace ledger {

// Runs a ProjectionRunner, one thread a partition: each waits in its log reader, so that a commit
// is visible at once. Starts when built, ends when stopped or destroyed.
class ThreadedRunner {
 public:
  ThreadedRunner(EventLog& log, ViewStore& store, Views views,
                 ProjectionRunner::Listener listener = {});
  ~ThreadedRunner();

  // Waits until the store covers `wanted`; gives the position it is at. kUnavailable
  // "projection-behind" (how far it is, retry_after_s) after `timeout`, "projection-stopped" as
  // soon as a partition that is waited for has stopped for good.
  Result<Position> wait_for(const Position& wanted, Micros timeout);

  [[nodiscard]] Health health() const { return runner_.health(); }

  void stop();  // returns when every thread has ended; idempotent

 private:
  void run(Partition partition);
  void wake();
  [[nodiscard]] std::optional<Error> stopped_before(const Position& wanted,
                                                    const Position& now) const;

  ViewStore& store_;
  ProjectionRunner runner_;
  std::mutex mutex_;
  std::condition_variable moved_;
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace ledger
