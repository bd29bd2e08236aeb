#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "events/kafka_consumer.h"

namespace ledger {

// Applies every message of one partition of a topic, from its beginning and for ever, in a thread
// of its own.
class KafkaFollower {
 public:
  using Apply = std::function<void(KafkaMessage)>;

  // Asks with `client`. Returns once everything durable by now is applied.
  static Result<std::unique_ptr<KafkaFollower>> start(const KafkaConfig& config, KafkaHandle client,
                                                      std::string topic, Partition partition,
                                                      KafkaConsumer::Gaps gaps, Apply apply);
  ~KafkaFollower();
  KafkaFollower(const KafkaFollower&) = delete;
  KafkaFollower& operator=(const KafkaFollower&) = delete;

  // Waits until everything before `end`, or everything durable by now, is applied. kUnavailable
  // within kKafkaPatience; kCorrupt, for ever, once the topic was found damaged.
  Result<void> reach(Offset end);
  Result<void> reach_end();

 private:
  KafkaFollower(KafkaHandle client, std::string topic, Partition partition,
                std::unique_ptr<KafkaConsumer> consumer, Apply apply);
  void run();
  bool step();

  KafkaHandle client_;
  const std::string topic_;
  const Partition partition_;
  std::unique_ptr<KafkaConsumer> consumer_;
  Apply apply_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Offset applied_ = 0;
  std::optional<Error> damaged_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace ledger
