#include "projectors/key.h"

namespace ledger {
namespace {

constexpr char kEscape = '\xFF';
constexpr char kEnd = '\x01';

}  // namespace

Key& Key::text(std::string_view part) {
  for (auto zero = part.find('\0'); zero != std::string_view::npos; zero = part.find('\0')) {
    bytes_.append(part.substr(0, zero + 1)).push_back(kEscape);
    part.remove_prefix(zero + 1);
  }
  bytes_.append(part).append({'\0', kEnd});
  return *this;
}

Key& Key::number(std::uint64_t part) {
  for (int shift = 56; shift >= 0; shift -= 8) bytes_.push_back(static_cast<char>(part >> shift));
  return *this;
}

std::optional<std::string> KeyParts::text() {
  std::string part;
  for (auto zero = rest_.find('\0'); zero != std::string_view::npos; zero = rest_.find('\0')) {
    if (zero + 1 == rest_.size()) return std::nullopt;
    const char mark = rest_[zero + 1];
    part.append(rest_.substr(0, zero));
    rest_.remove_prefix(zero + 2);
    if (mark == kEnd) return part;
    part.push_back('\0');
  }
  return std::nullopt;
}

std::optional<std::uint64_t> KeyParts::number() {
  if (rest_.size() < sizeof(std::uint64_t)) return std::nullopt;
  std::uint64_t part = 0;
  for (std::size_t i = 0; i < sizeof part; ++i) {
    part = (part << 8) | static_cast<unsigned char>(rest_[i]);
  }
  rest_.remove_prefix(sizeof part);
  return part;
}

}  // namespace ledger
