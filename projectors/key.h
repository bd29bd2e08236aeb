#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

// Builds the ordered keys of rows: a kind letter, then texts and numbers. Keys sort like their
// parts, and no key of one text is a prefix of another text's: a text ends in 00 01, a 00 inside it
// is written 00 FF. Numbers are 8 bytes, big endian.
class Key {
 public:
  explicit Key(char kind) : bytes_(1, kind) {}

  Key& text(std::string_view part);
  Key& number(std::uint64_t part);

  [[nodiscard]] const std::string& str() const { return bytes_; }

  operator std::string_view() const { return bytes_; }  // NOLINT(google-explicit-constructor)

 private:
  std::string bytes_;
};

// Reads a key's parts in order. nullopt where the key has no such part.
class KeyParts {
 public:
  explicit KeyParts(std::string_view key) : rest_(key.substr(key.empty() ? 0 : 1)) {}

  std::optional<std::string> text();
  std::optional<std::uint64_t> number();

 private:
  std::string_view rest_;
};

}  // namespace ledger
