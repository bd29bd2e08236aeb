#include "ops/plotledger/demo_dice.h"

#include <array>

#include "events/hash.h"

namespace ledger::demo {

Dice::Dice(std::uint64_t seed, std::string_view stream) {
  const auto hash = sha256(std::to_string(seed) + "/" + std::string(stream));
  for (std::size_t i = 0; i < 8; ++i) state_ = state_ << 8U | hash.bytes[i];
}

// SplitMix64.
std::uint64_t Dice::next() {
  std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

std::size_t Dice::below(std::size_t count) {
  if (count == 0) throw std::invalid_argument("nothing to choose from");
  return static_cast<std::size_t>((next() >> 11U) % count);
}

std::int64_t Dice::between(std::int64_t least, std::int64_t most) {
  return least + static_cast<std::int64_t>(below(static_cast<std::size_t>(most - least + 1)));
}

Micros Dice::between(Micros least, Micros most) {
  return milliseconds(between(least.count() / 1000, most.count() / 1000));
}

std::string Dice::uuid_v7(Instant at) {
  std::array<char, 16> bytes{};
  const auto ms = static_cast<std::uint64_t>(at.micros() / 1000);
  const std::uint64_t high = next();
  const std::uint64_t low = next();
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<char>(ms >> (40 - 8 * i));
  bytes[6] = static_cast<char>((high & 0x0FU) | 0x70U);
  bytes[7] = static_cast<char>(high >> 8U);
  for (std::size_t i = 0; i < 8; ++i) bytes[8 + i] = static_cast<char>(low >> (8 * i));
  bytes[8] = static_cast<char>((low & 0x3FU) | 0x80U);
  auto text = hex(std::string_view(bytes.data(), bytes.size()));
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) text.insert(dash, 1, '-');
  return text;
}

std::string Dice::gateway_id(std::string_view kind) {
  constexpr std::string_view kSymbols =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string id(kind);
  for (int i = 0; i < 14; ++i) id += pick(kSymbols);
  return id;
}

std::string Dice::digits(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('0' + below(10));
  return text;
}

}  // namespace ledger::demo
