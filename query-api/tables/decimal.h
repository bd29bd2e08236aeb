#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger::tables {

// A decimal number as it is written, digit by digit: ±0.digits × 10^point. No float is involved.
struct Decimal {
  bool negative = false;
  std::string digits;  // without zeros at either end; empty: zero
  int point = 0;       // how many digits stand before the decimal point (may be negative)
};

// "[-+]digits[.digits][E[-+]digits]"; nothing for anything else, or beyond 10^±40.
std::optional<Decimal> parse_decimal(std::string_view text);

Decimal rounded(Decimal number, std::size_t digits);  // half up, to so many significant digits
std::string plain(const Decimal& number);             // without exponent: "-0.015"

// The number times 10^places, if that is whole and fits.
std::optional<std::int64_t> scaled_integer(const Decimal& number, int places);

// What a spreadsheet shows of a number that it stores with all the digits of a double.
inline constexpr std::size_t kSpreadsheetDigits = 15;

}  // namespace ledger::tables
