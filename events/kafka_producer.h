#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "events/kafka_client.h"

struct rd_kafka_topic_s;

namespace ledger {

struct KafkaSend {
  const std::string& topic;
  Partition partition = 0;
  std::string key;
  std::optional<std::string_view> value;  // none: a tombstone
  std::vector<std::pair<std::string, std::string>> headers = {};
};

// A delivery report: kUnknown if the message may or may not be in the log.
struct KafkaDelivered {
  std::uint64_t tag = 0;
  Result<Offset> offset;
};

// An idempotent producer. After an error it may have lost one message and sent a later one: drop
// it.
class KafkaProducer {
 public:
  // Called from the producer's thread, with one report for each message: some at a time, in the
  // order of each topic's messages.
  using OnDelivered = std::function<void(std::vector<KafkaDelivered>)>;

  static Result<std::unique_ptr<KafkaProducer>> open(const KafkaConfig& config,
                                                     OnDelivered on_delivered);
  // Gives up what is under way; nothing is reported any more.
  ~KafkaProducer();
  KafkaProducer(const KafkaProducer&) = delete;
  KafkaProducer& operator=(const KafkaProducer&) = delete;

  // Learns who leads the topic and keeps knowing it: the first message to a topic that the library
  // has not met waits a second. Tries for a second at most. Used by the sending thread.
  void meet(const std::string& topic);

  // Returns at once. If it fails, nothing is reported for this message.
  Result<void> send(const KafkaSend& message, std::uint64_t tag);

 private:
  explicit KafkaProducer(OnDelivered on_delivered) : on_delivered_(std::move(on_delivered)) {}

  void poll();

  OnDelivered on_delivered_;
  KafkaHandle handle_;
  std::vector<std::shared_ptr<rd_kafka_topic_s>> met_;
  std::atomic<bool> stop_ = false;
  std::thread poller_;
};

// Sends and waits. Thread-safe; one caller at a time.
class KafkaPutter {
 public:
  explicit KafkaPutter(KafkaConfig config) : config_(std::move(config)) {}

  // All of them durable; their offsets. All go to one partition. kUnknown "outcome-unknown",
  // kUnavailable.
  Result<std::vector<Offset>> put(const std::vector<KafkaSend>& messages);

 private:
  Result<void> send(const std::vector<KafkaSend>& messages);
  void count(const std::vector<KafkaDelivered>& reports);

  const KafkaConfig config_;
  std::mutex turn_;  // one caller
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t open_ = 0;
  Result<std::vector<Offset>> stored_;
  std::unique_ptr<KafkaProducer> producer_;  // last: its thread calls back
};

}  // namespace ledger
