#pragma once

#include <map>
#include <mutex>
#include <string>

#include "events/kafka_follower.h"
#include "events/kafka_producer.h"
#include "events/log.h"

namespace ledger {

// Wrapped data keys in the compacted topic <topic>.keys, and in memory. What another node put is
// seen as soon as it is asked for; what another node shredded, a moment later.
class KafkaKeys final : public KeyStore {
 public:
  // Asks with `client`.
  static Result<std::unique_ptr<KafkaKeys>> open(const KafkaConfig& config, KafkaHandle client);

  Result<std::optional<std::string>> key(const PersonId& person) override;
  Result<void> put(const WrappedKey& key) override;
  Result<void> put_all(const std::vector<WrappedKey>& keys) override;

  // Writes tombstones: no reader finds the keys again. The brokers remove the old bytes when they
  // compact, within the topic's max.compaction.lag.ms and segment.ms.
  Result<void> shred(const std::vector<PersonId>& persons) override;
  Result<void> each(const std::function<void(const WrappedKey&)>& take) override;

 private:
  explicit KafkaKeys(const KafkaConfig& config) : topic_(config.keys()), putter_(config) {}

  std::optional<std::string> known(const PersonId& person);
  void apply(KafkaMessage message);
  Result<void> send(const std::vector<KafkaSend>& messages);

  const std::string topic_;
  KafkaPutter putter_;
  std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> keys_;
  std::unique_ptr<KafkaFollower> follower_;  // last: its thread calls apply()
};

}  // namespace ledger
