#pragma once

#include <string>

#include "events/instant.h"

namespace ledger {

// A fresh UUIDv7 (RFC 9562): the millisecond of `at`, then 74 random bits. Cannot be guessed; sorts
// by time.
std::string uuid_v7(Instant at);

}  // namespace ledger
