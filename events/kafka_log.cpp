#include "events/kafka_log.h"

#include <stdexcept>
#include <utility>

#include "events/kafka_appender.h"
#include "events/kafka_documents.h"
#include "events/kafka_fetcher.h"
#include "events/kafka_handles.h"
#include "events/kafka_keys.h"
#include "events/kafka_reader.h"
#include "events/kafka_recent.h"

namespace ledger {
namespace {

constexpr std::size_t kRecentBytes = 4 * 1024 * 1024;  // of each partition

Result<void> refuse_dangers(const KafkaConfig& config) {
  const auto findings = KafkaLog::preflight(config);
  if (!findings) return fail(findings.error());
  if (findings->empty()) return {};
  std::string message;
  for (const auto& finding : *findings) {
    message += (message.empty() ? "" : "\n") + finding.message + ". To correct it: " + finding.fix;
  }
  return fail(ErrorCode::kConflict, findings->front().name, std::move(message));
}

}  // namespace

struct KafkaLog::Impl {
  KafkaConfig config;
  KafkaHandle client;
  Partition partitions = 0;
  std::unique_ptr<KafkaHandles> handles;
  std::vector<std::unique_ptr<KafkaRecent>> recent;
  std::unique_ptr<KafkaKeys> keys;
  std::unique_ptr<KafkaDocuments> documents;
  std::unique_ptr<KafkaFetcher> fetcher;

  Result<void> attach(Purpose purpose) {
    auto handle = kafka_consumer(config);
    if (!handle) return fail(handle.error());
    client = std::move(*handle);
    const auto shape = known_topic(client.get(), config.topic);
    if (!shape) return fail(shape.error());
    if (!*shape) {
      return fail(ErrorCode::kNotFound, "log-missing", "there is no topic " + config.topic);
    }
    partitions = (*shape)->partitions;
    handles = std::make_unique<KafkaHandles>(config);
    for (Partition partition = 0; partition < partitions; ++partition) {
      recent.push_back(std::make_unique<KafkaRecent>(kRecentBytes));
    }
    if (purpose == Purpose::kReading) return {};
    return refuse_dangers(config);
  }

  Result<void> open_stores() {
    auto opened_keys = KafkaKeys::open(config, client);
    if (!opened_keys) return fail(opened_keys.error());
    keys = std::move(*opened_keys);
    auto opened_documents = KafkaDocuments::open(config, client);
    if (!opened_documents) return fail(opened_documents.error());
    documents = std::move(*opened_documents);
    auto opened_fetcher = KafkaFetcher::open(config, client);
    if (!opened_fetcher) return fail(opened_fetcher.error());
    fetcher = std::move(*opened_fetcher);
    return {};
  }

  void check(Partition partition) const {
    if (partition >= partitions) {
      throw std::out_of_range("the log has no partition " + std::to_string(partition));
    }
  }
};

KafkaLog::KafkaLog(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

KafkaLog::~KafkaLog() = default;

Result<void> KafkaLog::found(const KafkaConfig& config, Partition partitions, int replicas) {
  if (partitions == 0) throw std::invalid_argument("a log has at least one partition");
  return found_topics(config, partitions, replicas);
}

Result<std::vector<KafkaFinding>> KafkaLog::preflight(const KafkaConfig& config) {
  return look_at_topics(config);
}

Result<std::unique_ptr<KafkaLog>> KafkaLog::open(const KafkaConfig& config, Purpose purpose) {
  auto impl = std::make_unique<Impl>();
  impl->config = config;
  auto ready = impl->attach(purpose).and_then([&] { return impl->open_stores(); });
  if (!ready) return fail(ready.error());
  return std::unique_ptr<KafkaLog>(new KafkaLog(std::move(impl)));
}

Partition KafkaLog::partitions() const {
  return impl_->partitions;
}

Result<Offset> KafkaLog::end(Partition partition) {
  impl_->check(partition);
  return kafka_end(impl_->client.get(), impl_->config.topic, partition);
}

Result<std::vector<Offset>> KafkaLog::ends() {
  return kafka_ends(impl_->client.get(), impl_->config.topic, impl_->partitions);
}

std::unique_ptr<LogReader> KafkaLog::reader(Partition partition, Offset from) {
  impl_->check(partition);
  return std::make_unique<KafkaReader>(impl_->config.topic, *impl_->handles, impl_->client,
                                       partition, from);
}

void KafkaLog::fetch(Partition partition, Offset offset, const TakeRecord& take) {
  impl_->check(partition);
  if (auto recent = impl_->recent[partition]->find(offset)) {
    return take(StoredRecord{offset, std::move(*recent)});
  }
  impl_->fetcher->fetch(partition, offset, take);
}

std::unique_ptr<LogAppender> KafkaLog::appender(Partition partition) {
  impl_->check(partition);
  return std::make_unique<KafkaAppender>(impl_->config, partition, *impl_->recent[partition]);
}

KeyStore& KafkaLog::keys() {
  return *impl_->keys;
}

DocumentStore& KafkaLog::documents() {
  return *impl_->documents;
}

}  // namespace ledger
