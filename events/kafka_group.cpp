#include "events/kafka_group.h"

#include <utility>

#include <librdkafka/rdkafka.h>

namespace ledger {
namespace {

constexpr int kPollMillis = 50;
constexpr auto kKept = seconds(10);  // after a membership was lost

// A node that is not heard of for six seconds is taken to be gone: no broker grants less.
KafkaSettings group_settings(const KafkaConfig& config) {
  return {{"group.id", config.topic + ".writers"},
          {"session.timeout.ms", "6000"},
          {"heartbeat.interval.ms", "500"},
          {"max.poll.interval.ms", "30000"},
          {"partition.assignment.strategy", "cooperative-sticky"}};
}

std::vector<Partition> numbers(const rd_kafka_topic_partition_list_t& list) {
  std::vector<Partition> all;
  for (int i = 0; i < list.cnt; ++i) {
    all.push_back(static_cast<Partition>(list.elems[i].partition));
  }
  return all;
}

using OwnedError = std::unique_ptr<rd_kafka_error_t, decltype(&rd_kafka_error_destroy)>;

}  // namespace

Result<std::unique_ptr<KafkaGroup>> KafkaGroup::join(const KafkaConfig& config, GroupDuty duty) {
  std::unique_ptr<KafkaGroup> group(new KafkaGroup(std::move(duty)));
  auto handle = kafka_member(
      config, group_settings(config),
      [](rd_kafka_t*, int what, rd_kafka_topic_partition_list_t* partitions, void* owner) {
        static_cast<KafkaGroup*>(owner)->rebalance(what, partitions);
      },
      group.get());
  if (!handle) return fail(handle.error());
  group->handle_ = std::move(*handle);
  rd_kafka_poll_set_consumer(group->handle_.get());
  const std::unique_ptr<rd_kafka_topic_partition_list_t,
                        decltype(&rd_kafka_topic_partition_list_destroy)>
      topics(rd_kafka_topic_partition_list_new(1), rd_kafka_topic_partition_list_destroy);
  rd_kafka_topic_partition_list_add(topics.get(), config.topic.c_str(), RD_KAFKA_PARTITION_UA);
  if (const auto refused = rd_kafka_subscribe(group->handle_.get(), topics.get())) {
    return kafka_unavailable(refused, config.topic);
  }
  group->thread_ = std::thread([&self = *group] { self.run(); });
  return group;
}

KafkaGroup::~KafkaGroup() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
  if (handle_) rd_kafka_consumer_close(handle_.get());
}

void KafkaGroup::run() {
  while (!stop_) {
    // Nothing is read: what comes here are errors, which the library sees to itself.
    if (auto* message = rd_kafka_consumer_poll(handle_.get(), kPollMillis)) {
      rd_kafka_message_destroy(message);
    }
    check_doubtful();
  }
}

void KafkaGroup::rebalance(int what, rd_kafka_topic_partition_list_t* partitions) {
  if (what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    take(partitions);
  } else {
    give_up(partitions);
  }
}

void KafkaGroup::take(rd_kafka_topic_partition_list_t* partitions) {
  for (int i = 0; i < partitions->cnt; ++i) partitions->elems[i].offset = RD_KAFKA_OFFSET_END;
  const OwnedError failed(rd_kafka_incremental_assign(handle_.get(), partitions),
                          rd_kafka_error_destroy);
  rd_kafka_pause_partitions(handle_.get(), partitions);
  for (const auto partition : numbers(*partitions)) {
    doubtful_.erase(partition);
    duty_.take(partition);
  }
}

void KafkaGroup::give_up(rd_kafka_topic_partition_list_t* partitions) {
  if (rd_kafka_assignment_lost(handle_.get()) && !stop_) {
    for (const auto partition : numbers(*partitions)) doubtful_[partition] = Steady::now() + kKept;
  } else {
    duty_.leave(numbers(*partitions));
  }
  const OwnedError failed(rd_kafka_incremental_unassign(handle_.get(), partitions),
                          rd_kafka_error_destroy);
}

void KafkaGroup::check_doubtful() {
  std::vector<Partition> left;
  for (const auto& [partition, until] : doubtful_) {
    if (duty_.lost(partition) || Steady::now() >= until) left.push_back(partition);
  }
  for (const auto partition : left) doubtful_.erase(partition);
  if (!left.empty()) duty_.leave(left);
}

}  // namespace ledger
