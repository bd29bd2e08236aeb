#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "events/kafka_consumer.h"
#include "events/kafka_handles.h"
#include "events/log.h"

namespace ledger {

// Reads one partition of the log with a consumer of its own, which starts at the first read.
class KafkaReader final : public LogReader {
 public:
  // Asks with `client`. `handles` must outlive it.
  KafkaReader(std::string topic, KafkaHandles& handles, KafkaHandle client, Partition partition,
              Offset from)
      : topic_(std::move(topic)),
        handles_(handles),
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

  const std::string topic_;
  KafkaHandles& handles_;
  const KafkaHandle client_;
  const Partition partition_;
  const Offset from_;
  Offset seen_end_ = 0;  // everything before is durable
  std::unique_ptr<KafkaConsumer> consumer_;
  std::optional<Error> trouble_;  // met behind records that were still good
};

}  // namespace ledger
