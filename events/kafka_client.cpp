#include "events/kafka_client.h"

#include <array>
#include <numeric>
#include <string_view>
#include <thread>

#include <librdkafka/rdkafka.h>

namespace ledger {
namespace {

constexpr Micros kAskAgain = milliseconds(50);

constexpr std::array<std::string_view, 5> kUsers = {"security.", "ssl.", "sasl.", "enable.ssl.",
                                                    "enable.sasl."};

// For producers and consumers alike.
const KafkaSettings& common_settings() {
  static const KafkaSettings settings = {
      {"client.id", "plotledger"},
      {"socket.nagle.disable", "true"},
      {"socket.keepalive.enable", "true"},
      {"socket.timeout.ms", "10000"},
      {"reconnect.backoff.ms", "50"},
      {"reconnect.backoff.max.ms", "1000"},
      {"topic.metadata.refresh.fast.interval.ms", "100"},
      {"retry.backoff.ms", "50"},
  };
  return settings;
}

// Positions are ours, and whatever is missing or damaged is an error.
const KafkaSettings& consumer_settings() {
  static const KafkaSettings settings = {
      {"enable.auto.commit", "false"},         {"enable.auto.offset.store", "false"},
      {"auto.offset.reset", "error"},          {"check.crcs", "true"},
      {"isolation.level", "read_uncommitted"}, {"enable.partition.eof", "true"},
      {"allow.auto.create.topics", "false"},   {"fetch.error.backoff.ms", "50"},
  };
  return settings;
}

bool is_users(const std::string& name) {
  for (const auto prefix : kUsers) {
    if (name.starts_with(prefix)) return true;
  }
  return false;
}

struct Conf {
  Conf() = default;
  Conf(const Conf&) = delete;
  Conf& operator=(const Conf&) = delete;

  ~Conf() {
    if (conf) rd_kafka_conf_destroy(conf);
  }

  Result<void> set(const KafkaSettings& settings) {
    std::array<char, 512> why{};
    for (const auto& [name, value] : settings) {
      const auto done =
          rd_kafka_conf_set(conf, name.c_str(), value.c_str(), why.data(), why.size());
      if (done != RD_KAFKA_CONF_OK) return fail(ErrorCode::kInvalid, "kafka-setting", why.data());
    }
    return {};
  }

  rd_kafka_conf_t* conf = rd_kafka_conf_new();
};

Result<void> set_users(Conf& conf, const KafkaConfig& config) {
  for (const auto& [name, value] : config.properties) {
    if (!is_users(name)) {
      return fail(ErrorCode::kInvalid, "kafka-setting",
                  name + " is not yours to set: only TLS and SASL settings are passed on");
    }
  }
  return conf.set(config.properties);
}

Result<KafkaHandle> open(const KafkaConfig& config, Conf& conf, rd_kafka_type_t type) {
  auto ready =
      set_users(conf, config).and_then([&] { return conf.set(common_settings()); }).and_then([&] {
        return conf.set({{"bootstrap.servers", config.brokers}});
      });
  if (!ready) return fail(ready.error());
  rd_kafka_conf_set_log_cb(conf.conf, nullptr);  // what matters comes back as an error
  std::array<char, 512> why{};
  rd_kafka_t* handle = rd_kafka_new(type, conf.conf, why.data(), why.size());
  if (!handle) return fail(ErrorCode::kInvalid, "kafka-setting", why.data());
  conf.conf = nullptr;  // the handle's now
  return KafkaHandle(handle, rd_kafka_destroy);
}

using PartitionList = std::unique_ptr<rd_kafka_topic_partition_list_t,
                                      decltype(&rd_kafka_topic_partition_list_destroy)>;

PartitionList asked_for(const std::string& topic, const std::vector<Partition>& partitions,
                        Offset which) {
  PartitionList list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())),
                     rd_kafka_topic_partition_list_destroy);
  for (const auto partition : partitions) {
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(),
                                      static_cast<std::int32_t>(partition))
        ->offset = which;
  }
  return list;
}

