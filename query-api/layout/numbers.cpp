#include "query-api/layout/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdio>

#include "query-api/layout/layout.h"

namespace ledger::layout {

namespace {

// The length of the blank that text begins with: ASCII white space, no-break and zero-width spaces,
// the ideographic space, a byte order mark. 0 if it begins with none.
std::size_t blank_at(std::string_view text) {
  constexpr std::array<std::string_view, 5> kWide = {"\u00A0", "\u200B", "\u202F", "\u3000",
                                                     "\uFEFF"};
  if (text.empty()) return 0;
  if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')) return 1;
  for (const std::string_view wide : kWide)
    if (text.starts_with(wide)) return wide.size();
  return 0;
}

std::string_view without_leading_blanks(std::string_view text) {
  while (const std::size_t length = blank_at(text)) text.remove_prefix(length);
  return text;
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
  }));
}

// Control characters, and those that turn the direction of writing or break lines unseen.
bool has_control(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const auto byte = [&](std::size_t at) {
      return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
    };
    if (byte(i) == 0xC2 && byte(i + 1) < 0xA0) return true;  // U+0080..U+009F
    if (byte(i) == 0xE2 && byte(i + 1) == 0x80 && byte(i + 2) >= 0xA8 && byte(i + 2) <= 0xAE)
      return true;  // U+2028..U+202E
    if (byte(i) == 0xE2 && byte(i + 1) == 0x81 && byte(i + 2) >= 0xA6 && byte(i + 2) <= 0xA9)
      return true;  // U+2066..U+2069
  }
  return false;
}

std::string grouped(std::string digits) {
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

}  // namespace

Label read_label(std::string_view raw) {
  Label label;
  std::string_view rest = without_leading_blanks(raw);
  while (!rest.empty()) {
    if (blank_at(rest) == 0) {
      label.text += rest[0];
      rest.remove_prefix(1);
      continue;
    }
    const std::string_view run = rest;
    rest = without_leading_blanks(rest);
    if (rest.empty()) break;
    const std::string_view blanks = run.substr(0, run.size() - rest.size());
    label.text += has_control(blanks) ? blanks : " ";  // a tab within is for label_fault to refuse
  }
  label.trimmed = label.text != raw;
  return label;
}

std::optional<std::string> label_fault(std::string_view label) {
  if (has_control(label)) return "holds a control character";
  if (characters_in(label) > kMaxPlotNoLength)
    return "is longer than " + std::to_string(kMaxPlotNoLength) + " characters";
  return std::nullopt;
}

std::optional<double> parse_figure(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c != ',' && c != ' ') digits += c;
  double value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string fixed_decimals(double value, int decimals) {
  std::array<char, 400> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value,
                                          std::chars_format::fixed, decimals);
  return error == std::errc() ? std::string(text.data(), end) : shortest(value);
}

std::string shortest(double value) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), end};
}

std::string area_in(std::int64_t area_mm2, AreaUnit unit) {
  const std::int64_t value = thousandths(area_mm2, unit);
  std::string text = grouped(std::to_string(value / 1000));
  std::string fraction = std::to_string(1000 + value % 1000).substr(1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (!fraction.empty()) text += "." + fraction;
  return text + " " + std::string(spoken(unit));
}

std::string in_quotes(std::string_view text) {
  std::size_t end = 0;
  std::size_t characters = 0;
  while (end < text.size()) {
    const bool starts = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80;
    if (starts && ++characters > kMaxPlotNoLength) break;
    ++end;
  }
  return "\"" + std::string(text.substr(0, end)) + (end < text.size() ? "…\"" : "\"");
}

}  // namespace ledger::layout
