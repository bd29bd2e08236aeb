#include "ops/plotledger/node.h"

#include <chrono>
#include <thread>

#include "ops/plotledger/commands.h"
#include "projectors/applied_head.h"
#include "projectors/directory.h"
#include "projectors/views.h"
#include "writer/gateway/closed.h"
#include "writer/gateway/razorpay.h"

namespace ledger {
namespace {

constexpr std::size_t kReactorThreads = 8;
// Long enough for a node to hear from the group that a partition is no longer its own.
constexpr Micros kStandBack = seconds(3);
constexpr auto kBrokersWithin = minutes(1);  // of the start; a leader may just be chosen
constexpr auto kAskAgain = seconds(1);

}  // namespace

Result<std::unique_ptr<Node>> Node::open(const ServeConfig& config) {
  auto place = log_place(config.log, config.data);
  if (!place) return fail(place.error());
  const auto roles = parse_roles(config.roles);
  if (!roles) return fail(roles.error());
  const auto until = std::chrono::steady_clock::now() + kBrokersWithin;
  for (;;) {
    std::unique_ptr<Node> node(new Node(config, *place, *roles));
    auto ready = node->open_all();
    if (ready) return node;
    const bool not_yet = place->kafka && ready.error().code == ErrorCode::kUnavailable;
    const bool enough = signal_waits() || std::chrono::steady_clock::now() >= until;
    if (!not_yet || enough) return fail(ready.error());
    log_line("waiting for the brokers: " + ready.error().message);
    std::this_thread::sleep_for(kAskAgain);
  }
}

Result<void> Node::open_all() {
  return open_ledger()
      .and_then([&] { return open_gateway(); })
      .and_then([&] { return open_views(); })
      .and_then([&] { return build_writers(); })
      .and_then([&] { return build_cluster(); })
      .map([&] { build_reactors(); });
}

Node::~Node() {
  stop();
}

Result<void> Node::open_ledger() {
  auto home = open_home(place_, config_.master_key_file);
  if (!home) return fail(home.error());
  home_ = std::move(*home);
  return {};
}

Result<void> Node::open_gateway() {
  if (config_.gateway.empty()) {
    gateway_ = std::make_unique<ClosedGateway>();
    return {};
  }
  const auto secret = read_secret(config_.gateway_secret_file);
  if (!secret) return fail(secret.error());
  const auto webhook = read_secret(config_.webhook_secret_file);
  if (!webhook) return fail(webhook.error());
  gateway_facts_.webhook_secrets = {*webhook};
  if (!config_.old_webhook_secret_file.empty()) {
    const auto old = read_secret(config_.old_webhook_secret_file);
    if (!old) return fail(old.error());
    gateway_facts_.webhook_secrets.push_back(*old);
  }
  const bool real = config_.gateway.find("razorpay.com") != std::string::npos;
  gateway_facts_.provider = real ? "razorpay" : "sandbox";
  gateway_facts_.key_id = config_.gateway_key_id;
  gateway_facts_.key_secret = *secret;
  gateway_facts_.checkout_base_url = config_.gateway + "/v1/checkout/";
  RazorpayConfig razorpay;
  razorpay.base_url = config_.gateway;
  razorpay.key_id = config_.gateway_key_id;
  razorpay.key_secret = *secret;
  gateway_ = std::make_unique<RazorpayGateway>(razorpay);
  return {};
}

Result<void> Node::open_views() {
  auto model = open_read_model(*home_.log, in_data(config_, "views"), all_views());
  if (!model) return fail(model.error());
  model_ = std::move(*model);
  if (!model_.rebuilt_because.empty()) log_line("read model rebuilt: " + model_.rebuilt_because);
  return check_tail();
}

// What this node has shown may not be missing from the log.
Result<void> Node::check_tail() {
  const auto snapshot = model_.store->snapshot();
  for (const auto& [partition, applied] : snapshot->applied()) {
    if (auto whole = check_applied_head(*home_.log, partition, applied); !whole) return whole;
  }
  return {};
}

Result<void> Node::build_writers() {
  if (!roles_.writer) return {};
  auto index = CommandIndex::open(in_data(config_, "index"));
  if (!index) return fail(index.error());
  index_ = std::move(*index);
  WriterLimits limits;
  if (place_.kafka) limits.stand_back = kStandBack;
  const auto& url = config_.advertise.empty() ? config_.public_url : config_.advertise;
  writers_ = std::make_unique<Writers>(
      *home_.log, *home_.vault, *index_, clock_, WriterName{home_.node, url},
      [this](Partition partition, const Error& error) {
        log_line("partition " + std::to_string(partition) + " stopped: " + error.reason + ": " +
                 error.message);
        failed_ = true;
      },
      limits);
  if (place_.kafka) go_on_where_we_were();
  return {};
}

// The group says what a node should own; until it does, a node that was restarted goes on with what
// nobody has taken over meanwhile.
void Node::go_on_where_we_were() {
  for (Partition partition = 0; partition < writers_->count(); ++partition) {
    auto& writer = writers_->at(partition);
    writer.own(false);
    const auto row = directory::writer(model_.store->snapshot()->rows(directory::kView), partition);
    if (row && row->node == home_.node) writer.go_on_with(row->term);
  }
}

Result<void> Node::build_cluster() {
  if (config_.cluster_secret_file.empty()) return {};
  const auto secret = read_secret(config_.cluster_secret_file);
  if (!secret) return fail(secret.error());
  if (secret->size() < cluster::kShortestSecret) {
    return fail(ErrorCode::kInvalid, "cluster-secret-short",
                config_.cluster_secret_file + " wants at least " +
                    std::to_string(cluster::kShortestSecret) + " characters");
  }
  Cluster::Parts parts;
  parts.secret = *secret;
  parts.ledger = home_.ledger;
  parts.advertise = config_.advertise;
  parts.writers = writers_.get();
  parts.store = model_.store.get();
  parts.clock = &clock_;
  parts.partitions = home_.log->partitions();
  parts.wake_reactors = [this] {
    if (reactors_) reactors_->wake();
  };
  parts.hurry = [this](const OrderId& order) { hurry(order); };
  cluster_ = std::make_unique<Cluster>(std::move(parts));
  return {};
}

Door& Node::door() {
  if (cluster_) return cluster_->door();
  return *writers_;
}

void Node::build_reactors() {
  if (!writers_) return;
  Desk desk;
  desk.each = [this](const auto& look) {
    for (Partition partition = 0; partition < writers_->count(); ++partition) {
      auto& writer = writers_->at(partition);
      if (writer.phase() != PartitionWriter::Phase::kServing) continue;
      writer.inspect([&](const State& state) { look(partition, state); });
    }
  };
  desk.partition_of = [this](const ProjectId& project) -> std::optional<Partition> {
    const auto row = directory::project(model_.store->snapshot()->rows(directory::kView), project);
    return row ? std::optional(row->partition) : std::nullopt;
  };
  reactor_ = std::make_unique<Reactor>(desk, door(), *gateway_, *home_.vault, clock_);
}

void Node::hurry(const OrderId& order) {
  if (!reactors_) return;
  reactor_->hurry(order);
  reactors_->wake();
}

void Node::applied(Partition partition) {
  api_->applied(partition);
  if (!writers_ || !place_.kafka) return;
  const auto snapshot = model_.store->snapshot();
  const auto part = snapshot->applied().find(partition);
  if (part != snapshot->applied().end()) writers_->at(partition).seen(part->second.head);
}

Result<std::uint16_t> Node::start() {
  const auto address = parse_address(config_.listen);
  if (!address) return fail(address.error());
  services_ = std::make_unique<Services>(services());
  api_ = std::make_unique<Api>(*services_);
  if (writers_) {
    writers_->start();
    reactors_ = std::make_unique<ThreadedReactor>(*reactor_, kReactorThreads);
  }
  runner_ = std::make_unique<ThreadedRunner>(
      *home_.log, *model_.store, all_views(),
      [this](Partition partition, Sequence, Sequence) { applied(partition); });
  auto kafka = place_.kafka;
  if (kafka) kafka->partitions = home_.log->partitions();
  watch_ = std::make_unique<LogWatch>(kafka, [this] { return runner_->health(); });
  ServerOptions options;
  options.behind_proxy = config_.behind_proxy;
  options.https = config_.public_url.starts_with("https://");
  options.log = log_line;
  if (config_.limits != "off" && !config_.behind_proxy) options.connections_per_address = 1024;
  auto router = api_->router();
  if (cluster_) cluster_->add_route(router);
  if (add_) add_(router, *services_);
  server_ = std::make_unique<HttpServer>(std::move(options), std::move(router));
  auto port = server_->start(address->host, address->port);
  if (!port || !writers_ || !place_.kafka) return port;
  auto group = join_writers(*place_.kafka, *writers_);
  if (!group) return fail(group.error());
  group_ = std::move(*group);
  return port;
}

bool Node::failed() const {
  return failed_ || store_condemned(in_data(config_, "views"));
}

void Node::stop() {
  group_.reset();  // first: what is given up is taken over while the rest ends
  if (server_) server_->stop();
  if (cluster_) cluster_->door().stop();
  if (reactors_) reactors_->stop();
  if (writers_) writers_->stop();
  watch_.reset();
  if (runner_) runner_->stop();
  server_.reset();
  api_.reset();
  runner_.reset();
  cluster_.reset();
  writers_.reset();
  model_.store.reset();
  index_.reset();
  home_.vault.reset();
  if (home_.log) {
    if (auto closed = home_.log->close(); !closed) log_line("log: " + closed.error().message);
    home_.log.reset();
  }
}

}  // namespace ledger
