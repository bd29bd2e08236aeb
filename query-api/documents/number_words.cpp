#include <array>
#include <string_view>

#include "query-api/documents/words.h"

namespace ledger::paper {
namespace {

using Word = std::string_view;

constexpr std::array<Word, 20> kEnglishSmall{
    "Zero",     "One",     "Two",     "Three",     "Four",     "Five",    "Six",
    "Seven",    "Eight",   "Nine",    "Ten",       "Eleven",   "Twelve",  "Thirteen",
    "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen"};

constexpr std::array<Word, 10> kEnglishTens{"",      "",      "Twenty",  "Thirty", "Forty",
                                            "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"};

// Every number up to 99 has a word of its own; spellings as in the Central Hindi Directorate's list
// of standard numerals.
constexpr std::array<Word, 100> kHindi{
    "शून्य",    "एक",      "दो",     "तीन",     "चार",    "पाँच",     "छह",     "सात",    "आठ",
    "नौ",     "दस",      "ग्यारह",  "बारह",    "तेरह",    "चौदह",    "पंद्रह",   "सोलह",   "सत्रह",
    "अठारह",  "उन्नीस",   "बीस",    "इक्कीस",   "बाईस",   "तेईस",     "चौबीस",  "पच्चीस",  "छब्बीस",
    "सत्ताईस", "अट्ठाईस",  "उनतीस",  "तीस",     "इकतीस",  "बत्तीस",   "तैंतीस",   "चौंतीस",  "पैंतीस",
    "छत्तीस",  "सैंतीस",    "अड़तीस",  "उनतालीस", "चालीस",  "इकतालीस", "बयालीस", "तैंतालीस", "चौवालीस",
    "पैंतालीस", "छियालीस", "सैंतालीस", "अड़तालीस", "उनचास",  "पचास",    "इक्यावन", "बावन",   "तिरपन",
    "चौवन",   "पचपन",    "छप्पन",   "सत्तावन",  "अट्ठावन", "उनसठ",    "साठ",    "इकसठ",   "बासठ",
    "तिरसठ",  "चौंसठ",    "पैंसठ",    "छियासठ",  "सड़सठ",   "अड़सठ",    "उनहत्तर", "सत्तर",   "इकहत्तर",
    "बहत्तर",  "तिहत्तर",  "चौहत्तर", "पचहत्तर",  "छिहत्तर", "सतहत्तर",  "अठहत्तर", "उनासी",  "अस्सी",
    "इक्यासी", "बयासी",   "तिरासी", "चौरासी",  "पचासी",  "छियासी",  "सत्तासी", "अट्ठासी", "नवासी",
    "नब्बे",    "इक्यानवे",  "बानवे",   "तिरानवे",  "चौरानवे", "पचानवे",   "छियानवे", "सत्तानवे", "अट्ठानवे",
    "निन्यानवे"};

struct Scale {
  std::uint64_t size;
  Word english, hindi;
};

// A crore last: what exceeds 99 of them is counted in words of its own.
constexpr std::array<Scale, 4> kScales{{{10'000'000, "Crore", "करोड़"},
                                        {100'000, "Lakh", "लाख"},
                                        {1'000, "Thousand", "हज़ार"},
                                        {100, "Hundred", "सौ"}}};

std::string below_hundred(std::uint64_t number, Language language) {
  if (language == Language::kHindi) return std::string(kHindi[number]);
  if (number < kEnglishSmall.size()) return std::string(kEnglishSmall[number]);
  std::string words(kEnglishTens[number / 10]);
  if (number % 10 != 0) words.append("-").append(kEnglishSmall[number % 10]);
  return words;
}

std::uint64_t magnitude(Money amount) {
  const auto value = static_cast<std::uint64_t>(amount.paise());
  return amount.negative() ? 0 - value : value;
}

std::string english_amount(std::uint64_t whole, std::uint64_t paise) {
  std::string words = "Rupees " + number_in_words(whole, Language::kEnglish);
  if (paise != 0) words += " and Paise " + number_in_words(paise, Language::kEnglish);
  return words + " Only";
}

std::string hindi_amount(std::uint64_t whole, std::uint64_t paise) {
  std::string words = number_in_words(whole, Language::kHindi) + (whole == 1 ? " रुपया" : " रुपये");
  if (paise != 0) {
    words += " और " + number_in_words(paise, Language::kHindi) + (paise == 1 ? " पैसा" : " पैसे");
  }
  return words + " मात्र";
}

}  // namespace

std::string number_in_words(std::uint64_t number, Language language) {
  if (number < 100) return below_hundred(number, language);
  std::string words;
  const auto add = [&words](std::string_view word) {
    words.append(words.empty() ? "" : " ").append(word);
  };
  for (const auto& scale : kScales) {
    if (number < scale.size) continue;
    add(number_in_words(number / scale.size, language));
    add(language == Language::kHindi ? scale.hindi : scale.english);
    number %= scale.size;
  }
  if (number != 0) add(below_hundred(number, language));
  return words;
}

std::string in_words(Money amount, Language language) {
  const auto paise = magnitude(amount);
  if (language == Language::kHindi) {
    return (amount.negative() ? "ऋण " : "") + hindi_amount(paise / 100, paise % 100);
  }
  return (amount.negative() ? "Minus " : "") + english_amount(paise / 100, paise % 100);
}

}  // namespace ledger::paper
