#include "projectors/threaded_runner.h"

#include <algorithm>

#include "events/background.h"

namespace ledger {
namespace {

// A thread waits so long in its reader before it looks whether it should end; also the pause after
// a log could not be reached.
constexpr Micros kWait = milliseconds(100);

Micros rest_after(std::size_t records) {
  constexpr Micros kEach = Micros(seconds(1)) / ThreadedRunner::kUnhurried;
  return std::min<Micros>(ThreadedRunner::kLongest, kEach * static_cast<std::int64_t>(records));
}

Error behind(const Position& wanted, const Position& now) {
  Error error{ErrorCode::kUnavailable, "projection-behind",
              "asked for " + to_string(wanted) + ", the read model is at " + to_string(now)};
  error.retry_after_s = 1;
  return error;
}

}  // namespace

ThreadedRunner::ThreadedRunner(EventLog& log, ViewStore& store, Views views,
                               ProjectionRunner::Listener listener)
    : store_(store), runner_(log, store, std::move(views)) {
  runner_.on_applied(
      [this, listener = std::move(listener)](Partition partition, Sequence from, Sequence to) {
        wake();
        if (listener) listener(partition, from, to);
      });
  for (Partition partition = 0; partition < runner_.partitions(); ++partition) {
    threads_.emplace_back([this, partition] { run(partition); });
  }
}

ThreadedRunner::~ThreadedRunner() {
  stop();
}

// Taking the lock orders the change before a waiter's next look.
void ThreadedRunner::wake() {
  {
    const std::lock_guard lock(mutex_);
  }
  moved_.notify_all();
}

void ThreadedRunner::run(Partition partition) {
  go_behind_answers();
  Moment next;  // when the next step is due
  while (!stopping_) {
    const auto seen = hurries();
    if (const auto count = runner_.step(partition, kWait); count > 0) {
      next = std::max(next, std::chrono::steady_clock::now() - kCredit) + rest_after(count);
      rest_until(next, seen);
    }
    const auto health = runner_.health().partitions.at(partition);
    if (!health.error) continue;
    wake();
    if (health.stopped) return;
    std::unique_lock lock(mutex_);
    moved_.wait_for(lock, kWait, [this] { return stopping_.load(); });
  }
}

std::uint64_t ThreadedRunner::hurries() {
  const std::lock_guard lock(mutex_);
  return hurries_;
}

void ThreadedRunner::rest_until(Moment end, std::uint64_t hurries_seen) {
  std::unique_lock lock(mutex_);
  hurried_.wait_until(lock, end, [&] { return stopping_ || hurries_ != hurries_seen; });
}

void ThreadedRunner::hurry() {
  {
    const std::lock_guard lock(mutex_);
    ++hurries_;
  }
  hurried_.notify_all();
}

Result<Position> ThreadedRunner::wait_for(const Position& wanted, Micros timeout) {
  hurry();
  std::unique_lock lock(mutex_);
  std::optional<Error> stopped;
  Position now;
  const auto settled = [&] {
    now = store_.snapshot()->position();
    if (now.covers(wanted)) return true;
    stopped = stopped_before(wanted, now);
    return stopped || stopping_;
  };
  moved_.wait_for(lock, timeout, settled);
  if (now.covers(wanted)) return now;
  return fail(stopped ? *stopped : behind(wanted, now));
}

// The reason why a partition that is waited for will not come.
std::optional<Error> ThreadedRunner::stopped_before(const Position& wanted,
                                                    const Position& now) const {
  for (const auto& part : runner_.health().partitions) {
    if (!part.stopped || now.at(part.partition) >= wanted.at(part.partition)) continue;
    return Error{ErrorCode::kUnavailable, "projection-stopped",
                 "the read model stopped at " + to_string(part.partition, now.at(part.partition)) +
                     ": " + part.error->message};
  }
  return std::nullopt;
}

void ThreadedRunner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  moved_.notify_all();
  hurried_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace ledger
