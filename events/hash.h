#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace ledger {

// A SHA-256 (or HMAC-SHA256) value.
struct Hash {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Hash&) const = default;

  [[nodiscard]] bool zero() const { return *this == Hash{}; }
};

Hash sha256(std::string_view data);
Hash hmac_sha256(std::string_view secret, std::string_view data);

std::string hex(std::string_view bytes);  // lower case
std::string hex(const Hash& hash);        // 64 digits

// Compares in a time that does not depend on where the two differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace ledger
