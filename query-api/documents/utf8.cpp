#include "query-api/documents/utf8.h"

#include <cstdint>

namespace ledger::paper {
namespace {

// How many bytes the sequence at the front of `text` has; 0: it is not one. Overlong forms,
// surrogates and what lies beyond U+10FFFF are none (RFC 3629).
std::size_t sequence(std::string_view text) {
  const auto byte = [text](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  const auto first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0U) != 0x80) return 0;
  const auto second = byte(1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return length;
}

bool is_control(char c) {
  const auto byte = static_cast<std::uint8_t>(c);
  return byte == 0x7F || (byte < 0x20 && c != '\t' && c != '\n' && c != '\r');
}

}  // namespace

std::optional<std::size_t> first_bad_line(std::string_view text) {
  std::size_t line = 1;
  while (!text.empty()) {
    const auto length = sequence(text);
    if (length == 0 || is_control(text[0])) return line;
    if (text[0] == '\n') ++line;
    text.remove_prefix(length);
  }
  return std::nullopt;
}

}  // namespace ledger::paper
