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
      stream_(kafka_stream(config_.topic, partition)),
      keys_topic_(config_.keys()) {
  auto producer = KafkaProducer::open(
      config_, [this](std::vector<KafkaDelivered> reports) { take_reports(std::move(reports)); });
  if (!producer) {
    end_with(producer.error());
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
  while (auto batch = wait_for_work()) {
    for (auto& one : *batch) {
      if (!send_keys(one.keys)) return;
      held_.push_back({std::move(one.record), keys_sent_});
    }
    send_ripe();
  }
}

// What was appended since, perhaps nothing: then records have become ripe. None once it is over.
std::optional<std::vector<Append>> KafkaAppender::wait_for_work() {
  std::unique_lock lock(mutex_);
  work_.wait(lock, [&] {
    const bool ripe = !held_.empty() && held_.front().after_keys <= keys_stored_;
    return stop_ || ended_ || !queue_.empty() || ripe;
  });
  if (stop_ || ended_) return std::nullopt;
  return std::exchange(queue_, {});
}

// With a producer of their own: the keys of the next records are stored while the last ones are
// still on their way.
bool KafkaAppender::send_keys(const std::vector<WrappedKey>& keys) {
  if (!keys.empty() && !open_keys()) return false;
  for (const auto& key : keys) {
    const auto sent = key_producer_->send({keys_topic_, 0, key.person.str(), key.wrapped}, 0);
    if (!sent) return end(sent.error());
    ++keys_sent_;
  }
  return true;
}

bool KafkaAppender::open_keys() {
  if (key_producer_) return true;
  auto producer = KafkaProducer::open(
      config_, [this](const std::vector<KafkaDelivered>& reports) { take_key_reports(reports); });
  if (!producer) return end(producer.error());
  key_producer_ = std::move(*producer);
  key_producer_->meet(keys_topic_);
  return true;
}

// Sends the records whose keys are stored. Until it is delivered a record lies in sent_, whose
// elements stay where they are.
void KafkaAppender::send_ripe() {
  std::vector<std::string_view> records;
  {
    const std::lock_guard lock(mutex_);
    while (!held_.empty() && held_.front().after_keys <= keys_stored_) {
      records.emplace_back(sent_.emplace_back(std::move(held_.front().record)));
      held_.pop_front();
    }
  }
  for (const auto record : records)
    if (over_ || !send_record(record)) return;
}

bool KafkaAppender::send_record(std::string_view record) {
  const auto sent = producer_->send(
      {config_.topic, partition_, stream_, record, kafka_headers(record, "/" + stream_)},
      next_tag_++);
  return sent ? true : end(sent.error());
}

// False: nothing may be sent any more.
bool KafkaAppender::end(const Error& error) {
  const std::lock_guard lock(mutex_);
  if (!ended_) end_with(error);
  return false;
}

void KafkaAppender::take_reports(std::vector<KafkaDelivered> reports) {
  {
    const std::lock_guard lock(mutex_);
    for (auto& report : reports) {
      if (!ended_) take_report(std::move(report));
    }
  }
  reports_.notify_all();
}

// The mutex is held.
void KafkaAppender::take_report(KafkaDelivered report) {
  if (!report.offset) return end_with(report.offset.error());
  if (report.tag != next_report_++) {
    return end_with({ErrorCode::kUnknown, "outcome-unknown", "reports out of order"});
  }
  --unreported_;
  recent_.put(*report.offset, std::move(sent_.front()));
  sent_.pop_front();
  outbox_.push_back(std::move(report.offset));
}

void KafkaAppender::take_key_reports(const std::vector<KafkaDelivered>& reports) {
  {
    const std::lock_guard lock(mutex_);
    for (const auto& report : reports) {
      if (!ended_ && !report.offset) end_with(report.offset.error());
    }
    if (!ended_) keys_stored_ += reports.size();
  }
  work_.notify_all();
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
