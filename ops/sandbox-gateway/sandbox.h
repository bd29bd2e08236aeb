#pragma once

#include <memory>
#include <string>
#include <vector>

#include "events/instant.h"
#include "events/result.h"

namespace ledger::sandbox {

struct SandboxConfig {
  std::string listen = "127.0.0.1:8090";  // host:port; port 0 takes any free one
  std::string webhook_url;                // "" until it is known: webhooks wait for set_webhook_url
  std::string key_id;
  std::string secret;          // the key's secret: Basic auth, callback signatures
  std::string webhook_secret;  // signs webhooks
  std::string state_file;      // "" keeps everything in memory only
  // Where the checkout page may send the browser back to ("https://example.org"); when empty, the
  // webhook URL's origin.
  std::vector<std::string> allowed_return_origins;
  milliseconds confirm_after{5'000};  // the checkout page's "Confirm after 5 s"
};

// A payment gateway with Razorpay's routes, fields and signatures, and routes that play the payer
// and the network's moods (README.md). For trying and testing: no real money, loopback only.
class SandboxGateway {
 public:
  // Throws std::invalid_argument for a malformed listen address or URL, or an empty key or secret.
  explicit SandboxGateway(SandboxConfig config);
  ~SandboxGateway();  // stops
  SandboxGateway(const SandboxGateway&) = delete;
  SandboxGateway& operator=(const SandboxGateway&) = delete;

  // Loads the state file, binds, and serves from threads of its own. kUnavailable when the address
  // is taken or stop() came first, kCorrupt when the state file cannot be read. Call once.
  Result<void> start();

  // start(), then blocks until another thread calls stop().
  Result<void> run();

  // Ends open requests and pending webhooks, writes the state file. Harmless to call again.
  void stop();

  // Valid after start().
  [[nodiscard]] int port() const;
  [[nodiscard]] std::string base_url() const;

  // For a receiver whose port is known only after this gateway's. Waiting webhooks go out.
  void set_webhook_url(const std::string& url);

 private:
  class Running;
  std::unique_ptr<Running> running_;
};

}  // namespace ledger::sandbox
