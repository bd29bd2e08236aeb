#include <cstdio>

#include "ops/plotledger/command_line.h"
#include "ops/plotledger/commands.h"
#include "ops/plotledger/node.h"

namespace ledger {
namespace {

int serve(const ServeConfig& config) {
  block_signals();
  raise_file_limit();
  if (const auto fit = check_config(config); !fit) return complain(fit.error());
  auto node = Node::open(config);
  if (!node) return complain(node.error());
  const auto port = (*node)->start();
  if (!port) return complain(port.error());
  const auto address = parse_address(config.listen);
  std::printf("plotledger serves http://%s:%u\n", address->host.c_str(), unsigned{*port});
  std::fflush(stdout);
  wait_for_signal([&] { return (*node)->failed(); });
  const bool failed = (*node)->failed();
  (*node)->stop();
  return failed ? kExitDifference : kExitOk;
}

}  // namespace

void add_serve(CommandLine& line) {
  auto config = std::make_shared<ServeConfig>();
  auto command = line.command("serve", "serve the ledger in a directory");
  command.option("--data", config->data, "directory of the ledger")
      .required()
      .env("PLOTLEDGER_DATA");
  command.option("--listen", config->listen, "HOST:PORT").env("PLOTLEDGER_LISTEN");
  add_log_options(command, config->log);
  command.option("--roles", config->roles, "writer,query, or one of them").env("PLOTLEDGER_ROLES");
  command.option("--advertise", config->advertise, "URL under which other nodes reach this one")
      .env("PLOTLEDGER_ADVERTISE");
  command
      .option("--cluster-secret-file", config->cluster_secret_file,
              "what the nodes of one ledger know each other by")
      .env("PLOTLEDGER_CLUSTER_SECRET_FILE");
  command.option("--gateway", config->gateway, "payment gateway's base URL")
      .env("PLOTLEDGER_GATEWAY");
  command.option("--gateway-key-id", config->gateway_key_id).env("PLOTLEDGER_GATEWAY_KEY_ID");
  command.option("--gateway-secret-file", config->gateway_secret_file)
      .env("PLOTLEDGER_GATEWAY_SECRET_FILE");
  command.option("--webhook-secret-file", config->webhook_secret_file)
      .env("PLOTLEDGER_WEBHOOK_SECRET_FILE");
  command.option("--old-webhook-secret-file", config->old_webhook_secret_file,
                 "the last secret, still accepted while it is being changed");
  command.option("--master-key-file", config->master_key_file, "default: DATA/master.key")
      .env("PLOTLEDGER_MASTER_KEY_FILE");
  command.option("--public-url", config->public_url, "as buyers reach this server")
      .env("PLOTLEDGER_PUBLIC_URL");
  command.flag("--behind-proxy", config->behind_proxy, "a proxy ends TLS and names the client");
  command.option("--limits", config->limits, "rate limits: on, or off for load tests")
      .env("PLOTLEDGER_LIMITS")
      .one_of({"on", "off"});
  command.option("--web", config->web_dir, "directory of the built pages");
  command.does([config] {
    if (config->web_dir.empty()) config->web_dir = default_web_dir();
    return serve(*config);
  });
}

}  // namespace ledger
