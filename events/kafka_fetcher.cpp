#include "events/kafka_fetcher.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ledger {
namespace {

constexpr Offset kReadOver = 200;  // records; further ahead, reading begins anew

// Small fetches that do not wait: each serves a record or a few.
const KafkaSettings& fetching_settings() {
  static const KafkaSettings settings = {{"fetch.wait.max.ms", "1"},
                                         {"fetch.message.max.bytes", "131072"},
                                         {"queued.min.messages", "1"}};
  return settings;
}

tl::unexpected<Error> not_now(const std::string& topic, Partition partition, Offset offset) {
  return fail(ErrorCode::kUnavailable, "log-unavailable",
              kafka_place(topic, partition, offset) + " does not arrive");
}

}  // namespace

KafkaFetcher::KafkaFetcher(std::string topic, KafkaHandle handle, KafkaHandle client)
    : topic_(std::move(topic)),
      handle_(std::move(handle)),
      client_(std::move(client)),
      thread_([this] { run(); }) {}

Result<std::unique_ptr<KafkaFetcher>> KafkaFetcher::open(const KafkaConfig& config,
                                                         KafkaHandle client) {
  auto handle = kafka_consumer(config, fetching_settings());
  if (!handle) return fail(handle.error());
  return std::unique_ptr<KafkaFetcher>(
      new KafkaFetcher(config.topic, std::move(*handle), std::move(client)));
}

KafkaFetcher::~KafkaFetcher() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void KafkaFetcher::fetch(Partition partition, Offset offset, EventLog::TakeRecord take) {
  {
    const std::lock_guard lock(mutex_);
    wanted_.push_back({partition, offset, std::move(take)});
  }
  changed_.notify_all();
}

void KafkaFetcher::run() {
  for (;;) {
    std::vector<Wanted> wanted;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stop_ || !wanted_.empty(); });
      wanted = std::exchange(wanted_, {});
      if (wanted.empty()) return;
    }
    read(std::move(wanted));
  }
}

void KafkaFetcher::read(std::vector<Wanted> wanted) {
  std::stable_sort(wanted.begin(), wanted.end(), [](const Wanted& a, const Wanted& b) {
    return std::tie(a.partition, a.offset) < std::tie(b.partition, b.offset);
  });
  Result<StoredRecord> last = fail(ErrorCode::kNotFound, "", "");
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& [partition, offset, take] = wanted[i];
    const bool again =
        i > 0 && wanted[i - 1].partition == partition && wanted[i - 1].offset == offset;
    bool stopped = false;
    {
      const std::lock_guard lock(mutex_);
      stopped = stop_;
    }
    if (stopped) {
      last = not_now(topic_, partition, offset);
    } else if (!again) {
      last = read(partition, offset);
    }
    take(last);
  }
}

Result<StoredRecord> KafkaFetcher::read(Partition partition, Offset offset) {
  const bool near = consumer_ && reading_ == partition && consumer_->position() <= offset &&
                    offset <= consumer_->position() + kReadOver;
  if (!near) {
    consumer_.reset();  // a handle reads a partition once at a time
    auto started = KafkaConsumer::start_at(handle_, client_, topic_, partition, offset,
                                           KafkaConsumer::Gaps::kNone);
    if (!started) return fail(started.error());
    consumer_ = std::move(*started);
    reading_ = partition;
  }
  const auto until = std::chrono::steady_clock::now() + kKafkaAnswer;
  while (consumer_->position() <= offset && std::chrono::steady_clock::now() < until) {
    auto message = consumer_->next(milliseconds(200));
    if (!message) {
      consumer_.reset();
      return fail(message.error());
    }
    if (*message && (*message)->offset == offset) {
      return StoredRecord{offset, std::move((*message)->value).value_or("")};
    }
  }
  consumer_.reset();
  return not_now(topic_, partition, offset);
}

}  // namespace ledger
