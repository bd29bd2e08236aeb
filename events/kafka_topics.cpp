#include "events/kafka_topics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <thread>
#include <utility>

#include <librdkafka/rdkafka.h>

#include "events/kafka_documents.h"

namespace ledger {
namespace {

constexpr int kSafeReplicas = 3;
constexpr int kSafeInSync = 2;
constexpr Micros kPause = milliseconds(20);  // between two looks at a new topic
constexpr auto kHeardOf = seconds(2);        // until every broker has heard of a new topic

template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

// What must be so, and what it is called if it is not.
struct Rule {
  const char* setting;
  const char* value;
  const char* finding;
};

constexpr std::array<Rule, 4> kLogRules = {{
    {"cleanup.policy", "delete", "compaction-set"},
    {"retention.ms", "-1", "retention-set"},
    {"retention.bytes", "-1", "retention-set"},
    {"unclean.leader.election.enable", "false", "unclean-election"},
}};

constexpr std::array<Rule, 2> kKeyRules = {{
    {"cleanup.policy", "compact", "keys-not-compacted"},
    {"unclean.leader.election.enable", "false", "unclean-election"},
}};

// How soon a shredded key's bytes leave the brokers' disks.
const KafkaSettings kSoonCompacted = {{"segment.ms", "3600000"},
                                      {"max.compaction.lag.ms", "3600000"},
                                      {"min.cleanable.dirty.ratio", "0.01"}};

template <std::size_t N>
KafkaSettings settings_of(const std::array<Rule, N>& rules, int replicas) {
  KafkaSettings settings;
  for (const auto& rule : rules) settings[rule.setting] = rule.value;
  // Or else a broker refuses records whose producer's clock is ahead.
  settings["message.timestamp.type"] = "LogAppendTime";
  settings["min.insync.replicas"] = replicas >= kSafeReplicas ? "2" : "1";
  // Kafka leaves the disk to the operating system, and durability to the replicas. Where there are
  // too few, every batch goes to the disk before it is acknowledged.
  if (replicas < kSafeReplicas) settings["flush.messages"] = "1";
  return settings;
}

// Waits for the answer of an admin request that was sent to the queue.
Owned<rd_kafka_event_t> answer(rd_kafka_queue_t* queue) {
  return {rd_kafka_queue_poll(queue, kafka_millis(2 * kKafkaPatience)), rd_kafka_event_destroy};
}

Result<void> await_leaders(rd_kafka_t* client, const KafkaTopic& topic) {
  const auto limit = std::chrono::steady_clock::now() + kKafkaPatience;
  while (std::chrono::steady_clock::now() < limit) {
    const auto seen = topic_shape(client, topic.name);
    if (seen && *seen && (*seen)->partitions == topic.partitions &&
        (*seen)->replicas == topic.replicas) {
      return {};
    }
    std::this_thread::sleep_for(kPause);
  }
  return kafka_unavailable(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, topic.name);
}

tl::unexpected<Error> refused(const rd_kafka_topic_result_t* result) {
  const auto code = rd_kafka_topic_result_error(result);
  const std::string name = rd_kafka_topic_result_name(result);
  if (code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
    return fail(ErrorCode::kConflict, "log-exists", "the topic " + name + " exists already");
  }
  const char* why = rd_kafka_topic_result_error_string(result);
  return fail(ErrorCode::kInvalid, "topic-refused",
              "the brokers refuse the topic " + name + ": " + (why ? why : rd_kafka_err2str(code)));
}

Result<void> create_side_topic(rd_kafka_t* client, const KafkaTopic& topic) {
  auto created = create_topic(client, topic);
  if (!created && created.error().reason == "log-exists") return {};
  return created;
}

using SettingsOfTopics = std::map<std::string, KafkaSettings>;

Result<SettingsOfTopics> describe(rd_kafka_t* client, const std::vector<std::string>& topics) {
  std::vector<Owned<rd_kafka_ConfigResource_t>> owned;
  std::vector<rd_kafka_ConfigResource_t*> asked;
  for (const auto& topic : topics) {
    owned.emplace_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str()),
                       rd_kafka_ConfigResource_destroy);
    asked.push_back(owned.back().get());
  }
  const Owned<rd_kafka_queue_t> queue(rd_kafka_queue_new(client), rd_kafka_queue_destroy);
  rd_kafka_DescribeConfigs(client, asked.data(), asked.size(), nullptr, queue.get());
  const auto event = answer(queue.get());
  if (!event) return kafka_unavailable(RD_KAFKA_RESP_ERR__TIMED_OUT, topics.front());
  if (const auto code = rd_kafka_event_error(event.get())) {
    return kafka_unavailable(code, topics.front());
  }
  std::size_t count = 0;
  const auto* result = rd_kafka_event_DescribeConfigs_result(event.get());
  const auto** resources = rd_kafka_DescribeConfigs_result_resources(result, &count);
  SettingsOfTopics all;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string topic = rd_kafka_ConfigResource_name(resources[i]);
    if (const auto code = rd_kafka_ConfigResource_error(resources[i])) {
      return kafka_unavailable(code, topic);
    }
    std::size_t entries = 0;
    const auto** entry = rd_kafka_ConfigResource_configs(resources[i], &entries);
    for (std::size_t j = 0; j < entries; ++j) {
      const char* value = rd_kafka_ConfigEntry_value(entry[j]);
      all[topic][rd_kafka_ConfigEntry_name(entry[j])] = value ? value : "";
    }
  }
  return all;
}

