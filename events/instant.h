#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace ledger {

using Micros = std::chrono::microseconds;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// A moment: microseconds since the Unix epoch, UTC. Days and zones belong to civil.h and the screen.
class Instant {
 public:
  constexpr Instant() = default;

  static constexpr Instant micros(std::int64_t value) { return Instant(value); }

  [[nodiscard]] constexpr std::int64_t micros() const { return micros_; }

  constexpr auto operator<=>(const Instant&) const = default;

  friend constexpr Instant operator+(Instant at, Micros by) { return Instant(at.micros_ + by.count()); }

  friend constexpr Instant operator-(Instant at, Micros by) { return Instant(at.micros_ - by.count()); }

  friend constexpr Micros operator-(Instant a, Instant b) { return Micros(a.micros_ - b.micros_); }

 private:
  explicit constexpr Instant(std::int64_t value) : micros_(value) {}

  std::int64_t micros_ = 0;
};

// The outside world's time, handed in. `now` is the wall clock; `steady` never jumps, and is compared
// with it so that a wall clock that was set is noticed.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() = 0;
  virtual Micros steady() = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() override {
    return Instant::micros(std::chrono::duration_cast<Micros>(
                               std::chrono::system_clock::now().time_since_epoch())
                               .count());
  }

  Micros steady() override {
    return std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now().time_since_epoch());
  }
};

}  // namespace ledger
