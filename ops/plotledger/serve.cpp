#include <cstdio>

#include <CLI/CLI.hpp>

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

void add_serve(CLI::App& app, int& exit_code) {
  auto config = std::make_shared<ServeConfig>();
  auto* command = app.add_subcommand("serve", "serve the ledger in a directory");
  command->add_option("--data", config->data, "directory of the ledger")
      ->required()
      ->envname("PLOTLEDGER_DATA");
  command->add_option("--listen", config->listen, "HOST:PORT")->envname("PLOTLEDGER_LISTEN");
  add_log_options(*command, config->log);
  command->add_option("--roles", config->roles, "writer,query, or one of them")
      ->envname("PLOTLEDGER_ROLES");
  command
      ->add_option("--advertise", config->advertise, "URL under which other nodes reach this one")
      ->envname("PLOTLEDGER_ADVERTISE");
  command
      ->add_option("--cluster-secret-file", config->cluster_secret_file,
                   "what the nodes of one ledger know each other by")
      ->envname("PLOTLEDGER_CLUSTER_SECRET_FILE");
  command->add_option("--gateway", config->gateway, "payment gateway's base URL")
      ->envname("PLOTLEDGER_GATEWAY");
  command->add_option("--gateway-key-id", config->gateway_key_id)
      ->envname("PLOTLEDGER_GATEWAY_KEY_ID");
  command->add_option("--gateway-secret-file", config->gateway_secret_file)
      ->envname("PLOTLEDGER_GATEWAY_SECRET_FILE");
  command->add_option("--webhook-secret-file", config->webhook_secret_file)
      ->envname("PLOTLEDGER_WEBHOOK_SECRET_FILE");
  command->add_option("--old-webhook-secret-file", config->old_webhook_secret_file,
                      "the last secret, still accepted while it is being changed");
  command->add_option("--master-key-file", config->master_key_file, "default: DATA/master.key")
      ->envname("PLOTLEDGER_MASTER_KEY_FILE");
  command->add_option("--public-url", config->public_url, "as buyers reach this server")
      ->envname("PLOTLEDGER_PUBLIC_URL");
  command->add_flag("--behind-proxy", config->behind_proxy,
                    "a proxy ends TLS and names the client");
  command->add_option("--limits", config->limits, "rate limits: on, or off for load tests")
      ->envname("PLOTLEDGER_LIMITS")
      ->check(CLI::IsMember({"on", "off"}));
  command->add_option("--web", config->web_dir, "directory of the built pages");
  command->callback([config, &exit_code] {
    if (config->web_dir.empty()) config->web_dir = default_web_dir();
    exit_code = serve(*config);
  });
}

}  // namespace ledger
