#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "projectors/runner.h"

namespace ledger {

// Runs a ProjectionRunner, one thread a partition: each waits in its log reader, so that a commit
// is visible at once. Where more than kUnhurried records come a second and go on coming, it rests
// between steps, the longer the more a step found, so that they share writes; who waits for a
// position does not wait for that. Starts when built, ends when stopped or destroyed.
class ThreadedRunner {
 public:
  ThreadedRunner(EventLog& log, ViewStore& store, Views views,
                 ProjectionRunner::Listener listener = {});
  ~ThreadedRunner();

  // Waits until the store covers `wanted`; gives the position it is at. kUnavailable
  // "projection-behind" (how far it is, retry_after_s) after `timeout`, "projection-stopped" as
  // soon as a partition that is waited for has stopped for good.
  Result<Position> wait_for(const Position& wanted, Micros timeout);

  // Somebody waits for what is in the log by now: no thread rests before it is applied.
  void hurry();

  static constexpr int kUnhurried = 2'000;              // records a second
  static constexpr Micros kLongest = milliseconds(10);  // of a rest
  static constexpr Micros kCredit = milliseconds(100);  // a burst of so long is let through

  [[nodiscard]] Health health() const { return runner_.health(); }

  void stop();  // returns when every thread has ended; idempotent

 private:
  using Moment = std::chrono::steady_clock::time_point;

  void run(Partition partition);
  std::uint64_t hurries();
  void rest_until(Moment end, std::uint64_t hurries_seen);
  void wake();
  [[nodiscard]] std::optional<Error> stopped_before(const Position& wanted,
                                                    const Position& now) const;

  ViewStore& store_;
  ProjectionRunner runner_;
  std::mutex mutex_;
  std::condition_variable moved_;
  std::condition_variable hurried_;
  std::uint64_t hurries_ = 0;
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace ledger
