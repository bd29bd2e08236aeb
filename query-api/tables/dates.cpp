#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "query-api/documents/utf8.h"
#include "query-api/tables/cells.h"
#include "query-api/tables/decimal.h"

namespace ledger::tables {
namespace {

using paper::trimmed;

constexpr int kFirstYear = 1990;
constexpr int kLastYear = 2100;
constexpr Day kSerialOf1970 = 25'569;  // Excel's number of 1 January 1970
constexpr Day kSerialOf1970From1904 = 24'107;

tl::unexpected<std::string> refused(const UploadCell& cell, const std::string& why = "") {
  const auto found =
      cell.text.empty() ? std::string("nothing") : "\"" + cell.text.substr(0, 60) + "\"";
  return tl::make_unexpected(found + " was found, a date such as 25/11/2026 was expected" +
                             (why.empty() ? "" : ": " + why));
}

std::optional<int> number_of(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || text.size() > 4 || error != std::errc{} || end != text.data() + text.size() ||
      number < 0) {
    return std::nullopt;
  }
  return number;
}

// 1 … 12 of "Nov", "NOVEMBER", "11"; "Sept" too.
std::optional<int> month_of(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kMonths{
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  if (const auto number = number_of(text)) return number;
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (lower.size() < 3) return std::nullopt;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths.at(i).starts_with(lower)) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

// What stands between / - . blanks and commas; a time of day behind the date is cut off.
std::vector<std::string_view> pieces_of(std::string_view text) {
  std::vector<std::string_view> pieces;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find_first_of("/-. ,", from), text.size());
    if (end > from) pieces.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return pieces;
}

// "14:05", "14:05:33", "2:05 PM", "08:00:00.000Z", "+05:30".
bool is_time(std::string_view text) {
  const auto colon = text.find(':');
  return (colon == 1 || colon == 2) &&
         text.find_first_not_of("0123456789:.+-ZAPMapm ") == std::string_view::npos;
}

Read<Day> civil(const UploadCell& cell, int year, int month, int day) {
  if (month > 12 && day <= 12) return refused(cell, "the day comes first, then the month");
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return refused(cell, "there is no such day");
  if (year < kFirstYear || year > kLastYear) return refused(cell, "the year is out of range");
  return static_cast<Day>(std::chrono::sys_days(date).time_since_epoch().count());
}

Read<Day> of_serial(const UploadCell& cell, const DateOptions& options) {
  auto number = parse_decimal(cell.text);
  if (!number || number->negative) return refused(cell);
  // The part behind the point is the time of day.
  number->digits.resize(static_cast<std::size_t>(
      std::clamp(number->point, 0, static_cast<int>(number->digits.size()))));
  const auto serial = scaled_integer(*number, 0);
  if (!serial || *serial > 200'000) return refused(cell);
  const auto day =
      static_cast<Day>(*serial) - (options.from_1904 ? kSerialOf1970From1904 : kSerialOf1970);
  const int year = calendar_year(day);
  if (year < kFirstYear || year > kLastYear) return refused(cell, "the year is out of range");
  return day;
}

// The date's part of the text.
std::string_view without_time(std::string_view text) {
  for (const char between : {'T', ' '}) {
    for (auto at = text.find(between); at != std::string_view::npos;
         at = text.find(between, at + 1)) {
      if (is_time(text.substr(at + 1))) return trimmed(text.substr(0, at));
    }
  }
  return text;
}

std::optional<int> year_of(std::string_view text, const DateOptions& options) {
  const auto number = number_of(text);
  if (number && text.size() == 4) return number;
  if (number && text.size() == 2 && options.two_digit_years) return 2000 + *number;
  return std::nullopt;
}

}  // namespace

Read<Day> as_date(const UploadCell& cell, const DateOptions& options) {
  if (cell.kind == CellKind::kError) return refused(cell);
  if (cell.kind != CellKind::kText && parse_decimal(cell.text)) return of_serial(cell, options);
  const bool serial =
      cell.text.size() == 5 && cell.text.find_first_not_of("0123456789") == std::string::npos;
  if (serial) return of_serial(cell, options);
  const auto pieces = pieces_of(without_time(cell.text));
  if (pieces.size() != 3) return refused(cell);
  const bool year_first = pieces[0].size() == 4 && number_of(pieces[0]);
  const auto year = year_of(pieces[year_first ? 0 : 2], options);
  const auto month = month_of(pieces[1]);
  const auto day = number_of(pieces[year_first ? 2 : 0]);
  if (!year && !year_first && number_of(pieces[2]) && pieces[2].size() == 2) {
    return refused(cell, "write the year with four digits");
  }
  if (!year || !month || !day || pieces[year_first ? 2 : 0].size() > 2) return refused(cell);
  return civil(cell, *year, *month, *day);
}

}  // namespace ledger::tables