// One look at one topic.
struct Look {
  const KafkaConfig& config;
  const KafkaTopic& topic;
  std::vector<KafkaFinding>& findings;

  [[nodiscard]] std::string setting(const std::string& name) const {
    const auto found = topic.settings.find(name);
    return found == topic.settings.end() ? "" : found->second;
  }

  [[nodiscard]] std::string alter(const std::string& setting, const std::string& value) const {
    return "kafka-configs.sh --bootstrap-server " + config.brokers +
           " --alter --entity-type topics --entity-name " + topic.name + " --add-config " +
           setting + "=" + value;
  }

  void rule(const Rule& rule) const {
    const auto is = setting(rule.setting);
    if (is == rule.value) return;
    findings.push_back(
        {rule.finding,
         topic.name + " has " + rule.setting + "=" + is + ", and must have " + rule.value,
         alter(rule.setting, rule.value)});
  }

  void replicas() const {
    if (config.single_broker) return flushed();
    if (topic.replicas < kSafeReplicas) {
      findings.push_back(
          {"too-few-replicas",
           topic.name + " has " + std::to_string(topic.replicas) + " replica(s), and must have 3",
           "raise its replicas with kafka-reassign-partitions.sh, or say "
           "--single-broker and accept that one broken disk loses history"});
    }
    const auto text = setting("min.insync.replicas");
    int in_sync = 0;
    std::from_chars(text.data(), text.data() + text.size(), in_sync);
    if (in_sync >= kSafeInSync) return;
    findings.push_back({"too-few-in-sync",
                        topic.name + " has min.insync.replicas=" + text + ", and must have 2",
                        alter("min.insync.replicas", "2")});
  }

  // On a single broker.
  void flushed() const {
    if (topic.replicas >= kSafeReplicas || setting("flush.messages") == "1") return;
    findings.push_back({"not-flushed",
                        topic.name + " has flush.messages=" + setting("flush.messages") + " and " +
                            std::to_string(topic.replicas) +
                            " replica(s): a power cut loses what was acknowledged",
                        alter("flush.messages", "1")});
  }

  void partitions(Partition must) const {
    if (topic.partitions == must) return;
    findings.push_back({"partitions-differ",
                        topic.name + " has " + std::to_string(topic.partitions) +
                            " partition(s), and must have " + std::to_string(must),
                        "plotledger copy the ledger to another topic name, and serve it there"});
  }
};

void look_at(const KafkaConfig& config, const KafkaTopic& topic,
             std::vector<KafkaFinding>& findings) {
  const Look look{config, topic, findings};
  if (topic.name == config.keys()) {
    for (const auto& rule : kKeyRules) look.rule(rule);
  } else {
    for (const auto& rule : kLogRules) look.rule(rule);
  }
  if (topic.name == config.keys()) look.partitions(1);
  if (topic.name == config.documents()) look.partitions(KafkaDocuments::kPartitions);
  if (topic.name == config.topic && config.partitions != 0) look.partitions(config.partitions);
  look.replicas();
}

}  // namespace

Result<void> create_topic(rd_kafka_s* client, const KafkaTopic& topic) {
  std::array<char, 512> why{};
  const Owned<rd_kafka_NewTopic_t> wanted(
      rd_kafka_NewTopic_new(topic.name.c_str(), static_cast<int>(topic.partitions), topic.replicas,
                            why.data(), why.size()),
      rd_kafka_NewTopic_destroy);
  if (!wanted) return fail(ErrorCode::kInvalid, "topic-refused", why.data());
  for (const auto& [name, value] : topic.settings) {
    rd_kafka_NewTopic_set_config(wanted.get(), name.c_str(), value.c_str());
  }
  auto* one = wanted.get();
  const Owned<rd_kafka_queue_t> queue(rd_kafka_queue_new(client), rd_kafka_queue_destroy);
  rd_kafka_CreateTopics(client, &one, 1, nullptr, queue.get());
  const auto event = answer(queue.get());
  if (!event) return kafka_unavailable(RD_KAFKA_RESP_ERR__TIMED_OUT, topic.name);
  if (const auto code = rd_kafka_event_error(event.get())) {
    return kafka_unavailable(code, topic.name);
  }
  std::size_t count = 0;
  const auto** results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  if (count == 1 && rd_kafka_topic_result_error(results[0])) return refused(results[0]);
  return await_leaders(client, topic);
}

