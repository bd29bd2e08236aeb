#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "query-api/documents/sheet.h"
#include "tests/query-api/documents/pdf_tools.h"
#include "tests/query-api/documents/samples.h"

// Papers of input that nobody expects.
namespace ledger::test {
namespace {

using namespace ledger::paper;
using testing::HasSubstr;

constexpr auto kEn = Language::kEnglish;

TEST(PaperLimits, AnEmptyPaperIsStillAPaper) {
  Receipt receipt;
  const auto pdf = pdf_of(receipt);
  ASSERT_TRUE(pdf);
  EXPECT_EQ(pdf_pages(*pdf), 1);
}

TEST(PaperLimits, AThousandLinesKeepTheirOrderOverThePages) {
  auto statement = sample_statement(kEn);
  statement.lines.clear();
  for (int i = 0; i < 1'000; ++i) {
    statement.lines.push_back({kPaperDay,
                               kPaperDay,
                               "payment",
                               "",
                               "REF" + std::to_string(10'000 + i),
                               {},
                               Money::paise(100)});
  }
  const auto pdf = pdf_of(statement).value();
  EXPECT_GT(pdf_pages(pdf), 20);
  const auto text = pdf_text(pdf);
  std::size_t at = 0;
  for (int i = 0; i < 1'000; ++i) {
    at = text.find("REF" + std::to_string(10'000 + i), at);
    ASSERT_NE(at, std::string::npos) << i;
  }
}

TEST(PaperLimits, ARowTallerThanAPageIsSplitAndNothingIsLost) {
  auto statement = sample_statement(kEn);
  statement.lines.resize(1);
  statement.lines[0].what = "START";
  for (int i = 0; i < 3'000; ++i) statement.lines[0].detail += "word" + std::to_string(i) + " ";
  const auto pdf = pdf_of(statement).value();
  EXPECT_GT(pdf_pages(pdf), 2);
  const auto text = pdf_text(pdf);
  for (const auto* word : {"START", "word0 ", "word1500", "word2999"})
    EXPECT_THAT(text, HasSubstr(word));
}

TEST(PaperLimits, ALongParagraphFlowsOverPages) {
  auto letter = sample_allotment(kEn);
  letter.body.clear();
  Block block;
  std::string words;
  for (int i = 0; i < 6'000; ++i) words += "w" + std::to_string(i) + " ";
  block.runs = {{words}};
  letter.body = {block, block};
  const auto pdf = pdf_of(letter).value();
  EXPECT_GT(pdf_pages(pdf), 8);
  const auto text = pdf_text(pdf);
  for (const auto* word : {"w0 ", "w2999", "w5999"}) {
    EXPECT_NE(text.find(word), text.rfind(word)) << word;
  }
}

TEST(PaperLimits, TheLargestAmountsStayOnOneLine) {
  auto statement = sample_statement(kEn);
  statement.opening = Money::paise(-kMaxPaise);
  statement.lines.resize(1);
  statement.lines[0].debit = Money::paise(kMaxPaise);
  const auto text = pdf_text(pdf_of(statement).value());
  EXPECT_THAT(text, HasSubstr("-9,00,71,99,25,47,409.91"));
  auto receipt = sample_receipt(kEn);
  receipt.amount = receipt.credit = Money::paise(kMaxPaise);
  receipt.applied.clear();
  EXPECT_THAT(pdf_text(pdf_of(receipt).value()), HasSubstr("₹9,00,71,99,25,47,409.91"));
}

TEST(PaperLimits, TwelveApplicantsInTwelveScriptsAreAllNamed) {
  auto receipt = sample_receipt(kEn);
  receipt.text.clear();
  const std::vector<std::string> names{"অনিল", "અનિલ", "ਅਨਿਲ", "ಅನಿಲ್",  "അനിൽ",   "ଅନିଲ",
                                       "அனில்", "అనిల్",  "अनिल", "Anil", "Élodie", "Łukasz"};
  receipt.paper.booking.applicants.clear();
  for (const auto& name : names) receipt.paper.booking.applicants.push_back({name, 833});
  const auto pdf = pdf_of(receipt).value();
  const auto fonts = pdf_fonts(pdf);
  for (const auto* script : {"Bengali", "Gujarati", "Gurmukhi", "Kannada", "Malayalam", "Oriya",
                             "Tamil", "Telugu", "Devanagari"}) {
    EXPECT_THAT(fonts, HasSubstr(std::string("NotoSans") + script));
  }
}

TEST(PaperLimits, BytesThatAreNotTextAreShownAsSuchAndMarkupIsNotRead) {
  auto receipt = sample_receipt(kEn);
  receipt.reference = "a\xFF\xFE<b>x</b> & y {{amount}} **z**";
  const auto text = single_spaced(pdf_text(pdf_of(receipt).value()));
  EXPECT_THAT(text, HasSubstr("<b>x</b> & y {{amount}} **z**"));
}

TEST(PaperLimits, AVerifyUrlMayHoldAnything) {
  auto receipt = sample_receipt(kEn);
  receipt.paper.verify_url = "https://plots.example/v?c='\\()<>%20&" + std::string(400, 'x');
  EXPECT_TRUE(pdf_of(receipt));
  receipt.paper.verify_url = std::string(5'000, 'x');  // more than a QR code holds
  EXPECT_TRUE(pdf_of(receipt));
}

TEST(QrCode, HoldsAtMostWhatACodeCan) {
  EXPECT_EQ(qr_code("").side, 0);
  EXPECT_EQ(qr_code(std::string(2'332, 'x')).side, 0);
  EXPECT_EQ(qr_code(std::string(2'331, 'x')).side, 177);
  const auto code = qr_code("https://plots.example");
  EXPECT_EQ(code.side % 4, 1);
  for (int i = 0; i < 7; ++i) EXPECT_TRUE(code.at(0, i) && code.at(i, 0)) << "no finder pattern";
}

}  // namespace
}  // namespace ledger::test
