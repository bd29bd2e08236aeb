#include "events/kafka_consumer.h"

#include <utility>

#include <librdkafka/rdkafka.h>

namespace ledger {
namespace {

std::string bytes_of(const void* data, std::size_t size) {
  return data ? std::string(static_cast<const char*>(data), size) : std::string();
}

// Nothing below `from` may be gone, and all of it must be there.
Result<void> check_bounds(rd_kafka_t* client, const std::string& topic, Partition partition,
                          Offset from) {
  const auto begin = kafka_begin(client, topic, partition);
  if (!begin) return fail(begin.error());
  const auto end = kafka_end(client, topic, partition);
  if (!end) return fail(end.error());
  if (*begin <= from && from <= *end) return {};
  const auto first = *begin > from ? from : *end;
  const auto last = (*begin > from ? *begin : from) - 1;
  return fail(ErrorCode::kCorrupt, "records-missing",
              kafka_place(topic, partition, first) + " to " + std::to_string(last) +
                  " are missing from the log");
}

}  // namespace

KafkaConsumer::KafkaConsumer(KafkaHandle handle, KafkaHandle client, std::string topic,
                             Partition partition, Offset from, Gaps gaps)
    : handle_(std::move(handle)),
      client_(std::move(client)),
      topic_(std::move(topic)),
      partition_(partition),
      gaps_(gaps),
      position_(from),
      handle_of_topic_(rd_kafka_topic_new(handle_.get(), topic_.c_str(), nullptr),
                       rd_kafka_topic_destroy) {}

Result<std::unique_ptr<KafkaConsumer>> KafkaConsumer::start(KafkaHandle handle, KafkaHandle client,
                                                            std::string topic, Partition partition,
                                                            Offset from, Gaps gaps) {
  if (auto there = check_bounds(client.get(), topic, partition, from); !there) {
    return fail(there.error());
  }
  return start_at(std::move(handle), std::move(client), std::move(topic), partition, from, gaps);
}

Result<std::unique_ptr<KafkaConsumer>> KafkaConsumer::start_at(KafkaHandle handle,
                                                               KafkaHandle client,
                                                               std::string topic,
                                                               Partition partition, Offset from,
                                                               Gaps gaps) {
  std::unique_ptr<KafkaConsumer> consumer(new KafkaConsumer(
      std::move(handle), std::move(client), std::move(topic), partition, from, gaps));
  auto* of_topic = consumer->handle_of_topic_.get();
  if (!of_topic || rd_kafka_consume_start(of_topic, static_cast<std::int32_t>(partition), from)) {
    return kafka_unavailable(rd_kafka_last_error(), consumer->topic_);
  }
  return consumer;
}

KafkaConsumer::~KafkaConsumer() {
  if (handle_of_topic_) {
    rd_kafka_consume_stop(handle_of_topic_.get(), static_cast<std::int32_t>(partition_));
  }
}

Result<std::optional<KafkaMessage>> KafkaConsumer::next(Micros wait) {
  const std::unique_ptr<rd_kafka_message_t, decltype(&rd_kafka_message_destroy)> message(
      rd_kafka_consume(handle_of_topic_.get(), static_cast<std::int32_t>(partition_),
                       kafka_millis(wait)),
      rd_kafka_message_destroy);
  if (!message) return std::nullopt;
  return message->err ? trouble(*message) : take(*message);
}

Result<std::optional<KafkaMessage>> KafkaConsumer::take(const rd_kafka_message_s& message) {
  if (message.offset < position_) return std::nullopt;  // had it
  if (message.offset > position_ && gaps_ == Gaps::kNone) {
    return fail(ErrorCode::kCorrupt, "record-missing",
                kafka_place(topic_, partition_, position_) + " is missing");
  }
  position_ = message.offset + 1;
  KafkaMessage found{message.offset, bytes_of(message.key, message.key_len), std::nullopt};
  if (message.payload) found.value = bytes_of(message.payload, message.len);
  return found;
}

Result<std::optional<KafkaMessage>> KafkaConsumer::trouble(const rd_kafka_message_s& message) {
  const auto place = kafka_place(topic_, partition_, position_);
  switch (message.err) {
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
      if (gaps_ == Gaps::kCompacted && message.offset > position_) position_ = message.offset;
      return std::nullopt;
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
      return fail(ErrorCode::kCorrupt, "records-missing", place + " is no longer in the log");
    case RD_KAFKA_RESP_ERR__BAD_MSG:
      return fail(ErrorCode::kCorrupt, "record-damaged", place + " is damaged");
    default:
      return kafka_unavailable(message.err, place);
  }
}

}  // namespace ledger
