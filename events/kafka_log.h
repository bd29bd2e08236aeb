#pragma once

#include <memory>
#include <string>
#include <vector>

#include "events/kafka_config.h"
#include "events/kafka_topics.h"
#include "events/log.h"

namespace ledger {

// The event log on Apache Kafka: a message's value is exactly the record's bytes, its key names the
// stream, its headers are CloudEvents' (ce_id, ce_type, ce_source, ce_time). The log must outlive
// the readers and appenders it gave.
class KafkaLog final : public EventLog {
 public:
  // Creates the topics of a new, empty log: <topic>, <topic>.documents, <topic>.keys. kConflict
  // "log-exists"; kInvalid "too-few-replicas" below three unless config.single_broker,
  // "topic-refused", "kafka-setting"; kUnavailable "log-unavailable".
  static Result<void> found(const KafkaConfig& config, Partition partitions, int replicas);

  // What would endanger history, with the fix; nothing found: all is well. open() asks once; ask
  // every minute. "topic-missing", "retention-set", "compaction-set", "unclean-election",
  // "too-few-replicas", "too-few-in-sync", "not-flushed", "keys-not-compacted", "partitions-differ".
  // kUnavailable "log-unavailable".
  static Result<std::vector<KafkaFinding>> preflight(const KafkaConfig& config);

  enum class Purpose { kWriting, kReading };

  // Keys and the places of documents are read into memory first. kNotFound "log-missing"; kInvalid
  // "kafka-setting"; kUnavailable "log-unavailable". For writing, also kConflict with the first
  // finding's name, and every fix in the message; who only reads is not kept from it.
  static Result<std::unique_ptr<KafkaLog>> open(const KafkaConfig& config,
                                                Purpose purpose = Purpose::kWriting);
  ~KafkaLog() override;

  [[nodiscard]] Partition partitions() const override;
  Result<Offset> end(Partition partition) override;
  Result<std::vector<Offset>> ends() override;

  // Its read() fails with kCorrupt "records-missing" where the log begins after `from` or ends
  // before it (the message names what is missing), "record-missing" at a hole, "record-damaged".
  std::unique_ptr<LogReader> reader(Partition partition, Offset from) override;
  void fetch(Partition partition, Offset offset, const TakeRecord& take) override;
  std::unique_ptr<LogAppender> appender(Partition partition) override;
  KeyStore& keys() override;
  DocumentStore& documents() override;

 private:
  struct Impl;
  explicit KafkaLog(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ledger
