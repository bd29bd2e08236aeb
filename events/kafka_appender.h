#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "events/kafka_producer.h"
#include "events/kafka_recent.h"
#include "events/log.h"

namespace ledger {

// Appends to one partition with producers of its own. A thread sends what append() took: keys at
// once, and each record when the keys of all records up to it are stored. The first error ends it.
class KafkaAppender final : public LogAppender {
 public:
  // What is delivered goes to `recent`, which must outlive it.
  KafkaAppender(KafkaConfig config, Partition partition, KafkaRecent& recent);
  ~KafkaAppender() override;

  void append(std::vector<Append> batch) override;
  std::vector<Result<Offset>> delivered(Micros wait) override;

 private:
  struct Held {
    std::string record;
    std::uint64_t after_keys = 0;  // so many keys must be stored before
  };

  void run();
  std::optional<std::vector<Append>> wait_for_work();
  bool send_keys(const std::vector<WrappedKey>& keys);
  bool open_keys();
  void send_ripe();
  bool send_record(std::string_view record);
  void take_reports(std::vector<KafkaDelivered> reports);
  void take_report(KafkaDelivered report);
  void take_key_reports(const std::vector<KafkaDelivered>& reports);
  bool end(const Error& error);
  void end_with(const Error& error);

  const KafkaConfig config_;
  const Partition partition_;
  KafkaRecent& recent_;
  const std::string stream_;
  const std::string keys_topic_;

  // The sending thread's own.
  std::deque<Held> held_;  // records that wait for keys
  std::uint64_t keys_sent_ = 0;
  std::uint64_t next_tag_ = 1;  // of the next record sent

  std::mutex mutex_;                 // everything below
  std::condition_variable work_;     // for the sending thread
  std::condition_variable reports_;  // for delivered()
  std::vector<Append> queue_;
  std::deque<std::string> sent_;  // records on their way, in order
  std::deque<Result<Offset>> outbox_;
  std::optional<Error> ended_;
  std::atomic<bool> over_ = false;  // ended_ is set
  std::uint64_t unreported_ = 0;    // records taken
  std::uint64_t next_report_ = 1;   // tags are reported in order
  std::uint64_t keys_stored_ = 0;
  bool stop_ = false;

  std::unique_ptr<KafkaProducer> producer_;  // their threads call take_…reports()
  std::unique_ptr<KafkaProducer> key_producer_;
  std::thread sender_;
};

// The headers of a record's message, as CloudEvents has them on Kafka: ce_id (the SHA-256 of the
// value), ce_type (the first event), ce_source, ce_time. None for bytes that are no record.
std::vector<std::pair<std::string, std::string>> kafka_headers(std::string_view record,
                                                               const std::string& source);

// The messages' key: the partition's stream.
std::string kafka_stream(const std::string& topic, Partition partition);

}  // namespace ledger
