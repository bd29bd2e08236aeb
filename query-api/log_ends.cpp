#include "query-api/log_ends.h"

#include <chrono>

namespace ledger {
namespace {

constexpr auto kEvery = seconds(1);

}  // namespace

LogEnds::LogEnds(EventLog& log) : log_(log), asked_at_(Steady::now()), thread_([this] { run(); }) {}

LogEnds::~LogEnds() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Result<std::vector<Offset>> LogEnds::now(Micros wait) {
  std::unique_lock lock(mutex_);
  const auto mine = begun_ + 1;  // a question that is under way may have been answered too early
  if (wanted_ < mine) {
    wanted_ = mine;
    changed_.notify_all();
  }
  const bool told = changed_.wait_for(lock, wait, [&] { return answered_ >= mine || stop_; });
  if (told && !stop_ && !error_) return ends_;
  Error error{ErrorCode::kUnavailable, "log-unavailable",
              "the log cannot be reached at the moment; ask again"};
  error.retry_after_s = 1;
  return fail(std::move(error));
}

LogEnds::Known LogEnds::last() const {
  const std::lock_guard lock(mutex_);
  return {ends_, error_, std::chrono::duration_cast<Micros>(Steady::now() - asked_at_)};
}

void LogEnds::run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    const auto number = ++begun_;
    const auto at = Steady::now();
    lock.unlock();
    auto ends = log_.ends();
    lock.lock();
    answered_ = number;
    error_.reset();
    if (ends) {
      ends_ = std::move(*ends);
      asked_at_ = at;
    } else {
      error_ = std::move(ends.error());
    }
    changed_.notify_all();
    changed_.wait_for(lock, kEvery, [&] { return stop_ || wanted_ > begun_; });
  }
}

}  // namespace ledger
