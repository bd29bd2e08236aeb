#pragma once

#include <string>

#include "query-api/booking_json.h"

namespace ledger {

// A payment link as its visitor sees it: no name, no balance but what it asks for.
std::string link_json(const rows::LinkLineT& link, const BookingFacts& booking, Instant now);

// What issuing it tells staff: the address to send.
std::string link_issued_json(const Record& record, const std::string& url);

// "open" | "partly_paid" | "paid" | "expired" | "cancelled".
std::string_view link_state(const rows::LinkLineT& link, Instant now);

}  // namespace ledger
