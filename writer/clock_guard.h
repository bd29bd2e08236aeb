#pragma once

#include <atomic>
#include <optional>

#include "events/instant.h"
#include "events/result.h"

namespace ledger {

// Says whether the wall clock may be trusted. A suspect time is never written into history: with
// the wall and the steady clock more than a minute apart, or the wall more than a minute behind the
// last record, nothing is decided until they agree again or an operator confirms the time.
class ClockGuard {
 public:
  static constexpr Micros kTolerance = minutes(1);

  explicit ClockGuard(Clock& clock) : clock_(clock) {}

  // The time to decide with, not before `last` + 1 µs; kUnavailable "clock-unsure".
  Result<Instant> now(Instant last);

  void confirm();  // an operator says that the wall clock is right; from any thread

 private:
  struct Pair {
    Instant wall;
    Micros steady{};
  };

  Clock& clock_;
  std::optional<Pair> agreed_;
  std::atomic<bool> confirmed_ = false;
  bool behind_confirmed_ = false;  // until the wall clock has caught up with the last record
};

}  // namespace ledger
