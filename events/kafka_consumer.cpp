#include "events/kafka_consumer.h"

#include <thread>
#include <utility>

#include <librdkafka/rdkafka.h>

namespace ledger {
namespace {

std::string bytes_of(const void* data, std::size_t size) {
  return data ? std::string(static_cast<const char*>(data), size) : std::string();
}

using Steady = std::chrono::steady_clock;

constexpr Micros kAskAgain = milliseconds(100);

tl::unexpected<Error> missing(const std::string& place, Offset last) {
  return fail(ErrorCode::kCorrupt, "records-missing",
              place + " to " + std::to_string(last) + " are missing from the log");
}

// The end, once it reaches `from`. A broker that slept and led the partition before names the end
// of then, until it hears who leads now: an end that is too early counts only if it stays.
Result<Offset> lasting_end(rd_kafka_t* client, const std::string& topic, Partition partition,
                           Offset from) {
  const auto until = Steady::now() + kKafkaPatience;
  for (;;) {
    auto end = kafka_end(client, topic, partition);
    if (!end || *end >= from || Steady::now() >= until) return end;
    std::this_thread::sleep_for(kAskAgain);
  }
}

// Nothing below `from` may be gone, and all of it must be there.
Result<void> check_bounds(rd_kafka_t* client, const std::string& topic, Partition partition,
                          Offset from) {
  const auto begin = kafka_begin(client, topic, partition);
  if (!begin) return fail(begin.error());
  if (*begin > from) return missing(kafka_place(topic, partition, from), *begin - 1);
  const auto end = lasting_end(client, topic, partition, from);
  if (!end) return fail(end.error());
  if (*end < from) return missing(kafka_place(topic, partition, *end), from - 1);
  return {};
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
  if (auto begun = consumer->begin(); !begun) return fail(begun.error());
  return consumer;
}

Result<void> KafkaConsumer::begin() {
  auto* topic = handle_of_topic_.get();
  if (topic && !rd_kafka_consume_start(topic, static_cast<std::int32_t>(partition_), position_)) {
    return {};
  }
  return kafka_unavailable(rd_kafka_last_error(), topic_);
}

KafkaConsumer::~KafkaConsumer() {
  if (handle_of_topic_) {
    rd_kafka_consume_stop(handle_of_topic_.get(), static_cast<std::int32_t>(partition_));
  }
}

Result<std::optional<KafkaMessage>> KafkaConsumer::next(Micros wait) {
  if (position_ < empty_to_) return KafkaMessage{position_++, {}, ""};
  if (behind_) {
    ++position_;
    return std::exchange(behind_, std::nullopt);
  }
  const std::unique_ptr<rd_kafka_message_t, decltype(&rd_kafka_message_destroy)> message(
      rd_kafka_consume(handle_of_topic_.get(), static_cast<std::int32_t>(partition_),
                       kafka_millis(wait)),
      rd_kafka_message_destroy);
  if (!message) return std::nullopt;
  return message->err ? trouble(*message) : take(*message);
}

Result<std::optional<KafkaMessage>> KafkaConsumer::take(const rd_kafka_message_s& message) {
  if (message.offset < position_) return std::nullopt;  // had it
  KafkaMessage found{message.offset, bytes_of(message.key, message.key_len), std::nullopt};
  if (message.payload) found.value = bytes_of(message.payload, message.len);
  if (message.offset > position_ && gaps_ == Gaps::kNone) {
    return skip(found.offset, std::move(found));
  }
  position_ = message.offset + 1;
  return found;
}

// Offsets are missing before `to`. Read a second time, and still not shown, they hold nothing for a
// consumer; whether a record is lost with them, its chain says.
Result<std::optional<KafkaMessage>> KafkaConsumer::skip(Offset to,
                                                        std::optional<KafkaMessage> behind) {
  if (doubted_ != position_) {
    doubted_ = position_;
    return begin_again();
  }
  empty_to_ = to;
  behind_ = std::move(behind);
  return next(Micros(0));
}

Result<std::optional<KafkaMessage>> KafkaConsumer::begin_again() {
  rd_kafka_consume_stop(handle_of_topic_.get(), static_cast<std::int32_t>(partition_));
  if (auto begun = begin(); !begun) return fail(begun.error());
  return std::nullopt;
}

Result<std::optional<KafkaMessage>> KafkaConsumer::trouble(const rd_kafka_message_s& message) {
  const auto place = kafka_place(topic_, partition_, position_);
  switch (message.err) {
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
      if (message.offset <= position_) return std::nullopt;
      if (gaps_ == Gaps::kNone) return skip(message.offset, std::nullopt);
      position_ = message.offset;
      return std::nullopt;
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
      return check_bounds(client_.get(), topic_, partition_, position_).and_then([this] {
        return begin_again();
      });
    case RD_KAFKA_RESP_ERR__BAD_MSG:
      return fail(ErrorCode::kCorrupt, "record-damaged", place + " is damaged");
    default:
      return kafka_unavailable(message.err, place);
  }
}

}  // namespace ledger
