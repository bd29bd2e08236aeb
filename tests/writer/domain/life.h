#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/support/given.h"
#include "tests/writer/domain/books.h"

namespace ledger::test {

// What happened in many lives: how often each event, refusal and state.
struct Histogram {
  std::map<std::string, std::uint64_t> events;
  std::map<std::string, std::uint64_t> refusals;
  std::map<std::string, std::uint64_t> states;  // "hold Live", "refund Failed", …, at the looks
  std::uint64_t decisions = 0;
  std::uint64_t restarts = 0;
};

// splitmix64: the same seed is the same life on every machine.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  bool one_in(std::uint64_t n) { return below(n) == 0; }

  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  std::uint64_t state_;
};

// One partition's life of random commands: sensible, stale, repeated and senseless ones, at moments
// that like to coincide with deadlines. Checks after every decision; throws std::runtime_error with
// what is wrong.
class Life {
 public:
  Life(std::uint64_t seed, Histogram& histogram);

  void live(int commands);

 private:
  static constexpr std::uint64_t kPlots = 4;

  void found();
  void pass_time();
  void act(const Command& command);
  void refold();
  void look();
  void repeat(const Command& command);
  void expect(bool good, const std::string& what) const;

  Command any();
  Command selling();
  Command payment_news();
  Command refund_news();
  Command setting_up();
  Command directory();
  HoldPlots new_hold();
  StartCheckout new_checkout();
  RecordOrder new_order();
  CancelBooking cancellation();

  PlotId some_plot();
  HoldId some_hold();
  HoldId some_hold(fold::OrderStatus stage);
  OrderId some_order(const HoldId& hold);
  RefundId some_refund();

  std::uint64_t seed_;
  Chance chance_;
  Histogram& histogram_;
  State state_;
  Books books_;
  Instant now_ = Story::kNoon;
  bool elsewhere_;  // a partition without the directory
  int holds_ = 0;
  int fresh_ = 0;
};

}  // namespace ledger::test
