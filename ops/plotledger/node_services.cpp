// What the HTTP interface is given of a node.

#include "ops/plotledger/commands.h"
#include "ops/plotledger/node.h"
#include "projectors/directory.h"
#include "replay/as_of.h"

namespace ledger {
namespace {

std::string_view phase_name(PartitionWriter::Phase phase) {
  switch (phase) {
    case PartitionWriter::Phase::kFollowing:
      return "following";
    case PartitionWriter::Phase::kClaiming:
      return "claiming";
    case PartitionWriter::Phase::kServing:
      return "serving";
    case PartitionWriter::Phase::kStopped:
      break;
  }
  return "stopped";
}

}  // namespace

PartitionStatus Node::status_of(Partition partition) {
  PartitionStatus status;
  status.partition = partition;
  const auto snapshot = model_.store->snapshot();
  if (const auto row = directory::writer(snapshot->rows(directory::kView), partition)) {
    status.node = row->node;
    status.owner_url = row->advertised_url;
  }
  if (writers_) {
    auto& writer = writers_->at(partition);
    status.head = writer.head();
    status.phase = phase_name(writer.phase());
    status.skipped = writer.skipped();
    status.failure = writer.failure();
    return status;
  }
  status.phase = "reading";
  const auto part = snapshot->applied().find(partition);
  if (part == snapshot->applied().end()) return status;
  status.head = part->second.head;
  status.skipped = part->second.superseded + part->second.repeats + part->second.foreign;
  return status;
}

std::vector<PartitionStatus> Node::partitions() {
  std::vector<PartitionStatus> all;
  for (Partition partition = 0; partition < home_.log->partitions(); ++partition) {
    all.push_back(status_of(partition));
  }
  return all;
}

Services Node::services() {
  Services to{.door = door(),
              .store = *model_.store,
              .log = *home_.log,
              .vault = *home_.vault,
              .clock = clock_};
  to.known_buyers = [this](const std::vector<Hash>& hashes) {
    if (cluster_) return cluster_->door().known_buyers(hashes);
    return writers_->at(kDirectory).known_buyers(hashes);
  };
  to.partitions = [this] { return partitions(); };
  to.projections = [this] { return runner_->health(); };
  to.hurry_projections = [this] { runner_->hurry(); };
  to.dangers = [this] { return watch_->dangers(); };
  to.wake_reactors = [this] {
    if (reactors_) reactors_->wake();
  };
  to.hurry_order = [this](Partition partition, const OrderId& order) {
    cluster_ ? cluster_->door().hurry(partition, order) : hurry(order);
  };
  to.settled_on = [this](Day day) { return gateway_->settled_on(day); };
  to.as_of = [this](const AsOf& point) { return fold_as_of(*home_.log, point); };
  to.confirm_clock = [this] {
    for (Partition partition = 0; writers_ && partition < writers_->count(); ++partition) {
      writers_->at(partition).confirm_clock();
    }
    if (cluster_) cluster_->confirm_clocks();
  };
  to.log_line = log_line;
  to.gateway = gateway_facts_;
  to.public_url = config_.public_url;
  to.web_dir = config_.web_dir;
  to.limits = config_.limits != "off";
  to.queries = roles_.query;
  return to;
}

}  // namespace ledger
