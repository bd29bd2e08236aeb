#include "query-api/tables/decimal.h"

#include <algorithm>
#include <charconv>

namespace ledger::tables {
namespace {

constexpr int kFarthest = 40;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<int> take_exponent(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] != 'e' && text[0] != 'E') return std::nullopt;
  text.remove_prefix(1);
  if (text.starts_with('+')) text.remove_prefix(1);
  int exponent = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (exponent < -1000 || exponent > 1000) return std::nullopt;
  return exponent;
}

void strip_zeros(Decimal& number) {
  const auto first = number.digits.find_first_not_of('0');
  if (first == std::string::npos) {
    number = {};
    return;
  }
  number.digits.erase(0, first);
  number.point -= static_cast<int>(first);
  number.digits.erase(number.digits.find_last_not_of('0') + 1);
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal number;
  if (text.starts_with('-') || text.starts_with('+')) {
    number.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  bool any = false;
  for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1), any = true) {
    number.digits += text[0];
    ++number.point;
  }
  if (text.starts_with('.')) {
    for (text.remove_prefix(1); !text.empty() && is_digit(text[0]);
         text.remove_prefix(1), any = true) {
      number.digits += text[0];
    }
  }
  const auto exponent = take_exponent(text);
  if (!any || !exponent || number.digits.size() > 400) return std::nullopt;
  number.point += *exponent;
  const bool negative = number.negative;
  strip_zeros(number);
  number.negative = negative && !number.digits.empty();
  if (number.point > kFarthest || number.point < -kFarthest) return std::nullopt;
  return number;
}

Decimal rounded(Decimal number, std::size_t digits) {
  if (number.digits.size() <= digits) return number;
  const bool up = number.digits[digits] >= '5';
  number.digits.resize(digits);
  if (up) {
    auto at = digits;
    while (at > 0 && number.digits[at - 1] == '9') number.digits[--at] = '0';
    if (at == 0) {
      number.digits.insert(0, 1, '1');
      ++number.point;
    } else {
      ++number.digits[at - 1];
    }
  }
  const bool negative = number.negative;
  strip_zeros(number);
  number.negative = negative;
  return number;
}

std::string plain(const Decimal& number) {
  if (number.digits.empty()) return "0";
  std::string text = number.digits;
  for (int zero = number.point; zero <= 0; ++zero) text.insert(text.begin(), '0');
  const auto whole = static_cast<std::size_t>(std::max(number.point, 1));
  if (whole >= text.size()) {
    text.resize(whole, '0');
  } else {
    text.insert(whole, 1, '.');
  }
  return (number.negative ? "-" : "") + text;
}

std::optional<std::int64_t> scaled_integer(const Decimal& number, int places) {
  const auto size = static_cast<int>(number.digits.size());
  if (size == 0) return 0;
  const int length = number.point + places;  // digits of the result
  if (length < size || length > 18) return std::nullopt;
  auto digits = number.digits;
  digits.resize(static_cast<std::size_t>(length), '0');
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return number.negative ? -value : value;
}

}  // namespace ledger::tables
