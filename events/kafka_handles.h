#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "events/kafka_client.h"

namespace ledger {

// The log's consumer handles. Each has threads and connections of its own, so readers share them:
// all but those of one partition, which one handle reads only once at a time. Thread-safe.
class KafkaHandles {
 public:
  explicit KafkaHandles(KafkaConfig config) : config_(std::move(config)) {}

  // A handle on which nobody else reads `partition`, for as long as it is held. kInvalid
  // "kafka-setting".
  Result<KafkaHandle> take(Partition partition);

 private:
  struct Shared {
    KafkaHandle handle;
    std::set<Partition> reading;
  };

  void give_back(const std::shared_ptr<Shared>& shared, Partition partition);

  const KafkaConfig config_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Shared>> all_;
};

}  // namespace ledger
