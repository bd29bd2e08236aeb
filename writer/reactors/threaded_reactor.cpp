#include "writer/reactors/reactor.h"

namespace ledger {

ThreadedReactor::ThreadedReactor(Reactor& reactor, std::size_t threads) : reactor_(reactor) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

ThreadedReactor::~ThreadedReactor() {
  stop();
}

void ThreadedReactor::wake() {
  reactor_.look_soon();
  const std::lock_guard lock(mutex_);
  ++wakes_;
  woken_.notify_one();
}

void ThreadedReactor::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    woken_.notify_all();
  }
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

void ThreadedReactor::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto seen = wakes_;
    lock.unlock();
    const bool done = reactor_.step();
    lock.lock();
    if (!done && !stopping_) {
      woken_.wait_for(lock, milliseconds(100), [&] { return stopping_ || wakes_ != seen; });
    }
  }
}

}  // namespace ledger
