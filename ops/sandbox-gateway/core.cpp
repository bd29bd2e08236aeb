#include "ops/sandbox-gateway/core.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "ops/sandbox-gateway/books_json.h"
#include "ops/sandbox-gateway/url.h"
#include "writer/gateway/signature.h"

namespace ledger::sandbox {
namespace {

SandboxConfig checked(SandboxConfig config) {
  if (config.key_id.empty() || config.secret.empty() || config.webhook_secret.empty()) {
    throw std::invalid_argument("the key id and both secrets must not be empty");
  }
  if (!config.webhook_url.empty() && !parse_url(config.webhook_url)) {
    throw std::invalid_argument("the webhook URL is not an http or https URL");
  }
  for (std::string& allowed : config.allowed_return_origins) {
    const std::optional<Url> url = parse_url(allowed);
    if (!url || url->target != "/") throw std::invalid_argument("not an origin: " + allowed);
    allowed = url->origin;
  }
  return config;
}

}  // namespace

Core::Core(SandboxConfig sandbox_config)
    : config(checked(std::move(sandbox_config))),
      dispatcher(config.webhook_url, config.webhook_secret) {}

void Core::announce(const std::vector<Notice>& notices, const WebhookOptions& options) {
  if (options.drop) return;
  std::vector<Webhook> webhooks;
  for (const Notice& notice : notices) {
    webhooks.push_back({.event_id = notice.event.id, .body = webhook_body(notice)});
  }
  dispatcher.send(webhooks, options);
}

std::vector<std::string> Core::return_origins() const {
  if (!config.allowed_return_origins.empty()) return config.allowed_return_origins;
  const std::optional<Url> webhook = parse_url(dispatcher.url());
  if (!webhook) return {};
  return {webhook->origin};
}

bool Core::may_return_to(const std::string& url) const {
  const std::optional<Url> parts = parse_url(url);
  return parts && std::ranges::count(return_origins(), parts->origin) > 0;
}

Callback callback_of(const Payment& payment, const std::string& secret) {
  return {
      .payment_id = payment.id,
      .order_id = payment.order_id,
      .signature = callback_signature(OrderId(payment.order_id), PaymentId(payment.id), secret)};
}

}  // namespace ledger::sandbox
