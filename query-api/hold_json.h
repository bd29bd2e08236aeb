#pragma once

#include <string>

#include "events/record.h"
#include "query-api/holds.h"
#include "query-api/quotes.h"

namespace ledger {

// The gateway's page for an order; empty without a gateway.
std::string checkout_url(const GatewayFacts& gateway, const OrderId& order);

// How a hold stands. `quote` (at the hold's own price version) may be null.
struct HoldFacts {
  const OwnHold& own;
  const Quote* quote = nullptr;
  const GatewayFacts& gateway;
  Instant now;
  std::string position;
};

std::string hold_json(const HoldFacts& facts);

// Answers to commands: functions of the record and of what never changes.
std::string held_json(const Record& record, const std::string& token);
std::string extended_json(const Record& record, const rows::HoldRowT& hold);
std::string released_json(const Record& record, const rows::HoldRowT& hold);
std::string hold_state_json(const HoldId& hold, std::string_view state);
std::string booking_state_json(const BookingId& booking);  // its payment is being looked at
std::string order_json(const OrderId& order, Money amount, const std::string& currency,
                       const GatewayFacts& gateway);

}  // namespace ledger
