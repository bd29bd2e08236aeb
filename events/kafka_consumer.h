#pragma once

#include <memory>
#include <optional>
#include <string>

#include "events/kafka_client.h"

struct rd_kafka_topic_s;

namespace ledger {

struct KafkaMessage {
  Offset offset = 0;
  std::string key;
  std::optional<std::string> value;  // none: a tombstone
};

// Reads one partition of one topic in order, from an offset that the reader keeps himself. Used by
// one thread.
class KafkaConsumer {
 public:
  // Whether offsets may be missing: never (what no consumer is shown, such as the mark of
  // somebody's transaction, comes as an empty message), or because the topic is compacted.
  enum class Gaps { kNone, kCompacted };

  // Reads with `handle`, asks with `client`. Two consumers of one handle must not read the same
  // partition. kCorrupt "records-missing" if the topic begins after `from` or ends before it.
  static Result<std::unique_ptr<KafkaConsumer>> start(KafkaHandle handle, KafkaHandle client,
                                                      std::string topic, Partition partition,
                                                      Offset from, Gaps gaps);

  // The same without asking where the topic begins and ends: for what is known to be there.
  static Result<std::unique_ptr<KafkaConsumer>> start_at(KafkaHandle handle, KafkaHandle client,
                                                         std::string topic, Partition partition,
                                                         Offset from, Gaps gaps);
  ~KafkaConsumer();
  KafkaConsumer(const KafkaConsumer&) = delete;
  KafkaConsumer& operator=(const KafkaConsumer&) = delete;

  // The next message; none after `wait`, or at the end (which it says once). kCorrupt
  // "records-missing", "record-damaged"; kUnavailable "log-unavailable".
  Result<std::optional<KafkaMessage>> next(Micros wait);

  [[nodiscard]] Offset position() const { return position_; }  // of the next message

  // Asks the brokers.
  Result<Offset> end() { return kafka_end(client_.get(), topic_, partition_); }

 private:
  KafkaConsumer(KafkaHandle handle, KafkaHandle client, std::string topic, Partition partition,
                Offset from, Gaps gaps);
  Result<void> begin();
  Result<std::optional<KafkaMessage>> begin_again();
  Result<std::optional<KafkaMessage>> take(const rd_kafka_message_s& message);
  Result<std::optional<KafkaMessage>> skip(Offset to, std::optional<KafkaMessage> behind);
  Result<std::optional<KafkaMessage>> trouble(const rd_kafka_message_s& message);

  KafkaHandle handle_;
  KafkaHandle client_;
  const std::string topic_;
  const Partition partition_;
  const Gaps gaps_;
  Offset position_;
  Offset doubted_ = -1;                 // where something was missing when it was read first
  Offset empty_to_ = 0;                 // nothing is shown to consumers before this
  std::optional<KafkaMessage> behind_;  // what comes then
  std::unique_ptr<rd_kafka_topic_s, void (*)(rd_kafka_topic_s*)> handle_of_topic_;
};

}  // namespace ledger
