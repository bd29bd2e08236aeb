#include "query-api/uuid.h"

#include <array>
#include <cstdint>
#include <string_view>

#include "events/hash.h"
#include "events/sodium.h"

namespace ledger {

std::string uuid_v7(Instant at) {
  std::array<std::uint8_t, 16> bytes{};
  fill_random(bytes);
  const auto ms = static_cast<std::uint64_t>(at.micros() / 1000);
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x70U);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
  auto text = hex(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) text.insert(dash, 1, '-');
  return text;
}

}  // namespace ledger
