#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "events/kafka_consumer.h"

namespace ledger {

// Reads single records from anywhere in the log, in a thread of its own: what is asked for while
// it works is read in one go, in the log's order.
class KafkaFetcher {
 public:
  // Asks with `client`. kInvalid "kafka-setting".
  static Result<std::unique_ptr<KafkaFetcher>> open(const KafkaConfig& config, KafkaHandle client);
  ~KafkaFetcher();  // what is not read yet is kUnavailable
  KafkaFetcher(const KafkaFetcher&) = delete;
  KafkaFetcher& operator=(const KafkaFetcher&) = delete;

  // Calls `take` from the fetcher's thread.
  void fetch(Partition partition, Offset offset, EventLog::TakeRecord take);

 private:
  struct Wanted {
    Partition partition = 0;
    Offset offset = 0;
    EventLog::TakeRecord take;
  };

  KafkaFetcher(std::string topic, KafkaHandle handle, KafkaHandle client);
  void run();
  void read(std::vector<Wanted> wanted);
  Result<StoredRecord> read(Partition partition, Offset offset);

  const std::string topic_;
  const KafkaHandle handle_;
  const KafkaHandle client_;
  Partition reading_ = 0;
  std::unique_ptr<KafkaConsumer> consumer_;  // of reading_
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Wanted> wanted_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace ledger
