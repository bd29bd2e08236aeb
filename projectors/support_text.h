#pragma once

// Inside support only: what a timeline says of an event, in a sentence without personal data.

#include <string>

#include "events/event.h"

namespace ledger::support {

// Empty for events that belong on no timeline.
std::string text_of(const Event& event);

// "INR 12,34,567.00": in full, in Indian grouping.
std::string amount_text(Money amount, const std::string& currency);

}  // namespace ledger::support
