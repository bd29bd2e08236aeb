#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "events/kafka_client.h"

namespace ledger {

// Called from the group's thread.
struct GroupDuty {
  std::function<void(Partition)> take;  // this node should own it

  // It no longer should. Returns once it does not decide for them any more, or after a bounded
  // wait: only then another node is told to take them.
  std::function<void(const std::vector<Partition>&)> leave;

  // Whether another node was seen to own it.
  std::function<bool(Partition)> lost;
};

// A node's membership in the consumer group of a log's writers, which shares the partitions out.
// This is liveness only: who should try. Who may is decided by the chain. Nothing is consumed.
class KafkaGroup {
 public:
  // kInvalid "kafka-setting", kUnavailable "log-unavailable".
  static Result<std::unique_ptr<KafkaGroup>> join(const KafkaConfig& config, GroupDuty duty);
  ~KafkaGroup();  // leaves, so that the others take over at once
  KafkaGroup(const KafkaGroup&) = delete;
  KafkaGroup& operator=(const KafkaGroup&) = delete;

 private:
  using Steady = std::chrono::steady_clock;

  explicit KafkaGroup(GroupDuty duty) : duty_(std::move(duty)) {}

  void run();
  void rebalance(int what, rd_kafka_topic_partition_list_s* partitions);
  void take(rd_kafka_topic_partition_list_s* partitions);
  void give_up(rd_kafka_topic_partition_list_s* partitions);
  void check_doubtful();

  GroupDuty duty_;
  KafkaHandle handle_;
  // Partitions of a membership that was lost, and until when they are kept: nobody may have taken
  // them, and the group may give them back.
  std::map<Partition, Steady::time_point> doubtful_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace ledger
