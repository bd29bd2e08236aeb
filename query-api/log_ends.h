#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "events/log.h"

namespace ledger {

// Where the log ends. One thread asks for all who want to know, and once a second by itself, so
// that a log that cannot be reached holds up nobody longer than he is willing to wait. Thread-safe.
class LogEnds {
 public:
  explicit LogEnds(EventLog& log);
  ~LogEnds();
  LogEnds(const LogEnds&) = delete;
  LogEnds& operator=(const LogEnds&) = delete;

  // By partition, as of some moment after the call. kUnavailable "log-unavailable" if that is not
  // known within `wait`.
  Result<std::vector<Offset>> now(Micros wait);

  struct Known {
    std::vector<Offset> ends;    // empty: not known yet
    std::optional<Error> error;  // why the last question was not answered
    Micros age{};                // since the ends were asked for
  };

  [[nodiscard]] Known last() const;

 private:
  using Steady = std::chrono::steady_clock;

  void run();

  EventLog& log_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t wanted_ = 0;    // the number of the question that somebody waits for
  std::uint64_t begun_ = 0;     // … that was asked last
  std::uint64_t answered_ = 0;  // … that was answered last, well or not
  std::vector<Offset> ends_;
  std::optional<Error> error_;
  Steady::time_point asked_at_;  // when ends_ was asked for
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace ledger
