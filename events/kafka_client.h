#pragma once

// What the kafka_*.cpp share of librdkafka; its own header stays in them.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "events/instant.h"
#include "events/kafka_config.h"
#include "events/log.h"

struct rd_kafka_s;
struct rd_kafka_message_s;
struct rd_kafka_topic_partition_list_s;

namespace ledger {

inline constexpr Micros kKafkaPatience = seconds(10);  // for what is known to be on its way
inline constexpr Micros kKafkaAnswer = seconds(5);     // for one answer of the brokers

using KafkaHandle = std::shared_ptr<rd_kafka_s>;
using KafkaSettings = std::map<std::string, std::string>;
using KafkaRebalance = void (*)(rd_kafka_s*, int what, rd_kafka_topic_partition_list_s*,
                                void* owner);

// A consumer without a group, to read with or to ask with: a question behind a fetch that waits for
// news is answered only after it, so never both. kInvalid "kafka-setting" for properties that
// librdkafka refuses or that are not the user's to choose.
Result<KafkaHandle> kafka_consumer(const KafkaConfig& config, const KafkaSettings& settings = {});

// A consumer with a group. `rebalance` is called with `owner`, by whoever polls.
Result<KafkaHandle> kafka_member(const KafkaConfig& config, const KafkaSettings& settings,
                                 KafkaRebalance rebalance, void* owner);

// Its delivery reports come as events to its main queue.
Result<KafkaHandle> kafka_producer(const KafkaConfig& config, const KafkaSettings& settings);

// One past the last durable record, and the first one that is still there. kUnavailable
// "log-unavailable" within kKafkaAnswer, or twice that; a partition whose leader is just changing
// is asked about again.
Result<Offset> kafka_end(rd_kafka_s* client, const std::string& topic, Partition partition);
Result<Offset> kafka_begin(rd_kafka_s* client, const std::string& topic, Partition partition);

// The ends of partitions 0 to `partitions` - 1, in one question.
Result<std::vector<Offset>> kafka_ends(rd_kafka_s* client, const std::string& topic,
                                       Partition partitions);

// `code` is librdkafka's.
tl::unexpected<Error> kafka_unavailable(int code, const std::string& about);

int kafka_millis(Micros wait);  // rounded up, so that a short wait is none of zero

std::string kafka_place(const std::string& topic, Partition partition, Offset offset);

}  // namespace ledger
