#pragma once

#include <span>
#include <string>
#include <string_view>

#include "events/ids.h"

namespace ledger {

// HMAC-SHA256 of `data`, as 64 lower-case hex digits.
std::string hmac_sha256_hex(std::string_view key, std::string_view data);

// Whether `signature` (64 lower-case hex digits, nothing else) was made over exactly these bytes
// with one of `secrets`: the one in force and, while it is being replaced, the one before it. Empty
// secrets never match. Check the raw body before parsing it; compares in constant time.
bool webhook_signature_ok(std::string_view raw_body, std::string_view signature,
                          std::span<const std::string> secrets);

// What checkout hands to the browser after a payment: HMAC over "<order>|<payment>", by key secret.
std::string callback_signature(const OrderId& order, const PaymentId& payment,
                               std::string_view key_secret);

// `order` must be the order id that we stored, never the one the browser brought.
bool callback_signature_ok(const OrderId& order, const PaymentId& payment,
                           std::string_view signature, std::string_view key_secret);

}  // namespace ledger
