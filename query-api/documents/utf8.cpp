#include "query-api/documents/utf8.h"

#include <array>

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

void append_utf8(std::string& to, std::uint32_t character) {
  const auto put = [&to](std::uint32_t byte) { to += static_cast<char>(byte); };
  if (character < 0x80) return put(character);
  if (character < 0x800) {
    put(0xC0U | character >> 6U);
  } else {
    if (character < 0x10000) {
      put(0xE0U | character >> 12U);
    } else {
      put(0xF0U | character >> 18U);
      put(0x80U | (character >> 12U & 0x3FU));
    }
    put(0x80U | (character >> 6U & 0x3FU));
  }
  put(0x80U | (character & 0x3FU));
}

std::optional<std::string> from_utf16(std::string_view bytes, bool big_endian) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  std::string to;
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<std::uint8_t>(bytes[at]);
    const auto second = static_cast<std::uint8_t>(bytes[at + 1]);
    return big_endian ? std::uint32_t{first} << 8U | second : std::uint32_t{second} << 8U | first;
  };
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    auto character = unit(at);
    if (character >= 0xD800 && character < 0xE000) {
      at += 2;
      if (character >= 0xDC00 || at == bytes.size()) return std::nullopt;
      const auto low = unit(at);
      if (low < 0xDC00 || low >= 0xE000) return std::nullopt;
      character = 0x10000 + ((character - 0xD800) << 10U) + (low - 0xDC00);
    }
    append_utf8(to, character);
  }
  return to;
}

std::string_view trimmed(std::string_view text) {
  static constexpr std::array<std::string_view, 7> kBlanks{
      " ", "\t", "\r", "\n", "\xC2\xA0", "\xE2\x80\x8B", kByteOrderMark};
  for (bool more = true; more;) {
    more = false;
    for (const auto blank : kBlanks) {
      if (text.starts_with(blank)) {
        text.remove_prefix(blank.size());
        more = true;
      }
      if (text.ends_with(blank)) {
        text.remove_suffix(blank.size());
        more = true;
      }
    }
  }
  return text;
}

}  // namespace ledger::paper
