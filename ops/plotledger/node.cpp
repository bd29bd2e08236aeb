#include "ops/plotledger/node.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>

#include "projectors/directory.h"
#include "projectors/views.h"
#include "replay/as_of.h"
#include "writer/gateway/closed.h"
#include "writer/gateway/razorpay.h"

namespace ledger {
namespace {

constexpr std::size_t kReactorThreads = 8;

void log_line(std::string_view line) {
  const auto stamped = rfc3339(SystemClock().now()) + " " + std::string(line) + "\n";
  std::fwrite(stamped.data(), 1, stamped.size(), stderr);
}

Result<MasterKey> master_key(const ServeConfig& config) {
  if (!config.master_key_file.empty()) return read_master_key(config.master_key_file);
  const auto path = in_data(config, "master.key");
  if (std::filesystem::exists(path)) return read_master_key(path);
  if (std::filesystem::exists(in_data(config, "log"))) {
    return fail(ErrorCode::kForbidden, "master-key-missing",
                path + " is gone; put it back, or name another place by --master-key-file");
  }
  return create_master_key(path);
}

Result<void> write_admin_key(const std::string& path, const std::string& key) {
  const auto next = path + ".new";
  {
    std::ofstream file(next, std::ios::trunc);
    ::chmod(next.c_str(), S_IRUSR | S_IWUSR);
    file << key << '\n';
    if (!file.flush())
      return fail(ErrorCode::kUnavailable, "data-unwritable", "cannot write " + path);
  }
  std::error_code error;
  std::filesystem::rename(next, path, error);
  if (error) return fail(ErrorCode::kUnavailable, "data-unwritable", "cannot write " + path);
  return {};
}

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

Result<std::unique_ptr<Node>> Node::open(const ServeConfig& config) {
  std::unique_ptr<Node> node(new Node(config));
  if (auto done = node->open_log(); !done) return fail(done.error());
  if (auto done = node->open_gateway(); !done) return fail(done.error());
  if (auto done = node->open_views(); !done) return fail(done.error());
  node->build_writers();
  node->build_reactors();
  return node;
}

Node::~Node() {
  stop();
}

Result<void> Node::open_log() {
  std::error_code error;
  std::filesystem::create_directories(config_.data, error);
  if (error) {
    return fail(ErrorCode::kUnavailable, "data-unwritable",
                "cannot create " + config_.data + ": " + error.message());
  }
  const auto master = master_key(config_);
  if (!master) return fail(master.error());
  const auto directory = in_data(config_, "log");
  auto log = std::filesystem::exists(directory)
                 ? EmbeddedLog::open(directory)
                 : EmbeddedLog::create(directory, kEmbeddedPartitions);
  if (!log) return fail(log.error());
  log_ = std::move(*log);
  const auto needed = founding_needed(*log_);
  if (!needed) return fail(needed.error());
  auto vault = Vault::open(*master, log_->keys(), *needed);
  if (!vault) return fail(vault.error());
  vault_ = std::move(*vault);
  if (!*needed) return {};
  if (auto done = write_admin_key(in_data(config_, "admin.key"), api_key_text(*vault_, kAdminKey));
      !done) {
    return done;
  }
  return found_ledger(*log_, clock_);
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
  auto index = CommandIndex::open(in_data(config_, "index"));
  if (!index) return fail(index.error());
  index_ = std::move(*index);
  auto model = open_read_model(*log_, in_data(config_, "views"), all_views());
  if (!model) return fail(model.error());
  model_ = std::move(*model);
  if (!model_.rebuilt_because.empty()) log_line("read model rebuilt: " + model_.rebuilt_because);
  return {};
}

void Node::build_writers() {
  const WriterName name{"node-" + std::to_string(::getpid()), config_.public_url};
  writers_ = std::make_unique<Writers>(
      *log_, *vault_, *index_, clock_, name, [this](Partition partition, const Error& error) {
        log_line("partition " + std::to_string(partition) + " stopped: " + error.reason + ": " +
                 error.message);
        failed_ = true;
      });
}

void Node::build_reactors() {
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
  reactor_ = std::make_unique<Reactor>(desk, *writers_, *gateway_, *vault_, clock_);
}

std::vector<PartitionStatus> Node::partitions() {
  std::vector<PartitionStatus> all;
  for (Partition partition = 0; partition < writers_->count(); ++partition) {
    auto& writer = writers_->at(partition);
    PartitionStatus status;
    status.partition = partition;
    status.head = writer.head();
    status.owner_url = writer.owner_url();
    status.phase = phase_name(writer.phase());
    status.skipped = writer.skipped();
    status.failure = writer.failure();
    all.push_back(std::move(status));
  }
  return all;
}

Services Node::services() {
  Services to{
      .door = *writers_, .store = *model_.store, .log = *log_, .vault = *vault_, .clock = clock_};
  to.known_buyers = [this](const std::vector<Hash>& hashes) {
    return writers_->at(kDirectory).known_buyers(hashes);
  };
  to.partitions = [this] { return partitions(); };
  to.projections = [this] { return runner_->health(); };
  to.wake_reactors = [this] { reactors_->wake(); };
  to.hurry_order = [this](const OrderId& order) {
    reactor_->hurry(order);
    reactors_->wake();
  };
  to.as_of = [this](const AsOf& point) { return fold_as_of(*log_, point); };
  to.confirm_clock = [this] {
    for (Partition partition = 0; partition < writers_->count(); ++partition) {
      writers_->at(partition).confirm_clock();
    }
  };
  to.log_line = log_line;
  to.gateway = gateway_facts_;
  to.public_url = config_.public_url;
  to.web_dir = config_.web_dir;
  to.limits = config_.limits != "off";
  return to;
}

Result<std::uint16_t> Node::start() {
  const auto address = parse_address(config_.listen);
  if (!address) return fail(address.error());
  services_ = std::make_unique<Services>(services());
  api_ = std::make_unique<Api>(*services_);
  writers_->start();
  reactors_ = std::make_unique<ThreadedReactor>(*reactor_, kReactorThreads);
  runner_ = std::make_unique<ThreadedRunner>(
      *log_, *model_.store, all_views(),
      [this](Partition partition, Sequence, Sequence) { api_->applied(partition); });
  ServerOptions options;
  options.behind_proxy = config_.behind_proxy;
  options.https = config_.public_url.starts_with("https://");
  options.log = log_line;
  if (config_.limits != "off" && !config_.behind_proxy) options.connections_per_address = 1024;
  auto router = api_->router();
  if (add_) add_(router, *services_);
  server_ = std::make_unique<HttpServer>(std::move(options), std::move(router));
  return server_->start(address->host, address->port);
}

bool Node::failed() const {
  return failed_ || store_condemned(in_data(config_, "views"));
}

void Node::stop() {
  if (server_) server_->stop();
  if (reactors_) reactors_->stop();
  if (writers_) writers_->stop();
  if (runner_) runner_->stop();
  server_.reset();
  api_.reset();
  runner_.reset();
  writers_.reset();
  model_.store.reset();
  index_.reset();
  if (log_) {
    if (auto closed = log_->close(); !closed) log_line("log: " + closed.error().message);
    log_.reset();
  }
}

}  // namespace ledger
