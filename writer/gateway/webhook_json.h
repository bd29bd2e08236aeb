#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/instant.h"
#include "events/result.h"
#include "writer/gateway/gateway.h"

namespace ledger {

// What one webhook says. Its id comes in a header (x-razorpay-event-id), not in the body.
struct WebhookEvent {
  std::string
      event;  // "payment.captured", "order.paid", …; names unknown to us are kept as they are
  std::optional<GatewayPayment> payment;
  std::optional<GatewayOrder> order;
  std::optional<GatewayRefund> refund;
  Instant created_at;
};

inline constexpr std::size_t kMaxWebhookBytes = 256 * 1024;

// Reads a webhook's body, whose signature was checked before. Refused: more than kMaxWebhookBytes
// (kTooLarge); anything that is not one JSON text in UTF-8, nested deeper than 32, with a key twice
// in one object, or with an amount that is not an integer from 0 to kMaxPaise (kInvalid; `faults`
// names the places).
Result<WebhookEvent> parse_webhook(std::string_view body);

}  // namespace ledger
