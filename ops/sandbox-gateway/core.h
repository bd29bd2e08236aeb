#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "ops/sandbox-gateway/books.h"
#include "ops/sandbox-gateway/dispatcher.h"
#include "ops/sandbox-gateway/sandbox.h"

namespace ledger::sandbox {

class Server;

// What all routes share.
struct Core {
  explicit Core(SandboxConfig sandbox_config);

  // Sends what became due, as the payer's script asks.
  void announce(const std::vector<Notice>& notices, const WebhookOptions& options);

  // Whether the checkout page may send a browser to `url`.
  [[nodiscard]] bool may_return_to(const std::string& url) const;
  [[nodiscard]] std::vector<std::string> return_origins() const;

  const SandboxConfig config;
  Books books;
  Dispatcher dispatcher;
  std::atomic<bool> api_down = false;      // /v1 answers 503 and does nothing
  std::atomic<bool> answers_lost = false;  // /v1 does its work, and the answer never arrives
};

// The three razorpay_* fields that checkout hands to the browser.
struct Callback {
  std::string payment_id;
  std::string order_id;
  std::string signature;
};

Callback callback_of(const Payment& payment, const std::string& secret);

// Razorpay's routes; /sandbox/…; the checkout page. `core` must outlive the server.
void add_api_routes(Server& server, Core& core);
void add_drive_routes(Server& server, Core& core);
void add_checkout_routes(Server& server, Core& core);

}  // namespace ledger::sandbox
