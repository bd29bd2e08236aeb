#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

namespace ledger {

// Threads with small stacks, as many as there are jobs and no more than `max_threads`: a job never
// waits for another one to end. Threads without a job for a while go away.
class WorkerPool {
 public:
  WorkerPool(std::size_t max_threads, std::size_t stack_bytes);
  // Waits for every job.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs the job, which must not throw, on a thread of its own. False: all threads are taken.
  [[nodiscard]] bool run(std::function<void()> job);
  // Waits until no thread is left, at most until then. True: none is. No job may follow.
  bool finish(std::chrono::steady_clock::time_point deadline);
  [[nodiscard]] std::size_t threads() const;

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with the threads: the last one out needs it
};

}  // namespace ledger
