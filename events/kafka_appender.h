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

// Appends to one partition with a producer of its own. A thread sends what append() took: first the
// keys of everything taken, and once all brokers have them, the records. The first error ends it.
class KafkaAppender final : public LogAppender {
 public:
  // What is delivered goes to `recent`, which must outlive it.
  KafkaAppender(KafkaConfig config, Partition partition, KafkaRecent& recent);
  ~KafkaAppender() override;

  void append(std::vector<Append> batch) override;
  std::vector<Result<Offset>> delivered(Micros wait) override;

 private:
  void run();
  std::vector<Append> wait_for_work();
  void send(std::vector<Append> batch);
  bool send_record(const std::string& stream, std::string_view record);
  bool send_keys(const std::vector<Append>& batch);
  void take_reports(std::vector<KafkaDelivered> reports);
  void take_report(KafkaDelivered report);
  void end_with(const Error& error);

  const KafkaConfig config_;
  const Partition partition_;
  KafkaRecent& recent_;
  const std::string keys_topic_;
  std::mutex mutex_;
  std::condition_variable work_;     // for the sending thread
  std::condition_variable reports_;  // for delivered()
  std::vector<Append> queue_;
  std::deque<std::string> sent_;  // records on their way, in order
  std::deque<Result<Offset>> outbox_;
  std::optional<Error> ended_;
  std::atomic<bool> over_ = false;  // ended_ is set
  std::uint64_t unreported_ = 0;    // records taken
  std::uint64_t next_tag_ = 1;      // of the next record sent; keys have none
  std::uint64_t next_report_ = 1;   // tags are reported in order
  std::size_t keys_open_ = 0;
  bool stop_ = false;
  std::unique_ptr<KafkaProducer> producer_;  // its thread calls take_reports()
  std::thread sender_;
};

// The headers of a record's message, as CloudEvents has them on Kafka: ce_id (the SHA-256 of the
// value), ce_type (the first event), ce_source, ce_time. None for bytes that are no record.
std::vector<std::pair<std::string, std::string>> kafka_headers(std::string_view record,
                                                               const std::string& source);

// The messages' key: the partition's stream.
std::string kafka_stream(const std::string& topic, Partition partition);

}  // namespace ledger
