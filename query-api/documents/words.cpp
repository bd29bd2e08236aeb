#include "query-api/documents/words.h"

#include <array>
#include <string_view>

namespace ledger::paper {
namespace {

constexpr const char* kRupeeSign = "₹";

struct Month {
  std::string_view english, hindi, english_short, hindi_short;
};

constexpr std::array<Month, 12> kMonths{{{"January", "जनवरी", "Jan", "जन."},
                                         {"February", "फ़रवरी", "Feb", "फ़र."},
                                         {"March", "मार्च", "Mar", "मार्च"},
                                         {"April", "अप्रैल", "Apr", "अप्रै."},
                                         {"May", "मई", "May", "मई"},
                                         {"June", "जून", "Jun", "जून"},
                                         {"July", "जुलाई", "Jul", "जुल."},
                                         {"August", "अगस्त", "Aug", "अग."},
                                         {"September", "सितंबर", "Sep", "सित."},
                                         {"October", "अक्टूबर", "Oct", "अक्टू."},
                                         {"November", "नवंबर", "Nov", "नव."},
                                         {"December", "दिसंबर", "Dec", "दिस."}}};

// Digits with Indian commas.
std::string with_commas(std::uint64_t whole) {
  std::string digits = std::to_string(whole);
  for (std::size_t at = digits.size(), step = 3; at > step; step = 2) {
    at -= step;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string two_digits(std::uint64_t number) {
  return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

std::string unsigned_text(Money amount) {
  const auto raw = static_cast<std::uint64_t>(amount.paise());
  const auto paise = amount.negative() ? 0 - raw : raw;
  return with_commas(paise / 100) + "." + two_digits(paise % 100);
}

std::string date(Day day, std::string_view month) {
  const std::chrono::year_month_day civil{std::chrono::sys_days(days(day))};
  return std::to_string(static_cast<unsigned>(civil.day())) + " " + std::string(month) + " " +
         std::to_string(static_cast<int>(civil.year()));
}

unsigned month_of(Day day) {
  const std::chrono::year_month_day civil{std::chrono::sys_days(days(day))};
  return static_cast<unsigned>(civil.month());
}

std::string zone_name(Zone zone) {
  if (zone.offset == kIndia.offset) return "IST";
  const auto size = zone.offset.count() < 0 ? -zone.offset.count() : zone.offset.count();
  return (zone.offset.count() < 0 ? "-" : "+") + two_digits(static_cast<std::uint64_t>(size / 60)) +
         ":" + two_digits(static_cast<std::uint64_t>(size % 60));
}

// One unit in hundredths of mm², exact: a square yard is 836,127.36 mm².
struct Unit {
  std::int64_t mm2_hundredths;
  std::string_view english, hindi;
};

const Unit& unit_of(AreaUnit unit) {
  static constexpr Unit kYard{83'612'736, "sq yd", "वर्ग गज"};
  static constexpr Unit kFoot{9'290'304, "sq ft", "वर्ग फ़ुट"};
  static constexpr Unit kMetre{100'000'000, "sq m", "वर्ग मी"};
  switch (unit) {
    case AreaUnit::kSquareYards:
      return kYard;
    case AreaUnit::kSquareFeet:
      return kFoot;
    case AreaUnit::kSquareMetres:
      return kMetre;
  }
  return kMetre;
}

}  // namespace

std::string grouped(Money amount) {
  return (amount.negative() ? "-" : "") + unsigned_text(amount);
}

std::string rupees(Money amount) {
  return (amount.negative() ? "-" : "") + std::string(kRupeeSign) + unsigned_text(amount);
}

std::string long_date(Day day, Language language) {
  return date(day, month_name(month_of(day), language));
}

std::string short_date(Day day, Language language) {
  const auto& month = kMonths.at(month_of(day) - 1);
  return date(day, language == Language::kHindi ? month.hindi_short : month.english_short);
}

std::string month_name(unsigned month, Language language) {
  const auto& entry = kMonths.at(month - 1);
  return std::string(language == Language::kHindi ? entry.hindi : entry.english);
}

std::string moment(Instant at, Zone zone, Language language) {
  const auto day = day_of(at, zone);
  const auto minute = static_cast<std::uint64_t>((at - start_of(day, zone)).count() / 60'000'000);
  return short_date(day, language) + ", " + two_digits(minute / 60) + ":" +
         two_digits(minute % 60) + " " + zone_name(zone);
}

std::string year_range(int financial_year) {
  return std::to_string(financial_year) + "-" +
         two_digits(static_cast<std::uint64_t>(financial_year + 1) % 100);
}

std::string percent(std::int64_t basis_points) {
  const auto raw = static_cast<std::uint64_t>(basis_points);
  const auto size = basis_points < 0 ? 0 - raw : raw;
  std::string text = (basis_points < 0 ? "-" : "") + std::to_string(size / 100);
  if (size % 100 != 0) {
    text += "." + two_digits(size % 100);
    if (text.back() == '0') text.pop_back();
  }
  return text + "%";
}

std::string area(std::int64_t mm2, AreaUnit unit, Language language) {
  const auto& in = unit_of(unit);
  const auto hundredths = scaled(Money::paise(mm2), 10'000, in.mm2_hundredths);
  return grouped(hundredths) + " " +
         std::string(language == Language::kHindi ? in.hindi : in.english);
}

}  // namespace ledger::paper
