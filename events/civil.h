#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/instant.h"

namespace ledger {

// A calendar day as days since 1970-01-01, in some zone.
using Day = std::int32_t;

// A zone without summer time. India's is +05:30 the whole year.
struct Zone {
  minutes offset{};
};

inline constexpr Zone kIndia{minutes(330)};

// Zones whose offset never changes ("Asia/Kolkata", "Asia/Dubai", "Africa/Nairobi", "UTC", …); nullopt
// for any other, which a project may not be opened in.
std::optional<Zone> fixed_zone(std::string_view iana_name);

Day day_of(Instant at, Zone zone);
Instant start_of(Day day, Zone zone);
int calendar_year(Day day);

// The Indian financial year: 1 April to 31 March, named by the year it begins in.
int financial_year(Day day);

std::string date_text(Day day);                                // "2026-11-23"
std::optional<Day> parse_date(std::string_view text);          // of exactly that form, and real
std::string rfc3339(Instant at);                               // "2026-11-23T17:40:36.123456Z"
std::optional<Instant> parse_rfc3339(std::string_view text);   // with Z or a numeric offset

}  // namespace ledger
