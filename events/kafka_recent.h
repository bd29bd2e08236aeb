#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "events/log.h"

namespace ledger {

// The last records of one partition that this process has appended, so that a command that is sent
// again a moment later is answered without asking the brokers. Thread-safe.
class KafkaRecent {
 public:
  explicit KafkaRecent(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  void put(Offset offset, std::string record);
  [[nodiscard]] std::optional<std::string> find(Offset offset) const;

 private:
  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  Offset first_ = 0;
  std::size_t bytes_ = 0;
  std::deque<std::string> records_;  // without gaps
};

}  // namespace ledger
