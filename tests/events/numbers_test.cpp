#include "events/numbers.h"

#include <set>
#include <stdexcept>
#include <utility>

#include <gtest/gtest.h>

namespace ledger {
namespace {

constexpr std::string_view kSymbols = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

TEST(BookingIds, AreWrittenForTheTelephone) {
  const auto id = booking_id("AKR", 2026, 4217).str();
  EXPECT_EQ(id.substr(0, 14), "AKR-26-004217-");
  EXPECT_EQ(id.size(), 15U);
  EXPECT_EQ(std::string("0O1IL").find(id.back()), std::string::npos);
}

TEST(BookingIds, TheCheckLetterFollowsTheWrittenFormula) {
  // Σ vk · 3^k mod 31 by hand for AAA-00-000001: only v11 = 1, 3^11 mod 31 = 13, the 14th letter.
  EXPECT_EQ(booking_id("AAA", 2000, 1).str(), "AAA-00-000001-F");
}

TEST(BookingIds, AreFoundHoweverTheyAreTyped) {
  const auto id = booking_id("AKR", 2026, 4217);
  std::string plain;
  std::string lower;
  for (const char c : id.str()) {
    if (c != '-') plain.push_back(c);
    lower.push_back(static_cast<char>(std::tolower(c)));
  }
  EXPECT_EQ(parse_booking_id(id.str()), id);
  EXPECT_EQ(parse_booking_id(plain), id);
  EXPECT_EQ(parse_booking_id(lower), id);
  EXPECT_EQ(parse_booking_id(" " + lower + " "), id);
  EXPECT_FALSE(parse_booking_id(""));
  EXPECT_FALSE(parse_booking_id("AKR-26-004217"));
  EXPECT_FALSE(parse_booking_id(std::string(100, '-')));
}

TEST(BookingIds, EveryWrongSymbolIsNoticed) {
  for (const auto count : {1U, 4217U, 98'765U, 999'999U}) {
    const auto id = booking_id("ZLO", 2031, count).str();
    for (std::size_t at = 0; at < id.size(); ++at) {
      if (id[at] == '-') continue;
      for (const char symbol : kSymbols) {
        auto wrong = id;
        wrong[at] = symbol;
        EXPECT_EQ(parse_booking_id(wrong).has_value(), wrong == id) << wrong;
      }
    }
  }
}

TEST(BookingIds, EveryExchangeOfNeighboursIsNoticed) {
  for (std::uint32_t count = 1; count < 200'000; count += 7) {
    auto plain = booking_id("KAR", 2027, count).str();
    std::erase(plain, '-');
    for (std::size_t at = 0; at + 1 < plain.size(); ++at) {
      auto wrong = plain;
      std::swap(wrong[at], wrong[at + 1]);
      ASSERT_EQ(parse_booking_id(wrong).has_value(), wrong == plain) << plain << " " << wrong;
    }
  }
}

TEST(BookingIds, EndAfterAMillion) {
  EXPECT_NO_THROW(booking_id("AKR", 2026, 999'999));
  EXPECT_THROW(booking_id("AKR", 2026, 1'000'000), std::length_error);
  EXPECT_THROW(booking_id("AKR", 2026, 0), std::length_error);
  EXPECT_THROW(booking_id("akr", 2026, 1), std::invalid_argument);
}

TEST(DocumentNumbers, NameKindYearProjectAndSerial) {
  EXPECT_EQ(document_number('R', 2026, "AKR", 1), "R/2627/AKR/00001");
  EXPECT_EQ(document_number('V', 2099, "AKR", 42), "V/9900/AKR/00042");
}

TEST(DocumentNumbers, OpenANewSeriesPast99999) {
  EXPECT_EQ(document_number('R', 2026, "AKR", 99'999), "R/2627/AKR/99999");
  EXPECT_EQ(document_number('R', 2026, "AKR", 100'000), "RA2627/AKR/00001");
  EXPECT_EQ(document_number('R', 2026, "AKR", 2 * 99'999), "RA2627/AKR/99999");
  EXPECT_EQ(document_number('R', 2026, "AKR", 2 * 99'999 + 1), "RB2627/AKR/00001");
  EXPECT_EQ(document_number('R', 2026, "AKR", 27 * 99'999), "RZ2627/AKR/99999");
  EXPECT_THROW(document_number('R', 2026, "AKR", 27 * 99'999 + 1), std::length_error);
  EXPECT_THROW(document_number('R', 2026, "AKR", 0), std::length_error);
}

TEST(DocumentNumbers, AreUniqueShortAndOfPlainSymbols) {
  std::set<std::string> seen;
  for (std::uint32_t serial = 1; serial <= 27 * 99'999; serial += 37) {
    const auto number = document_number('R', 2026, "AKR", serial);
    EXPECT_LE(number.size(), 16U);
    EXPECT_EQ(number.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-"),
              std::string::npos);
    EXPECT_TRUE(seen.insert(number).second) << number;
  }
}

}  // namespace
}  // namespace ledger
