#include "query-api/documents/texts.h"

#include <set>

#include <gtest/gtest.h>

#include "query-api/documents/names.h"

namespace ledger::paper {
namespace {

std::multiset<char> holes(std::string_view text) {
  std::multiset<char> to;
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    EXPECT_EQ(text.at(at + 2), '}');
    to.insert(text.at(at + 1));
  }
  return to;
}

bool has_devanagari(std::string_view text) {
  return text.find("\xE0\xA4") != std::string_view::npos ||
         text.find("\xE0\xA5") != std::string_view::npos;
}

TEST(Texts, EveryOneIsThereInBothLanguagesWithTheSameHoles) {
  EXPECT_GT(sayings().size(), 100U);
  for (const auto& saying : sayings()) {
    EXPECT_FALSE(saying.english.empty());
    EXPECT_TRUE(has_devanagari(saying.hindi)) << saying.english;
    EXPECT_FALSE(has_devanagari(saying.english)) << saying.english;
    EXPECT_EQ(holes(saying.english), holes(saying.hindi)) << saying.english;
  }
}

TEST(Texts, AreFilledInByPlace) {
  EXPECT_EQ(say(Text::kPageOf, Language::kEnglish, {"1", "3"}), "Page 1 of 3");
  EXPECT_EQ(say(Text::kPageOf, Language::kHindi, {"1", "3"}), "पृष्ठ 1 / 3");
  // What is filled in is not looked at again.
  EXPECT_EQ(say(Text::kForIssuer, Language::kEnglish, {"{0} & Co"}), "For {0} & Co");
}

TEST(Names, OfKnownKeysAreTranslatedAndOthersStayAsTheyAre) {
  EXPECT_EQ(mode_name("neft", Language::kEnglish), "NEFT");
  EXPECT_EQ(mode_name("cash", Language::kHindi), "नक़द");
  EXPECT_EQ(head_name("land", Language::kHindi), "भूमि");
  EXPECT_EQ(installment_name("Third slab", Language::kHindi), "Third slab");
  EXPECT_EQ(entry_name("refund", Language::kEnglish), "Refund");
}

}  // namespace
}  // namespace ledger::paper
