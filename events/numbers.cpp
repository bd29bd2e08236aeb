#include "events/numbers.h"

#include <algorithm>
#include <stdexcept>

namespace ledger {
namespace {

constexpr std::string_view kCheckLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
constexpr std::size_t kPlain = 12;  // without dashes: code 3, year 2, count 6, check letter 1
constexpr std::uint32_t kMostBookings = 999'999;
constexpr std::uint32_t kSerialsInSeries = 99'999;
static_assert(kCheckLetters.size() == 31);

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char check_letter(std::string_view plain) {
  int sum = 0;
  int weight = 1;
  for (const char symbol : plain.substr(0, kPlain - 1)) {
    weight = weight * 3 % 31;
    sum += (is_digit(symbol) ? symbol - '0' : symbol - 'A') * weight;
  }
  return kCheckLetters[static_cast<std::size_t>(sum % 31)];
}

BookingId spoken(std::string_view plain) {
  std::string text(plain.substr(0, 3));
  text.append("-").append(plain.substr(3, 2)).append("-").append(plain.substr(5, 6));
  return BookingId(text.append("-").append(plain.substr(11)));
}

// The text without dashes and blanks, in capitals.
std::string plain_form(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c == '-' || c == ' ') continue;
    plain.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return plain;
}

std::string padded(std::uint32_t value, std::size_t width) {
  auto digits = std::to_string(value);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

std::string two_digits(int year) {
  return padded(static_cast<std::uint32_t>(year % 100), 2);
}

}  // namespace

bool is_project_code(std::string_view code) {
  return code.size() == 3 && std::all_of(code.begin(), code.end(), is_capital);
}

BookingId booking_id(std::string_view code, int year, std::uint32_t count) {
  if (!is_project_code(code)) throw std::invalid_argument("a project code is three capitals");
  if (count == 0 || count > kMostBookings) throw std::length_error("booking ids are used up");
  const auto plain = std::string(code) + two_digits(year) + padded(count, 6);
  return spoken(plain + check_letter(plain));
}

std::optional<BookingId> parse_booking_id(std::string_view text) {
  if (text.size() > 64) return std::nullopt;
  const auto plain = plain_form(text);
  if (plain.size() != kPlain || !is_project_code(std::string_view(plain).substr(0, 3)))
    return std::nullopt;
  if (!std::all_of(plain.begin() + 3, plain.end() - 1, is_digit)) return std::nullopt;
  if (plain.back() != check_letter(plain)) return std::nullopt;
  return spoken(plain);
}

std::string document_number(char kind, int financial_year, std::string_view code,
                            std::uint32_t serial) {
  const auto series = serial == 0 ? 27 : (serial - 1) / kSerialsInSeries;
  if (series > 26) throw std::length_error("document numbers are used up");
  const char mark = series == 0 ? '/' : static_cast<char>('A' + series - 1);
  return std::string{kind, mark} + two_digits(financial_year) + two_digits(financial_year + 1) +
         "/" + std::string(code) + "/" + padded((serial - 1) % kSerialsInSeries + 1, 5);
}

// The last three digits, then pairs.
std::string grouped_amount(Money amount) {
  const auto value = static_cast<std::uint64_t>(amount.paise());
  const auto paise = amount.negative() ? ~value + 1 : value;
  auto digits = std::to_string(paise / 100);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 2) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits + "." + padded(static_cast<std::uint32_t>(paise % 100), 2);
}

std::string rupees(Money amount) {
  return (amount.negative() ? "-₹" : "₹") + grouped_amount(amount);
}

}  // namespace ledger
