#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>

#include "events/instant.h"
#include "projectors/store.h"

namespace ledger {

// Lets requests wait for the read model. Thread-safe.
class Freshness {
 public:
  // `hurry` (or nothing) tells the projector that somebody waits.
  Freshness(const ViewStore& store, std::function<void()> hurry)
      : store_(store), hurry_(std::move(hurry)) {}

  // The read model has moved (from the projector's thread).
  void moved();

  // The first snapshot that `enough` likes, or the newest one when `at_most` is over.
  Snapshot wait(const std::function<bool(const ReadSnapshot&)>& enough, Micros at_most) const;

  // The same, until it covers `position`.
  Snapshot wait_for(const Position& position, Micros at_most) const;

 private:
  const ViewStore& store_;
  const std::function<void()> hurry_;
  mutable std::mutex mutex_;
  mutable std::condition_variable moved_;
  std::uint64_t moves_ = 0;
};

}  // namespace ledger
