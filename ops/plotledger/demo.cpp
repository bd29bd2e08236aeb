#include <cstdio>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>

#include "ops/plotledger/beside.h"
#include "ops/plotledger/command_line.h"
#include "ops/plotledger/commands.h"
#include "ops/plotledger/copying.h"
#include "ops/plotledger/demo_load.h"
#include "ops/plotledger/node.h"
#include "ops/plotledger/progress.h"
#include "ops/sandbox-gateway/sandbox.h"
#include "query-api/holds.h"
#include "writer/founding.h"

namespace ledger {
namespace {

// Known to everybody: the demo's gateway moves no money and listens on loopback only.
constexpr const char* kKeyId = "rzp_test_PlotledgerDemo";
constexpr const char* kGatewaySecret = "demo-gateway-secret-not-for-real-money";
constexpr const char* kWebhookSecret = "demo-webhook-secret-not-for-real-money";
constexpr auto kRoles = {"admin", "finance", "support", "auditor", "sales"};
constexpr Micros kShownWithin = seconds(60);

struct Words {
  ServeConfig serve;
  std::string gateway_listen = "127.0.0.1:8090";
  bool load_only = false;
};

Result<demo::Loaded> load(const std::string& directory) {
  const auto today = day_of(SystemClock().now(), kIndia);
  if (demo::is_loaded(directory)) return demo::load(directory, today, {});
  Progress progress(/*quiet=*/false);
  return demo::load(directory, today, [&](int day, int of) {
    progress.show("loading the demo, days", static_cast<std::uint64_t>(day),
                  static_cast<std::uint64_t>(of));
  });
}

// The story is told to an embedded log; on Kafka it is then copied there, once. A copy that was
// interrupted goes on where it stopped.
Result<void> move_to_kafka(const ServeConfig& config) {
  const auto place = log_place(config.log, config.data);
  if (!place) return fail(place.error());
  const auto moved = in_data(config, "demo.moved");
  if (!place->kafka || std::filesystem::exists(moved)) return {};
  auto told = Beside::open({config.data});
  if (!told) return fail(told.error());
  const auto copied = copy_into((*told)->log(), *place, /*replicas=*/0, /*quiet=*/false);
  if (!copied) return fail(copied.error());
  print_copied(*copied, ("copied to " + config.log.log).c_str());
  return replace_file(moved, config.log.log + "\n");
}

Result<std::string> write_secret(const ServeConfig& config, const char* name, const char* secret) {
  const auto path = in_data(config, name);
  std::ofstream file(path, std::ios::trunc);
  ::chmod(path.c_str(), S_IRUSR | S_IWUSR);
  file << secret << '\n';
  if (file.flush()) return path;
  return fail(ErrorCode::kUnavailable, "data-unwritable", "cannot write " + path);
}

sandbox::SandboxConfig sandbox_config(const Words& words) {
  sandbox::SandboxConfig config;
  config.listen = words.gateway_listen;
  config.key_id = kKeyId;
  config.secret = kGatewaySecret;
  config.webhook_secret = kWebhookSecret;
  config.state_file = in_data(words.serve, "gateway.state");
  const auto port = words.serve.listen.substr(words.serve.listen.rfind(':'));
  if (port != ":0")  // else the webhook's origin, once it is known
    config.allowed_return_origins = {"http://" + words.serve.listen, "http://localhost" + port};
  return config;
}

Result<void> point_at_gateway(ServeConfig& config, const std::string& gateway) {
  const auto secret = write_secret(config, "gateway.secret", kGatewaySecret);
  if (!secret) return fail(secret.error());
  const auto webhook = write_secret(config, "webhook.secret", kWebhookSecret);
  if (!webhook) return fail(webhook.error());
  config.gateway = gateway;
  config.gateway_key_id = kKeyId;
  config.gateway_secret_file = *secret;
  config.webhook_secret_file = *webhook;
  config.sandbox = true;
  return {};
}

// The demo buyer has no sign-in to come by: this address gives the browser the cookie of his hold
// and leads to his home.
void add_buyer_door(Router& router, const Services& services, const demo::Loaded& loaded) {
  router.get("/demo/buyer", [&services, loaded](const HttpRequest&, HttpResponse& response) {
    response.status = 303;
    response.set_header(
        "Set-Cookie", hold_cookie(services, loaded.hold, hold_token(services.vault, loaded.hold)));
    response.set_header("Location", "/me/b/" + loaded.booking.str());
    response.set_header("Cache-Control", "no-store");
  });
}

void print_welcome(Node& node, const Words& words, const std::string& at,
                   const std::string& gateway) {
  std::printf("\nPlotledger's demo serves %s\n\n", at.c_str());
  std::printf("  projects           %s/\n", at.c_str());
  std::printf("  Sahyadri Meadows   %s/p/sahyadri-meadows\n", at.c_str());
  std::printf("  Kaveri Enclave     %s/p/kaveri-enclave\n", at.c_str());
  std::printf("  a buyer's home     %s/demo/buyer\n", at.c_str());
  std::printf("  sandbox gateway    %s (no real money)\n\n", gateway.c_str());
  std::printf("API keys, as in: curl -H 'Authorization: Bearer KEY' %s/v1/finance/trial-balance\n",
              at.c_str());
  for (const auto* role : kRoles) {
    const auto key = api_key_text(node.vault(), demo::key_of_role(role));
    std::printf("  %-8s %s\n", role, key.c_str());
  }
  std::printf("\nCtrl-C stops; data in %s\n", words.serve.data.c_str());
  std::fflush(stdout);
}

Error with_next_step(Error error, const char* option) {
  error.message += std::string("; stop the program that listens there, or name another port by ") +
                   option + " 127.0.0.1:PORT";
  return error;
}

int serve(Words words, const demo::Loaded& loaded) {
  sandbox::SandboxGateway gateway(sandbox_config(words));
  if (const auto started = gateway.start(); !started) {
    return complain(with_next_step(started.error(), "--gateway-listen"));
  }
  if (auto done = point_at_gateway(words.serve, gateway.base_url()); !done)
    return complain(done.error());
  if (words.serve.public_url.empty() && !words.serve.listen.ends_with(":0"))
    words.serve.public_url = "http://" + words.serve.listen;  // what QR codes lead to
  auto node = Node::open(words.serve);
  if (!node) return complain(node.error());
  (*node)->also_serve([&loaded](Router& router, const Services& services) {
    add_buyer_door(router, services, loaded);
  });
  const auto port = (*node)->start();
  if (!port) return complain(with_next_step(port.error(), "--listen"));
  const auto at = "http://" + parse_address(words.serve.listen)->host + ":" + std::to_string(*port);
  gateway.set_webhook_url(at + "/v1/webhooks/razorpay");
  const auto shown = (*node)->projections().wait_for(loaded.position, kShownWithin);
  if (!shown) return complain(shown.error());
  print_welcome(**node, words, at, gateway.base_url());
  wait_for_signal([&] { return (*node)->failed(); });
  const bool failed = (*node)->failed();
  gateway.stop();
  (*node)->stop();
  return failed ? kExitDifference : kExitOk;
}

int run(const Words& words) {
  if (!words.load_only) block_signals();
  if (const auto address = parse_address(words.serve.listen); !address)
    return complain(address.error());
  if (const auto address = parse_address(words.gateway_listen); !address)
    return complain(address.error());
  const auto loaded = load(words.serve.data);
  if (!loaded) return complain(loaded.error());
  if (auto moved = move_to_kafka(words.serve); !moved) return complain(moved.error());
  return words.load_only ? kExitOk : serve(words, *loaded);
}

}  // namespace

void add_demo(CommandLine& line) {
  auto words = std::make_shared<Words>();
  auto command = line.command("demo", "two projects with eighteen months of history");
  command.option("--data", words->serve.data, "directory of the demo's ledger").required();
  command.flag("--load-only", words->load_only, "load the history and end");
  add_log_options(command, words->serve.log);
  command.option("--listen", words->serve.listen, "HOST:PORT");
  command.option("--gateway-listen", words->gateway_listen, "HOST:PORT of the sandbox gateway");
  command.option("--limits", words->serve.limits, "rate limits: on, or off for load tests")
      .one_of({"on", "off"});
  command.option("--web", words->serve.web_dir, "directory of the built pages");
  command.does([words] {
    if (words->serve.web_dir.empty()) words->serve.web_dir = default_web_dir();
    return run(*words);
  });
}

}  // namespace ledger
