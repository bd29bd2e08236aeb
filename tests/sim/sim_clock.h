#pragma once

#include "events/instant.h"

namespace ledger::sim {

// Both clocks stand still until they are moved. `jump` is what an operator, or a bad time server,
// does to the wall clock alone.
class SimClock final : public Clock {
 public:
  // 1 June 2026, 12:00 in India.
  static constexpr Instant kStart = Instant::micros(1'780'295'400'000'000);

  explicit SimClock(Instant start = kStart) : wall_(start) {}

  Instant now() override { return wall_; }

  Micros steady() override { return steady_; }

  void pass(Micros by) {
    wall_ = wall_ + by;
    steady_ += by;
  }

  void jump(Micros by) { wall_ = wall_ + by; }

 private:
  Instant wall_;
  Micros steady_{};
};

}  // namespace ledger::sim