// Of the question, or of the first partition that has none.
rd_kafka_resp_err_t answer_of(rd_kafka_t* client, rd_kafka_topic_partition_list_t& list) {
  if (const auto failed = rd_kafka_offsets_for_times(client, &list, kafka_millis(kKafkaAnswer))) {
    return failed;
  }
  for (int i = 0; i < list.cnt; ++i) {
    if (list.elems[i].err) return list.elems[i].err;
    if (list.elems[i].offset < 0) return RD_KAFKA_RESP_ERR__NO_OFFSET;
  }
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

// A partition that has just been made, of which a broker may not have heard, or whose leader has
// just changed. Whether there is such a topic at all is asked elsewhere (kafka_topics.h).
bool is_moving(rd_kafka_resp_err_t answer) {
  return answer == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION ||
         answer == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE ||
         answer == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
}

// `which` is RD_KAFKA_OFFSET_BEGINNING or _END. The library's own call for this ignores its timeout
// in the version of Debian 12; asking for "the offset at that time" does not.
Result<std::vector<Offset>> offsets_of(rd_kafka_t* client, const std::string& topic,
                                       const std::vector<Partition>& partitions, Offset which) {
  const auto until = std::chrono::steady_clock::now() + kKafkaAnswer;
  for (;;) {
    const auto list = asked_for(topic, partitions, which);
    const auto answer = answer_of(client, *list);
    if (!answer) {
      std::vector<Offset> found;
      for (int i = 0; i < list->cnt; ++i) found.push_back(list->elems[i].offset);
      return found;
    }
    if (!is_moving(answer) || std::chrono::steady_clock::now() >= until) {
      return kafka_unavailable(answer, topic);
    }
    std::this_thread::sleep_for(kAskAgain);
  }
}

Result<Offset> offset_of(rd_kafka_t* client, const std::string& topic, Partition partition,
                         Offset which) {
  const auto found = offsets_of(client, topic, {partition}, which);
  if (!found) return fail(found.error());
  return found->front();
}

}  // namespace

Result<KafkaHandle> kafka_consumer(const KafkaConfig& config, const KafkaSettings& settings) {
  Conf conf;
  auto set = conf.set(consumer_settings()).and_then([&] { return conf.set(settings); });
  if (!set) return fail(set.error());
  return open(config, conf, RD_KAFKA_CONSUMER);
}

Result<KafkaHandle> kafka_member(const KafkaConfig& config, const KafkaSettings& settings,
                                 KafkaRebalance rebalance, void* owner) {
  struct Adapter {
    KafkaRebalance rebalance;
    void* owner;
  };

  Conf conf;
  auto set = conf.set(consumer_settings()).and_then([&] { return conf.set(settings); });
  if (!set) return fail(set.error());
  auto adapter = std::make_shared<Adapter>(Adapter{rebalance, owner});
  rd_kafka_conf_set_opaque(conf.conf, adapter.get());
  rd_kafka_conf_set_rebalance_cb(conf.conf,
                                 [](rd_kafka_t* handle, rd_kafka_resp_err_t what,
                                    rd_kafka_topic_partition_list_t* partitions, void* opaque) {
                                   const auto* to = static_cast<Adapter*>(opaque);
                                   to->rebalance(handle, what, partitions, to->owner);
                                 });
  auto handle = open(config, conf, RD_KAFKA_CONSUMER);
  if (!handle) return handle;
  auto* raw = handle->get();
  return KafkaHandle(raw, [handle = *handle, adapter](rd_kafka_s* /*raw*/) {});
}

Result<KafkaHandle> kafka_producer(const KafkaConfig& config, const KafkaSettings& settings) {
  Conf conf;
  if (auto set = conf.set(settings); !set) return fail(set.error());
  rd_kafka_conf_set_events(conf.conf, RD_KAFKA_EVENT_DR);
  return open(config, conf, RD_KAFKA_PRODUCER);
}

Result<Offset> kafka_end(rd_kafka_s* client, const std::string& topic, Partition partition) {
  return offset_of(client, topic, partition, RD_KAFKA_OFFSET_END);
}

Result<Offset> kafka_begin(rd_kafka_s* client, const std::string& topic, Partition partition) {
  return offset_of(client, topic, partition, RD_KAFKA_OFFSET_BEGINNING);
}

Result<std::vector<Offset>> kafka_ends(rd_kafka_s* client, const std::string& topic,
                                       Partition partitions) {
  std::vector<Partition> all(partitions);
  std::iota(all.begin(), all.end(), Partition{0});
  return offsets_of(client, topic, all, RD_KAFKA_OFFSET_END);
}

tl::unexpected<Error> kafka_unavailable(int code, const std::string& about) {
  Error error{ErrorCode::kUnavailable, "log-unavailable",
              about + ": " + rd_kafka_err2str(static_cast<rd_kafka_resp_err_t>(code))};
  error.retry_after_s = 1;
  return fail(std::move(error));
}

int kafka_millis(Micros wait) {
  return static_cast<int>(std::chrono::ceil<milliseconds>(wait).count());
}

std::string kafka_place(const std::string& topic, Partition partition, Offset offset) {
  return topic + ", partition " + std::to_string(partition) + " offset " + std::to_string(offset);
}

}  // namespace ledger
