#pragma once

#include <cstdint>
#include <string>

#include "events/civil.h"
#include "events/instant.h"
#include "events/money.h"

// How amounts, dates and areas are written on paper, in English and in Hindi. Pure; digits are 0-9
// in both languages, as Indian bookkeeping has them.
namespace ledger::paper {

enum class Language : std::uint8_t { kEnglish, kHindi };

// Indian grouping (last three digits, then pairs), always with two decimals: "12,34,567.00",
// "-12,34,567.00". Any int64 paise.
std::string grouped(Money amount);
std::string rupees(Money amount);  // "₹12,34,567.00", "-₹12,34,567.00"

// "Rupees Twelve Lakh Thirty-Four Thousand Five Hundred Sixty-Seven and Paise Fifty Only",
// "बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ रुपये और पचास पैसे मात्र". Past 99 crore the crores are counted in
// words again ("Ninety Lakh … Crore"), so that every int64 has words. Below zero: "Minus …", "ऋण
// …".
std::string in_words(Money amount, Language language);

// The cardinal number alone: "Twenty-One", "इक्कीस".
std::string number_in_words(std::uint64_t number, Language language);

std::string long_date(Day day, Language language);          // "25 November 2026", "25 नवंबर 2026"
std::string short_date(Day day, Language language);         // "25 Nov 2026", "25 नव. 2026"
std::string month_name(unsigned month, Language language);  // 1 … 12; "November", "नवंबर"

// A moment in the project's zone: "25 Nov 2026, 14:05 IST"; another zone than India's as "+04:00".
std::string moment(Instant at, Zone zone, Language language);

std::string year_range(int financial_year);      // "2026-27" of 2026
std::string percent(std::int64_t basis_points);  // "18%", "2.5%", "33.33%"

enum class AreaUnit : std::uint8_t { kSquareYards, kSquareFeet, kSquareMetres };

// An area of integer mm² rounded half up to two decimals once: "1,200.50 sq yd", "1,200.50 वर्ग गज".
std::string area(std::int64_t mm2, AreaUnit unit, Language language);

}  // namespace ledger::paper
