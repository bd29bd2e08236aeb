#include "events/kafka_appender.h"

#include <iterator>
#include <utility>

#include "events/civil.h"
#include "events/hash.h"
#include "events/record.h"

namespace ledger {

KafkaAppender::KafkaAppender(KafkaConfig config, Partition partition, KafkaRecent& recent)
    : config_(std::move(config)),
      partition_(partition),
      recent_(recent),
      keys_topic_(config_.keys()) {
  auto producer = KafkaProducer::open(
      config_, [this](std::vector<KafkaDelivered> reports) { take_reports(std::move(reports)); });
  if (!producer) {
    ended_ = producer.error();
    return;
  }
  producer_ = std::move(*producer);
  sender_ = std::thread([this] { run(); });
}

KafkaAppender::~KafkaAppender() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  work_.notify_all();
  if (sender_.joinable()) sender_.join();
}

void KafkaAppender::append(std::vector<Append> batch) {
  {
    const std::lock_guard lock(mutex_);
    unreported_ += batch.size();
    if (ended_) {
      end_with(*ended_);
    } else {
      queue_.insert(queue_.end(), std::make_move_iterator(batch.begin()),
                    std::make_move_iterator(batch.end()));
    }
  }
  work_.notify_all();
}

std::vector<Result<Offset>> KafkaAppender::delivered(Micros wait) {
  std::unique_lock lock(mutex_);
  const auto ready = [&] { return !outbox_.empty(); };
  if (!ready() && wait.count() > 0) reports_.wait_for(lock, wait, ready);
  std::vector<Result<Offset>> reports(std::make_move_iterator(outbox_.begin()),
                                      std::make_move_iterator(outbox_.end()));
  outbox_.clear();
  return reports;
}

void KafkaAppender::run() {
  producer_->meet(config_.topic);
  producer_->meet(keys_topic_);
  for (;;) {
    auto batch = wait_for_work();
    if (batch.empty()) return;
    send(std::move(batch));
  }
}

// Everything appended since; empty once this appender is over.
std::vector<Append> KafkaAppender::wait_for_work() {
  std::unique_lock lock(mutex_);
  work_.wait(lock, [&] { return stop_ || ended_ || !queue_.empty(); });
  if (stop_ || ended_) return {};
  return std::exchange(queue_, {});
}

void KafkaAppender::send(std::vector<Append> batch) {
  if (!send_keys(batch)) return;
  const auto stream = kafka_stream(config_.topic, partition_);
  std::vector<std::string_view> records;  // a deque's elements stay where they are
  {
    const std::lock_guard lock(mutex_);
    for (auto& one : batch) records.emplace_back(sent_.emplace_back(std::move(one.record)));
  }
  for (const auto record : records)
    if (!send_record(stream, record)) return;
}

// A record that is not delivered yet is still in sent_. False: nothing may be sent after it.
bool KafkaAppender::send_record(const std::string& stream, std::string_view record) {
  auto headers = kafka_headers(record, "/" + stream);
  const KafkaSend message{config_.topic, partition_, stream, record, std::move(headers)};
  const auto sent = producer_->send(message, next_tag_++);
  if (!sent) {
    const std::lock_guard lock(mutex_);
    if (!ended_) end_with(sent.error());
  }
  return !over_;
}

// True once all keys of the batch are durable.
bool KafkaAppender::send_keys(const std::vector<Append>& batch) {
  std::vector<const WrappedKey*> keys;
  for (const auto& one : batch) {
    for (const auto& key : one.keys) keys.push_back(&key);
  }
  if (keys.empty()) return true;
  {
    const std::lock_guard lock(mutex_);
    keys_open_ = keys.size();
  }
  for (const auto* key : keys) {
    const KafkaSend message{keys_topic_, 0, key->person.str(), key->wrapped};
    if (auto sent = producer_->send(message, 0); !sent) {
      const std::lock_guard lock(mutex_);
      end_with(sent.error());
      return false;
    }
  }
  std::unique_lock lock(mutex_);
  work_.wait(lock, [&] { return stop_ || ended_ || keys_open_ == 0; });
  return keys_open_ == 0 && !ended_;
}

void KafkaAppender::take_reports(std::vector<KafkaDelivered> reports) {
  bool news = false;  // for delivered()
  {
    const std::lock_guard lock(mutex_);
    for (auto& report : reports) take_report(std::move(report));
    news = !outbox_.empty();
  }
  work_.notify_all();
  if (news) reports_.notify_all();
}

// The mutex is held.
void KafkaAppender::take_report(KafkaDelivered report) {
  if (ended_) return;
  if (!report.offset) return end_with(report.offset.error());
  if (report.tag == 0) {
    --keys_open_;
    return;
  }
  if (report.tag != next_report_) {
    return end_with({ErrorCode::kUnknown, "outcome-unknown", "reports out of order"});
  }
  ++next_report_;
  --unreported_;
  recent_.put(*report.offset, std::move(sent_.front()));
  sent_.pop_front();
  outbox_.push_back(std::move(report.offset));
}

// The mutex is held. Nothing that was taken is known to be stored.
void KafkaAppender::end_with(const Error& error) {
  Error unknown = error;
  unknown.code = ErrorCode::kUnknown;
  unknown.reason = "outcome-unknown";
  for (; unreported_ > 0; --unreported_) outbox_.push_back(fail(unknown));
  queue_.clear();
  ended_ = std::move(unknown);
  over_ = true;
  work_.notify_all();
  reports_.notify_all();
}

std::vector<std::pair<std::string, std::string>> kafka_headers(std::string_view record,
                                                               const std::string& source) {
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(record.data()),
                                 record.size(), /*max_depth=*/16, /*max_tables=*/200'000);
  if (!wire::VerifyRecordBuffer(verifier)) return {};
  const auto& from = *wire::GetRecord(record.data());
  const auto* events = from.events();
  const auto first = events && events->size() > 0 ? events->Get(0)->body_type() : wire::Body::NONE;
  const auto at = from.recorded_at() ? flatbuffers::UnPack(*from.recorded_at()) : Instant();
  return {{"ce_specversion", "1.0"},
          {"ce_id", hex(sha256(record))},
          {"ce_type", std::string("plotledger.") + wire::EnumNameBody(first)},
          {"ce_source", source},
          {"ce_time", rfc3339(at)}};
}

std::string kafka_stream(const std::string& topic, Partition partition) {
  return topic + "/" + std::to_string(partition);
}

}  // namespace ledger
