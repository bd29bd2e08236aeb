#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/kafka_client.h"

namespace ledger {

// Something about the topics that endangers history, and what to do about it.
struct KafkaFinding {
  std::string name;  // "retention-set", …
  std::string message;
  std::string fix;
};

struct KafkaTopic {
  std::string name;
  Partition partitions = 0;
  int replicas = 0;  // of the partition that has the fewest
  KafkaSettings settings = {};
};

// Creates the topic and waits until every partition has a leader. kConflict "log-exists"; kInvalid
// "topic-refused" with what the brokers say; kUnavailable.
Result<void> create_topic(rd_kafka_s* client, const KafkaTopic& topic);

// Partitions and replicas, without settings; none if there is no such topic.
Result<std::optional<KafkaTopic>> topic_shape(rd_kafka_s* client, const std::string& name);

// The same for a topic that should be there: a broker may hear a moment late of one that was just
// made.
Result<std::optional<KafkaTopic>> known_topic(rd_kafka_s* client, const std::string& name);

// The ledger's three topics, the log last: documents and keys may be there already, the log may
// not.
Result<void> found_topics(const KafkaConfig& config, Partition partitions, int replicas);

// Looks at the three topics; nothing found: all is well. kUnavailable.
Result<std::vector<KafkaFinding>> look_at_topics(const KafkaConfig& config);

}  // namespace ledger
