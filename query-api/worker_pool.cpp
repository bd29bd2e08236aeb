#include "query-api/worker_pool.h"

#include <condition_variable>
#include <deque>
#include <mutex>

#include <pthread.h>

namespace ledger {
namespace {

constexpr std::chrono::seconds kIdleThreadLife{10};

}  // namespace

struct WorkerPool::State {
  State(std::size_t max, std::size_t stack) : max_threads(max), stack_bytes(stack) {}

  void work();
  [[nodiscard]] bool start_thread(const std::shared_ptr<State>& self) const;

  const std::size_t max_threads;
  const std::size_t stack_bytes;
  mutable std::mutex mutex;
  std::condition_variable job_added;
  std::condition_variable thread_ended;
  std::deque<std::function<void()>> jobs;
  std::size_t threads = 0;
  std::size_t idle = 0;
  bool finishing = false;
};

void WorkerPool::State::work() {
  std::unique_lock lock(mutex);
  while (true) {
    ++idle;
    job_added.wait_for(lock, kIdleThreadLife, [this] { return !jobs.empty() || finishing; });
    --idle;
    if (jobs.empty()) break;
    {
      const auto job = std::move(jobs.front());
      jobs.pop_front();
      lock.unlock();
      job();
    }
    lock.lock();
  }
  --threads;
  thread_ended.notify_all();
}

bool WorkerPool::State::start_thread(const std::shared_ptr<State>& self) const {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack_bytes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  auto* owner = new std::shared_ptr<State>(self);  // the thread's, if it comes to be
  const auto body = [](void* state) -> void* {
    const std::unique_ptr<std::shared_ptr<State>> mine(static_cast<std::shared_ptr<State>*>(state));
    (*mine)->work();
    return nullptr;
  };
  pthread_t thread{};
  const bool started = pthread_create(&thread, &attributes, body, owner) == 0;
  pthread_attr_destroy(&attributes);
  if (!started) delete owner;
  return started;
}

WorkerPool::WorkerPool(std::size_t max_threads, std::size_t stack_bytes)
    : state_(std::make_shared<State>(max_threads, stack_bytes)) {}

WorkerPool::~WorkerPool() {
  std::unique_lock lock(state_->mutex);
  state_->finishing = true;
  state_->job_added.notify_all();
  state_->thread_ended.wait(lock, [this] { return state_->threads == 0; });
}

bool WorkerPool::run(std::function<void()> job) {
  const std::scoped_lock lock(state_->mutex);
  if (state_->finishing) return false;
  if (state_->idle <= state_->jobs.size()) {
    if (state_->threads >= state_->max_threads || !state_->start_thread(state_)) return false;
    ++state_->threads;
  }
  state_->jobs.push_back(std::move(job));
  state_->job_added.notify_one();
  return true;
}

bool WorkerPool::finish(std::chrono::steady_clock::time_point deadline) {
  std::unique_lock lock(state_->mutex);
  state_->finishing = true;
  state_->job_added.notify_all();
  return state_->thread_ended.wait_until(lock, deadline, [this] { return state_->threads == 0; });
}

std::size_t WorkerPool::threads() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->threads;
}

}  // namespace ledger
