#include "events/civil.h"

#include <array>
#include <charconv>
#include <utility>

namespace ledger {
namespace {

using Civil = std::chrono::year_month_day;

Civil civil(Day day) {
  return Civil(std::chrono::sys_days(days(day)));
}

// Reads exactly `digits` digits at the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  int number = 0;
  if (text.size() < digits) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, number);
  if (error != std::errc{} || end != text.data() + digits || number < 0) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Micros> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return Micros(0);
  Micros fraction{0};
  std::int64_t unit = 100'000;
  std::size_t digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1)) {
    fraction += Micros((text.front() - '0') * unit);
    unit /= 10;
    ++digits;
  }
  if (digits == 0) return std::nullopt;
  return fraction;
}

std::optional<minutes> take_offset(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) return minutes(0);
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  return minutes(sign * (*hour * 60 + *minute));
}

std::optional<Day> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const Civil date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                   std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return static_cast<Day>(std::chrono::sys_days(date).time_since_epoch().count());
}

// The mark, then `digits` decimal digits of `value`.
void put(std::string& text, char mark, std::int64_t value, std::size_t digits) {
  text.push_back(mark);
  text.append(digits, '0');
  for (auto at = text.end(); value > 0; value /= 10) *--at = static_cast<char>('0' + value % 10);
}

}  // namespace

std::optional<Zone> fixed_zone(std::string_view iana_name) {
  static constexpr std::array<std::pair<std::string_view, int>, 8> kZones{{
      {"Asia/Kolkata", 330},
      {"UTC", 0},
      {"Asia/Dubai", 240},
      {"Asia/Colombo", 330},
      {"Asia/Kathmandu", 345},
      {"Asia/Dhaka", 360},
      {"Asia/Singapore", 480},
      {"Africa/Nairobi", 180},
  }};
  for (const auto& [name, offset] : kZones)
    if (name == iana_name) return Zone{minutes(offset)};
  return std::nullopt;
}

Day day_of(Instant at, Zone zone) {
  return static_cast<Day>(
      std::chrono::floor<days>(Micros(at.micros()) + Micros(zone.offset)).count());
}

Instant start_of(Day day, Zone zone) {
  return Instant::micros(Micros(days(day)).count()) - Micros(zone.offset);
}

int calendar_year(Day day) {
  return static_cast<int>(civil(day).year());
}

int financial_year(Day day) {
  const auto date = civil(day);
  return static_cast<int>(date.year()) - (date.month() < std::chrono::April ? 1 : 0);
}

std::string date_text(Day day) {
  const auto date = civil(day);
  auto text = std::to_string(static_cast<int>(date.year()));
  if (text.size() < 4) text.insert(0, 4 - text.size(), '0');
  put(text, '-', static_cast<unsigned>(date.month()), 2);
  put(text, '-', static_cast<unsigned>(date.day()), 2);
  return text;
}

std::optional<Day> parse_date(std::string_view text) {
  const auto day = take_date(text);
  return text.empty() ? day : std::nullopt;
}

std::string rfc3339(Instant at) {
  const auto day = day_of(at, Zone{});
  const auto within = (at - start_of(day, Zone{})).count();
  auto text = date_text(day);
  put(text, 'T', within / 3'600'000'000, 2);
  put(text, ':', within / 60'000'000 % 60, 2);
  put(text, ':', within / 1'000'000 % 60, 2);
  put(text, '.', within % 1'000'000, 6);
  return text += 'Z';
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  const auto day = take_date(text);
  if (!day || !(take(text, 'T') || take(text, 't') || take(text, ' '))) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return start_of(*day, Zone{*offset}) + hours(*hour) + minutes(*minute) + seconds(*second) +
         *fraction;
}

}  // namespace ledger
