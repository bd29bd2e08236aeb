#pragma once

#include <memory>
#include <string>

#include "events/kafka_group.h"
#include "projectors/store.h"
#include "query-api/router.h"
#include "writer/cluster/forwarding_door.h"
#include "writer/cluster/responder.h"
#include "writer/reactors/reactor.h"
#include "writer/writers.h"

namespace ledger {

// A node among the nodes of its ledger: what is not decided here is asked of the owner, and the
// owners' questions are answered. Owners are as this node's read model knows them from the log.
class Cluster {
 public:
  struct Parts {
    std::string secret;
    LedgerId ledger;
    std::string advertise;       // this node's URL; empty if it decides nothing
    Writers* writers = nullptr;  // null: it decides nothing
    const ViewStore* store = nullptr;
    Clock* clock = nullptr;
    Partition partitions = 0;
    std::function<void()> wake_reactors;
    std::function<void(const OrderId&)> hurry;
  };

  explicit Cluster(Parts parts);

  [[nodiscard]] cluster::ForwardingDoor& door() { return door_; }

  // Where other nodes post their questions.
  void add_route(Router& router);

  void confirm_clocks() { door_.confirm_clocks(parts_.partitions); }

 private:
  cluster::ForwardingDoor::Here here();
  cluster::Responder::Local local();
  [[nodiscard]] std::string owner_url(Partition partition) const;
  std::future<Result<Answer>> decide(Partition partition, Submission submission);

  const Parts parts_;
  cluster::NodeCaller caller_;
  cluster::Responder responder_;
  cluster::ForwardingDoor door_;  // last: its threads call back
};

// Joins the consumer group that shares a log's partitions out among its writers. `writers` must
// outlive it.
Result<std::unique_ptr<KafkaGroup>> join_writers(const KafkaConfig& config, Writers& writers);

}  // namespace ledger
