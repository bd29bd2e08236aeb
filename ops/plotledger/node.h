#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "ops/plotledger/cluster.h"
#include "ops/plotledger/config.h"
#include "ops/plotledger/ledger_home.h"
#include "ops/plotledger/log_watch.h"
#include "projectors/read_model.h"
#include "projectors/threaded_runner.h"
#include "query-api/api.h"
#include "query-api/server.h"
#include "writer/index.h"
#include "writer/reactors/reactor.h"
#include "writer/writers.h"

namespace ledger {

// One running plotledger: log, writers, projections, reactors and the HTTP server, in one process.
// Members are in the order in which they may be used: each only knows those above it.
class Node {
 public:
  // Opens the ledger (an embedded one is founded the first time). Serves nothing yet. Refuses a log
  // that ends before what this node has applied of it. Waits a while for brokers that do not
  // answer.
  static Result<std::unique_ptr<Node>> open(const ServeConfig& config);

  ~Node();

  // Routes beside the API's own, added when the node starts; before start().
  void also_serve(std::function<void(Router&, const Services&)> add) { add_ = std::move(add); }

  Result<std::uint16_t> start();  // the port that is served

  // Finishes what is in flight, hands partitions over, saves snapshots, closes every store. Within
  // 10 s.
  void stop();

  // True once history was found damaged, the disk lost what it took, or the read model cannot be
  // read (the next start rebuilds it): the process must end.
  [[nodiscard]] bool failed() const;

  [[nodiscard]] Vault& vault() { return *home_.vault; }

  [[nodiscard]] ThreadedRunner& projections() { return *runner_; }

 private:
  Node(ServeConfig config, LogPlace place, Roles roles)
      : config_(std::move(config)), place_(std::move(place)), roles_(roles) {}

  Result<void> open_all();
  Result<void> open_ledger();
  Result<void> open_gateway();
  Result<void> open_views();
  Result<void> check_tail();
  Result<void> build_writers();
  Result<void> build_cluster();
  void build_reactors();
  void go_on_where_we_were();
  Services services();
  std::vector<PartitionStatus> partitions();
  PartitionStatus status_of(Partition partition);
  void hurry(const OrderId& order);
  void applied(Partition partition);
  Door& door();

  const ServeConfig config_;
  const LogPlace place_;
  const Roles roles_;
  SystemClock clock_;
  LedgerHome home_;
  std::unique_ptr<CommandIndex> index_;
  ReadModel model_;
  std::unique_ptr<Gateway> gateway_;
  GatewayFacts gateway_facts_;
  std::atomic<bool> failed_ = false;
  std::unique_ptr<Writers> writers_;  // null: this node decides nothing
  std::unique_ptr<Cluster> cluster_;  // null: it knows no others
  std::unique_ptr<Reactor> reactor_;  // with writers_
  std::unique_ptr<ThreadedReactor> reactors_;
  std::unique_ptr<ThreadedRunner> runner_;
  std::unique_ptr<LogWatch> watch_;
  std::unique_ptr<Services> services_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<HttpServer> server_;
  std::unique_ptr<KafkaGroup> group_;
  std::function<void(Router&, const Services&)> add_;
};

}  // namespace ledger
