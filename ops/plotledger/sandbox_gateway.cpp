#include <cstdio>

#include "ops/plotledger/command_line.h"
#include "ops/plotledger/commands.h"
#include "ops/plotledger/config.h"
#include "ops/sandbox-gateway/sandbox.h"

namespace ledger {
namespace {

struct Words {
  sandbox::SandboxConfig config;
  std::string secret_file, webhook_secret_file;
};

int run(Words words) {
  block_signals();
  const auto secret = read_secret(words.secret_file);
  if (!secret) return complain(secret.error());
  const auto webhook_secret = read_secret(words.webhook_secret_file);
  if (!webhook_secret) return complain(webhook_secret.error());
  words.config.secret = *secret;
  words.config.webhook_secret = *webhook_secret;
  sandbox::SandboxGateway gateway(words.config);
  if (const auto started = gateway.start(); !started) return complain(started.error());
  std::printf("sandbox gateway serves %s\n", gateway.base_url().c_str());
  std::fflush(stdout);
  wait_for_signal([] { return false; });
  gateway.stop();
  return kExitOk;
}

}  // namespace

void add_sandbox_gateway(CommandLine& line) {
  auto words = std::make_shared<Words>();
  auto command = line.command("sandbox-gateway", "a payment gateway for trying and testing");
  command.option("--listen", words->config.listen, "HOST:PORT");
  command.option("--webhook", words->config.webhook_url, "where webhooks go");
  command.option("--key-id", words->config.key_id).required();
  command.option("--secret-file", words->secret_file).required();
  command.option("--webhook-secret-file", words->webhook_secret_file).required();
  command.option("--state", words->config.state_file, "keep orders and payments in this file");
  command.option("--return-origin", words->config.allowed_return_origins,
                 "where the checkout page may send the browser back to");
  command.does([words] { return run(*words); });
}

}  // namespace ledger
