#include "writer/gateway/signature.h"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace ledger {
namespace {

constexpr std::size_t kDigestBytes = 32;

bool is_hex_digest(std::string_view text) {
  return text.size() == 2 * kDigestBytes && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool signed_with(std::string_view key, std::string_view data, std::string_view signature) {
  if (key.empty()) return false;
  const std::string expected = hmac_sha256_hex(key, data);
  return CRYPTO_memcmp(expected.data(), signature.data(), expected.size()) == 0;
}

}  // namespace

std::string hmac_sha256_hex(std::string_view key, std::string_view data) {
  if (key.size() > std::numeric_limits<int>::max()) throw std::length_error("an HMAC key too long");
  std::array<unsigned char, kDigestBytes> digest{};
  unsigned int length = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(data.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, data.size(),
           digest.data(), &length) == nullptr ||
      length != digest.size()) {
    throw std::runtime_error("HMAC-SHA256 is not available");
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += kHex[byte >> 4U];
    hex += kHex[byte & 15U];
  }
  return hex;
}

bool webhook_signature_ok(std::string_view raw_body, std::string_view signature,
                          std::span<const std::string> secrets) {
  if (!is_hex_digest(signature)) return false;
  bool matched = false;
  for (const std::string& secret : secrets) matched |= signed_with(secret, raw_body, signature);
  return matched;
}

std::string callback_signature(const OrderId& order, const PaymentId& payment,
                               std::string_view key_secret) {
  return hmac_sha256_hex(key_secret, order.str() + "|" + payment.str());
}

bool callback_signature_ok(const OrderId& order, const PaymentId& payment,
                           std::string_view signature, std::string_view key_secret) {
  return is_hex_digest(signature) &&
         signed_with(key_secret, order.str() + "|" + payment.str(), signature);
}

}  // namespace ledger
