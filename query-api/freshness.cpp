#include "query-api/freshness.h"

#include <chrono>

namespace ledger {

void Freshness::moved() {
  {
    const std::lock_guard lock(mutex_);
    ++moves_;
  }
  moved_.notify_all();
}

Snapshot Freshness::wait(const std::function<bool(const ReadSnapshot&)>& enough,
                         Micros at_most) const {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  std::unique_lock lock(mutex_);
  while (true) {
    const auto seen = moves_;
    lock.unlock();
    auto snapshot = store_.snapshot();
    if (enough(*snapshot) || std::chrono::steady_clock::now() >= deadline) return snapshot;
    if (hurry_) hurry_();
    lock.lock();
    moved_.wait_until(lock, deadline, [&] { return moves_ != seen; });
  }
}

Snapshot Freshness::wait_for(const Position& position, Micros at_most) const {
  return wait([&](const ReadSnapshot& s) { return s.position().covers(position); }, at_most);
}

}  // namespace ledger
