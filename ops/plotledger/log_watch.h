#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "events/kafka_config.h"
#include "projectors/runner.h"
#include "query-api/services.h"

namespace ledger {

// Looks after where the log is kept while a node runs: the topics' settings once a minute, and what
// others write into them. What it finds goes to the application's log, and dangers() to readiness.
class LogWatch {
 public:
  // `kafka`: none for an embedded log, which has no settings that others could change.
  LogWatch(std::optional<KafkaConfig> kafka, std::function<Health()> health);
  ~LogWatch();
  LogWatch(const LogWatch&) = delete;
  LogWatch& operator=(const LogWatch&) = delete;

  [[nodiscard]] std::vector<LogDanger> dangers() const;

 private:
  using Steady = std::chrono::steady_clock;

  void run();
  void look_at_settings();
  void look_for_strangers();

  const std::optional<KafkaConfig> kafka_;
  const std::function<Health()> health_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<LogDanger> dangers_;
  std::map<Partition, std::uint64_t> foreign_;  // messages that were spoken of
  Steady::time_point next_look_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace ledger
