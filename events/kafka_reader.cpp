#include "events/kafka_reader.h"

#include <utility>

namespace ledger {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kMostReadBytes = 8 * 1024 * 1024;  // of one read

}  // namespace

Result<std::vector<StoredRecord>> KafkaReader::read(std::size_t most, Micros wait) {
  if (trouble_) return fail(*std::exchange(trouble_, std::nullopt));
  if (auto started = start(); !started) return fail(started.error());
  if (!due() && wait.count() == 0) {
    if (auto seen = see_end(); !seen) return fail(seen.error());
  }
  std::vector<StoredRecord> found;
  auto gathered = gather(most, wait, found);
  if (!gathered && found.empty()) return fail(gathered.error());
  if (!gathered) trouble_ = gathered.error();
  return found;
}

Result<void> KafkaReader::start() {
  if (consumer_) return {};
  auto handle = handles_.take(partition_);
  if (!handle) return fail(handle.error());
  auto started = KafkaConsumer::start(std::move(*handle), client_, topic_, partition_, from_,
                                      KafkaConsumer::Gaps::kNone);
  if (!started) return fail(started.error());
  consumer_ = std::move(*started);
  return see_end();
}

Result<void> KafkaReader::see_end() {
  const auto end = consumer_->end();
  if (!end) return fail(end.error());
  seen_end_ = *end;
  return {};
}

// What is known to be durable is waited for; behind it, `wait` for the first and then what is here.
Result<void> KafkaReader::gather(std::size_t most, Micros wait, std::vector<StoredRecord>& found) {
  for (std::size_t bytes = 0; found.size() < most && bytes < kMostReadBytes;) {
    const bool must = due();
    auto next = message(must ? kKafkaPatience : found.empty() ? wait : Micros(0));
    if (!next) return fail(next.error());
    if (!*next && !must) return {};
    if (!*next) {
      return fail(ErrorCode::kUnavailable, "log-unavailable",
                  kafka_place(topic_, partition_, consumer_->position()) + " does not arrive");
    }
    auto value = std::move((*next)->value).value_or("");
    bytes += value.size();
    found.push_back({(*next)->offset, std::move(value)});
  }
  return {};
}

Result<std::optional<KafkaMessage>> KafkaReader::message(Micros wait) {
  const auto limit = Steady::now() + wait;
  for (;;) {
    auto next = consumer_->next(wait);
    if (!next || *next) return next;
    wait = std::chrono::duration_cast<Micros>(limit - Steady::now());
    if (wait.count() <= 0) return std::nullopt;
  }
}

}  // namespace ledger