Result<std::optional<KafkaTopic>> topic_shape(rd_kafka_s* client, const std::string& name) {
  const Owned<rd_kafka_topic_t> handle(rd_kafka_topic_new(client, name.c_str(), nullptr),
                                       rd_kafka_topic_destroy);
  if (!handle) return kafka_unavailable(rd_kafka_last_error(), name);
  const rd_kafka_metadata_t* answered = nullptr;
  if (const auto code =
          rd_kafka_metadata(client, 0, handle.get(), &answered, kafka_millis(kKafkaPatience))) {
    return kafka_unavailable(code, name);
  }
  const std::unique_ptr<const rd_kafka_metadata_t, decltype(&rd_kafka_metadata_destroy)> metadata(
      answered, rd_kafka_metadata_destroy);
  if (metadata->topic_cnt != 1) return std::nullopt;
  const auto& topic = metadata->topics[0];
  if (topic.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) return std::nullopt;
  if (topic.err) return kafka_unavailable(topic.err, name);
  KafkaTopic shape{name, static_cast<Partition>(topic.partition_cnt), INT32_MAX};
  for (int i = 0; i < topic.partition_cnt; ++i) {
    const auto& partition = topic.partitions[i];
    if (partition.leader < 0)
      return kafka_unavailable(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, name);
    shape.replicas = std::min(shape.replicas, partition.replica_cnt);
  }
  return shape;
}

Result<std::optional<KafkaTopic>> known_topic(rd_kafka_s* client, const std::string& name) {
  const auto limit = std::chrono::steady_clock::now() + kHeardOf;
  for (;;) {
    auto shape = topic_shape(client, name);
    if (!shape || *shape || std::chrono::steady_clock::now() >= limit) return shape;
    std::this_thread::sleep_for(10 * kPause);
  }
}

Result<void> found_topics(const KafkaConfig& config, Partition partitions, int replicas) {
  if (replicas < kSafeReplicas && !config.single_broker) {
    return fail(ErrorCode::kInvalid, "too-few-replicas",
                "a ledger needs 3 replicas: use three brokers, or say --single-broker and accept "
                "that one broken disk loses history");
  }
  auto client = kafka_consumer(config);
  if (!client) return fail(client.error());
  const auto there = topic_shape(client->get(), config.topic);
  if (!there) return fail(there.error());
  if (*there) {
    return fail(ErrorCode::kConflict, "log-exists",
                "the topic " + config.topic + " exists already");
  }
  auto key_settings = settings_of(kKeyRules, replicas);
  key_settings.insert(kSoonCompacted.begin(), kSoonCompacted.end());
  const auto log_settings = settings_of(kLogRules, replicas);
  auto* brokers = client->get();
  return create_side_topic(brokers, {config.keys(), 1, replicas, key_settings})
      .and_then([&] {
        return create_side_topic(
            brokers, {config.documents(), KafkaDocuments::kPartitions, replicas, log_settings});
      })
      .and_then([&] {
        return create_topic(brokers, {config.topic, partitions, replicas, log_settings});
      });
}

Result<std::vector<KafkaFinding>> look_at_topics(const KafkaConfig& config) {
  auto client = kafka_consumer(config);
  if (!client) return fail(client.error());
  std::vector<KafkaFinding> findings;
  std::vector<KafkaTopic> topics;
  for (const auto& name : {config.topic, config.documents(), config.keys()}) {
    auto topic = known_topic(client->get(), name);
    if (!topic) return fail(topic.error());
    if (!*topic) {
      findings.push_back(
          {"topic-missing", "there is no topic " + name, "found the ledger, or correct --log"});
      return findings;
    }
    topics.push_back(std::move(**topic));
  }
  auto settings = describe(client->get(), {config.topic, config.documents(), config.keys()});
  if (!settings) return fail(settings.error());
  for (auto& topic : topics) {
    topic.settings = (*settings)[topic.name];
    look_at(config, topic, findings);
  }
  return findings;
}

}  // namespace ledger
