#include "events/kafka_producer.h"

#include <algorithm>

#include <librdkafka/rdkafka.h>

namespace ledger {
namespace {

constexpr int kMeetMillis = 1000;
constexpr int kPollMillis = 50;  // how long a producer without work takes to notice its end

const KafkaSettings& producer_settings() {
  static const KafkaSettings settings = {
      {"enable.idempotence", "true"},
      {"acks", "all"},
      {"linger.ms", "0"},
      // More than one, and an error that may have been stored desynchronizes the sequence.
      {"max.in.flight.requests.per.connection", "1"},
      {"message.timeout.ms", "10000"},
      {"request.timeout.ms", "5000"},
      {"queue.buffering.max.messages", "1000000"},
      {"compression.type", "none"},
  };
  return settings;
}

tl::unexpected<Error> unknown_outcome(rd_kafka_resp_err_t why) {
  return fail(ErrorCode::kUnknown, "outcome-unknown",
              std::string("whether the record was stored is not known: ") + rd_kafka_err2str(why));
}

void* no_const(const void* bytes) {
  return const_cast<void*>(bytes);  // librdkafka copies, but takes them so
}

std::vector<rd_kafka_vu_t> arguments(const KafkaSend& message, std::uint64_t tag) {
  std::vector<rd_kafka_vu_t> all(6 + message.headers.size());
  std::size_t at = 0;
  all[at].vtype = RD_KAFKA_VTYPE_TOPIC;
  all[at++].u.cstr = message.topic.c_str();
  all[at].vtype = RD_KAFKA_VTYPE_PARTITION;
  all[at++].u.i32 = static_cast<std::int32_t>(message.partition);
  all[at].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  all[at++].u.i = RD_KAFKA_MSG_F_COPY;
  all[at].vtype = RD_KAFKA_VTYPE_KEY;
  all[at++].u.mem = {no_const(message.key.data()), message.key.size()};
  all[at].vtype = RD_KAFKA_VTYPE_VALUE;
  if (message.value) all[at].u.mem = {no_const(message.value->data()), message.value->size()};
  ++at;
  all[at].vtype = RD_KAFKA_VTYPE_OPAQUE;
  all[at++].u.ptr = reinterpret_cast<void*>(tag);
  for (const auto& [name, value] : message.headers) {
    all[at].vtype = RD_KAFKA_VTYPE_HEADER;
    all[at++].u.header = {name.c_str(), value.data(), static_cast<ssize_t>(value.size())};
  }
  return all;
}

// Without an offset: the broker had the message already, and does not say where.
KafkaDelivered report_of(const rd_kafka_message_t& message) {
  const auto tag = reinterpret_cast<std::uint64_t>(message._private);
  if (message.err) return {tag, unknown_outcome(message.err)};
  if (message.offset < 0) return {tag, unknown_outcome(RD_KAFKA_RESP_ERR__NO_OFFSET)};
  return {tag, message.offset};
}

}  // namespace

Result<std::unique_ptr<KafkaProducer>> KafkaProducer::open(const KafkaConfig& config,
                                                           OnDelivered on_delivered) {
  std::unique_ptr<KafkaProducer> producer(new KafkaProducer(std::move(on_delivered)));
  auto handle = kafka_producer(config, producer_settings());
  if (!handle) return fail(handle.error());
  producer->handle_ = std::move(*handle);
  producer->poller_ = std::thread([&self = *producer] { self.poll(); });
  return producer;
}

KafkaProducer::~KafkaProducer() {
  stop_ = true;
  if (poller_.joinable()) poller_.join();
  if (handle_) {
    constexpr int all = RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT;
    rd_kafka_purge(handle_.get(), all | RD_KAFKA_PURGE_F_NON_BLOCKING);
  }
}

void KafkaProducer::meet(const std::string& topic) {
  rd_kafka_topic_t* met = rd_kafka_topic_new(handle_.get(), topic.c_str(), nullptr);
  if (!met) return;
  met_.emplace_back(met, rd_kafka_topic_destroy);
  const rd_kafka_metadata_t* metadata = nullptr;
  if (rd_kafka_metadata(handle_.get(), 0, met, &metadata, kMeetMillis)) return;
  rd_kafka_metadata_destroy(metadata);
}

Result<void> KafkaProducer::send(const KafkaSend& message, std::uint64_t tag) {
  const auto given = arguments(message, tag);
  const std::unique_ptr<rd_kafka_error_t, decltype(&rd_kafka_error_destroy)> failed(
      rd_kafka_produceva(handle_.get(), given.data(), given.size()), rd_kafka_error_destroy);
  if (failed) return unknown_outcome(rd_kafka_error_code(failed.get()));
  return {};
}

void KafkaProducer::poll() {
  const std::unique_ptr<rd_kafka_queue_t, decltype(&rd_kafka_queue_destroy)> queue(
      rd_kafka_queue_get_main(handle_.get()), rd_kafka_queue_destroy);
  while (!stop_) {
    const std::unique_ptr<rd_kafka_event_t, decltype(&rd_kafka_event_destroy)> event(
        rd_kafka_queue_poll(queue.get(), kPollMillis), rd_kafka_event_destroy);
    if (rd_kafka_event_type(event.get()) != RD_KAFKA_EVENT_DR) continue;
    std::vector<KafkaDelivered> reports;
    reports.reserve(rd_kafka_event_message_count(event.get()));
    while (const auto* message = rd_kafka_event_message_next(event.get())) {
      reports.push_back(report_of(*message));
    }
    on_delivered_(std::move(reports));
  }
}

Result<std::vector<Offset>> KafkaPutter::put(const std::vector<KafkaSend>& messages) {
  const std::lock_guard turn(turn_);
  {
    const std::lock_guard lock(mutex_);
    open_ = messages.size();
    stored_ = std::vector<Offset>();
  }
  auto sent = send(messages);
  if (sent) {
    std::unique_lock lock(mutex_);
    // Each message is reported within its timeout at the latest.
    changed_.wait(lock, [&] { return open_ == 0 || !stored_; });
  }
  if (!sent || !stored_) producer_.reset();
  if (!sent) return fail(sent.error());
  return stored_;
}

Result<void> KafkaPutter::send(const std::vector<KafkaSend>& messages) {
  if (!producer_) {
    auto opened = KafkaProducer::open(
        config_, [this](const std::vector<KafkaDelivered>& reports) { count(reports); });
    if (!opened) return fail(opened.error());
    producer_ = std::move(*opened);
    if (!messages.empty()) producer_->meet(messages.front().topic);
  }
  for (const auto& message : messages) {
    if (auto sent = producer_->send(message, 0); !sent) return sent;
  }
  return {};
}

void KafkaPutter::count(const std::vector<KafkaDelivered>& reports) {
  {
    const std::lock_guard lock(mutex_);
    open_ -= std::min(open_, reports.size());
    for (const auto& [tag, offset] : reports) {
      if (!stored_) break;
      if (offset) {
        stored_->push_back(*offset);
      } else {
        stored_ = fail(offset.error());
      }
    }
  }
  changed_.notify_all();
}

}  // namespace ledger
