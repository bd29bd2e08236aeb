#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "events/embedded_log.h"
#include "ops/plotledger/config.h"
#include "projectors/read_model.h"
#include "projectors/threaded_runner.h"
#include "query-api/api.h"
#include "query-api/server.h"
#include "writer/founding.h"
#include "writer/index.h"
#include "writer/reactors/reactor.h"
#include "writer/writers.h"

namespace ledger {

// One running plotledger: log, writers, projections, reactors and the HTTP server, in one process.
// Members are in the order in which they may be used: each only knows those above it.
class Node {
 public:
  // Opens (or, the first time, founds) the ledger in config.data. Serves nothing yet.
  static Result<std::unique_ptr<Node>> open(const ServeConfig& config);

  ~Node();

  // Routes beside the API's own, added when the node starts; before start().
  void also_serve(std::function<void(Router&, const Services&)> add) { add_ = std::move(add); }

  Result<std::uint16_t> start();  // the port that is served

  // Finishes what is in flight, saves snapshots, closes every store. Within 10 s.
  void stop();

  // True once history was found damaged, the disk lost what it took, or the read model cannot be
  // read (the next start rebuilds it): the process must end.
  [[nodiscard]] bool failed() const;

  [[nodiscard]] Writers& writers() { return *writers_; }

  [[nodiscard]] ViewStore& store() { return *model_.store; }

  [[nodiscard]] Vault& vault() { return *vault_; }

  [[nodiscard]] EmbeddedLog& log() { return *log_; }

  [[nodiscard]] ThreadedRunner& projections() { return *runner_; }

 private:
  explicit Node(ServeConfig config) : config_(std::move(config)) {}

  Result<void> open_log();
  Result<void> open_gateway();
  Result<void> open_views();
  void build_writers();
  void build_reactors();
  Services services();
  std::vector<PartitionStatus> partitions();

  const ServeConfig config_;
  SystemClock clock_;
  std::unique_ptr<EmbeddedLog> log_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<CommandIndex> index_;
  ReadModel model_;
  std::unique_ptr<Gateway> gateway_;
  GatewayFacts gateway_facts_;
  std::atomic<bool> failed_ = false;
  std::unique_ptr<Writers> writers_;
  std::unique_ptr<Reactor> reactor_;
  std::unique_ptr<ThreadedReactor> reactors_;
  std::unique_ptr<ThreadedRunner> runner_;
  std::unique_ptr<Services> services_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<HttpServer> server_;
  std::function<void(Router&, const Services&)> add_;
};

}  // namespace ledger
