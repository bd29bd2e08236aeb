#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "events/kafka_consumer.h"
#include "events/log.h"

namespace ledger {

// Reads one partition of the log with a consumer of its own, which starts at the first read.
class KafkaReader final : public LogReader {
 public:
  // Asks with `client`.
  KafkaReader(KafkaConfig config, KafkaHandle client, Partition partition, Offset from)
      : config_(std::move(config)),
        client_(std::move(client)),
        partition_(partition),
        from_(from) {}

  Result<std::vector<StoredRecord>> read(std::size_t most, Micros wait) override;

 private:
  Result<void> start();
  Result<void> see_end();
  Result<void> gather(std::size_t most, Micros wait, std::vector<StoredRecord>& found);
  Result<std::optional<KafkaMessage>> message(Micros wait);

  [[nodiscard]] bool due() const { return consumer_->position() < seen_end_; }

  const KafkaConfig config_;
  const KafkaHandle client_;
  const Partition partition_;
  const Offset from_;
  Offset seen_end_ = 0;  // everything before is durable
  std::unique_ptr<KafkaConsumer> consumer_;
  std::optional<Error> trouble_;  // met behind records that were still good
};

}  // namespace ledger
