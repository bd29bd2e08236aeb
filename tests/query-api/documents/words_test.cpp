#include "query-api/documents/words.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace ledger::paper {
namespace {

constexpr auto kEn = Language::kEnglish;
constexpr auto kHi = Language::kHindi;

Money p(std::int64_t paise) {
  return Money::paise(paise);
}

// Reads words back into a number, by rules of its own: units add, "hundred" and the larger scales
// multiply what stands before them.
std::uint64_t read_back(const std::string& words, Language language) {
  static const std::map<std::string, std::uint64_t> kScales{
      {"Crore", 10'000'000}, {"Lakh", 100'000}, {"Thousand", 1'000}, {"Hundred", 100},
      {"करोड़", 10'000'000},  {"लाख", 100'000},  {"हज़ार", 1'000},     {"सौ", 100}};
  std::map<std::string, std::uint64_t> units;
  for (std::uint64_t i = 0; i < 100; ++i) units[number_in_words(i, language)] = i;
  std::uint64_t crores = 0;
  std::uint64_t sum = 0;
  std::uint64_t pending = 0;
  std::istringstream in(words);
  for (std::string word; in >> word;) {
    const auto scale = kScales.find(word);
    if (scale == kScales.end()) {
      pending += units.at(word);
    } else if (scale->second == 10'000'000) {
      crores = sum + pending;
      sum = pending = 0;
    } else if (scale->second == 100) {
      pending *= 100;
    } else {
      sum += pending * scale->second;
      pending = 0;
    }
  }
  return crores * 10'000'000 + sum + pending;
}

TEST(Grouping, IsThreeDigitsThenPairs) {
  EXPECT_EQ(grouped(p(0)), "0.00");
  EXPECT_EQ(grouped(p(5)), "0.05");
  EXPECT_EQ(grouped(p(99'999)), "999.99");
  EXPECT_EQ(grouped(p(100'000)), "1,000.00");
  EXPECT_EQ(grouped(p(123'456'700)), "12,34,567.00");
  EXPECT_EQ(rupees(p(123'456'700)), "₹12,34,567.00");
  EXPECT_EQ(rupees(p(-123'456'750)), "-₹12,34,567.50");
  EXPECT_EQ(rupees(p(kMaxPaise)), "₹9,00,71,99,25,47,409.91");
  EXPECT_EQ(grouped(p(INT64_MIN)), "-92,23,37,20,36,85,47,758.08");
  EXPECT_EQ(grouped(p(INT64_MAX)), "92,23,37,20,36,85,47,758.07");
}

TEST(Grouping, LosesNoDigit) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto paise = static_cast<std::int64_t>(random() >> (1 + random() % 62));
    auto text = grouped(p(paise));
    EXPECT_EQ(text[text.size() - 3], '.');
    const auto commas = std::count(text.begin(), text.end(), ',');
    const auto digits = static_cast<std::int64_t>(std::to_string(paise / 100).size());
    EXPECT_EQ(commas, digits <= 3 ? 0 : (digits - 2) / 2) << text;
    std::erase(text, ',');
    std::erase(text, '.');
    EXPECT_EQ(std::stoull(text), static_cast<std::uint64_t>(paise));
  }
}

TEST(AmountInWords, InEnglish) {
  EXPECT_EQ(
      in_words(p(123'456'750), kEn),
      "Rupees Twelve Lakh Thirty-Four Thousand Five Hundred Sixty-Seven and Paise Fifty Only");
  EXPECT_EQ(in_words(p(0), kEn), "Rupees Zero Only");
  EXPECT_EQ(in_words(p(1), kEn), "Rupees Zero and Paise One Only");
  EXPECT_EQ(in_words(p(100), kEn), "Rupees One Only");
  EXPECT_EQ(in_words(p(10'000'000'00), kEn), "Rupees One Crore Only");
  EXPECT_EQ(in_words(p(100'000'00), kEn), "Rupees One Lakh Only");
  EXPECT_EQ(in_words(p(1'019'00), kEn), "Rupees One Thousand Nineteen Only");
  EXPECT_EQ(in_words(p(-20'50), kEn), "Minus Rupees Twenty and Paise Fifty Only");
  EXPECT_EQ(in_words(p(kMaxPaise), kEn),
            "Rupees Ninety Lakh Seven Thousand One Hundred Ninety-Nine Crore Twenty-Five Lakh "
            "Forty-Seven Thousand Four Hundred Nine and Paise Ninety-One Only");
}

TEST(AmountInWords, InHindi) {
  EXPECT_EQ(in_words(p(123'456'750), kHi), "बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ रुपये और पचास पैसे मात्र");
  EXPECT_EQ(in_words(p(0), kHi), "शून्य रुपये मात्र");
  EXPECT_EQ(in_words(p(101), kHi), "एक रुपया और एक पैसा मात्र");
  EXPECT_EQ(in_words(p(99'99'999'99), kHi),
            "निन्यानवे लाख निन्यानवे हज़ार नौ सौ निन्यानवे रुपये और निन्यानवे पैसे मात्र");
  EXPECT_EQ(in_words(p(-2'00), kHi), "ऋण दो रुपये मात्र");
  EXPECT_EQ(
      in_words(p(kMaxPaise), kHi),
      "नब्बे लाख सात हज़ार एक सौ निन्यानवे करोड़ पच्चीस लाख सैंतालीस हज़ार चार सौ नौ रुपये और इक्यानवे पैसे मात्र");
}

// A second list, of the numbers that are most often confused with each other.
TEST(AmountInWords, HindiKeepsApartWhatSoundsAlike) {
  const std::map<std::uint64_t, std::string> words{
      {29, "उनतीस"},  {39, "उनतालीस"}, {49, "उनचास"},   {59, "उनसठ"},   {69, "उनहत्तर"},
      {79, "उनासी"},  {89, "नवासी"},   {99, "निन्यानवे"}, {31, "इकतीस"},  {41, "इकतालीस"},
      {51, "इक्यावन"}, {61, "इकसठ"},    {71, "इकहत्तर"},  {81, "इक्यासी"}, {91, "इक्यानवे"},
      {33, "तैंतीस"},   {43, "तैंतालीस"},  {53, "तिरपन"},   {63, "तिरसठ"},  {73, "तिहत्तर"},
      {83, "तिरासी"}, {93, "तिरानवे"},  {46, "छियालीस"}, {66, "छियासठ"}, {86, "छियासी"},
      {47, "सैंतालीस"}, {57, "सत्तावन"},  {67, "सड़सठ"},    {77, "सतहत्तर"}, {87, "सत्तासी"},
      {38, "अड़तीस"},  {48, "अड़तालीस"}, {58, "अट्ठावन"},  {68, "अड़सठ"},   {78, "अठहत्तर"},
      {25, "पच्चीस"},  {35, "पैंतीस"},    {45, "पैंतालीस"},  {55, "पचपन"},   {65, "पैंसठ"},
      {24, "चौबीस"},  {44, "चौवालीस"}, {54, "चौवन"},    {64, "चौंसठ"},   {84, "चौरासी"}};
  for (const auto& [number, word] : words) EXPECT_EQ(number_in_words(number, kHi), word);
  std::set<std::string> all;
  for (std::uint64_t i = 0; i < 100; ++i) all.insert(number_in_words(i, kHi));
  EXPECT_EQ(all.size(), 100U);
}

TEST(AmountInWords, ReadsBackAsTheSameNumber) {
  std::mt19937_64 random(11);
  for (const auto language : {kEn, kHi}) {
    for (int i = 0; i < 5'000; ++i) {
      const auto number = (random() % (kMaxPaise / 100)) >> (random() % 47);
      EXPECT_EQ(read_back(number_in_words(number, language), language), number);
    }
  }
}

TEST(Dates, InBothLanguages) {
  EXPECT_EQ(long_date(20'782, kEn), "25 November 2026");
  EXPECT_EQ(long_date(20'782, kHi), "25 नवंबर 2026");
  EXPECT_EQ(short_date(20'782, kEn), "25 Nov 2026");
  EXPECT_EQ(short_date(20'782, kHi), "25 नव. 2026");
  EXPECT_EQ(long_date(0, kEn), "1 January 1970");
  EXPECT_EQ(year_range(2026), "2026-27");
  EXPECT_EQ(year_range(1999), "1999-00");
}

TEST(Dates, AMomentIsShownInItsZone) {
  const auto late = Instant::micros(1'774'981'740'000'000);  // 31 March 2026, 18:29 UTC
  EXPECT_EQ(moment(late, kIndia, kEn), "31 Mar 2026, 23:59 IST");
  EXPECT_EQ(moment(late + minutes(1), kIndia, kEn), "1 Apr 2026, 00:00 IST");
  EXPECT_EQ(moment(late, Zone{minutes(240)}, kEn), "31 Mar 2026, 22:29 +04:00");
}

TEST(Percent, DropsWhatIsZero) {
  EXPECT_EQ(percent(1'800), "18%");
  EXPECT_EQ(percent(250), "2.5%");
  EXPECT_EQ(percent(3'333), "33.33%");
  EXPECT_EQ(percent(5), "0.05%");
  EXPECT_EQ(percent(-50), "-0.5%");
}

TEST(Area, IsRoundedHalfUpOnce) {
  EXPECT_EQ(area(836'127'360, AreaUnit::kSquareYards, kEn), "1,000.00 sq yd");
  EXPECT_EQ(area(92'903'040, AreaUnit::kSquareFeet, kEn), "1,000.00 sq ft");
  EXPECT_EQ(area(1'500'000, AreaUnit::kSquareMetres, kHi), "1.50 वर्ग मी");
  EXPECT_EQ(area(5'000, AreaUnit::kSquareMetres, kEn), "0.01 sq m");
  EXPECT_EQ(area(4'999, AreaUnit::kSquareMetres, kEn), "0.00 sq m");
}

}  // namespace
}  // namespace ledger::paper
