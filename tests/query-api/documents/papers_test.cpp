#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/hash.h"
#include "tests/query-api/documents/pdf_tools.h"
#include "tests/query-api/documents/samples.h"

namespace ledger::test {
namespace {

using namespace ledger::paper;
using testing::HasSubstr;
using testing::Not;

constexpr auto kEn = Language::kEnglish;
constexpr auto kHi = Language::kHindi;

std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

template <class Sample>
std::string english(const Sample& sample) {
  return single_spaced(pdf_text(pdf_of(sample(kEn)).value()));
}

template <class Sample>
std::string hindi(const Sample& sample) {
  return squeezed(pdf_text(pdf_of(sample(kHi)).value()));
}

TEST(Papers, TheSameInputGivesTheSameBytesInAnyProcess) {
  const auto first = sample_pdfs();
  const auto second = sample_pdfs();
  const auto folder = std::filesystem::path(testing::TempDir()) / "papers-of-another-process";
  std::filesystem::remove_all(folder);
  ASSERT_EQ(std::system((std::string(PAPER_SAMPLES) + " " + folder.string()).c_str()), 0);
  ASSERT_GE(first.size(), 26U);
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(sha256(first[i].bytes), sha256(second[i].bytes)) << first[i].name;
    const auto elsewhere = text_of_file(folder / (first[i].name + ".pdf"));
    EXPECT_EQ(sha256(first[i].bytes), sha256(elsewhere)) << first[i].name;
  }
}

TEST(Papers, AreDrawnFromManyThreadsAlike) {
  const auto expected = pdf_of(sample_statement(kHi)).value();
  std::vector<std::string> made(8);
  std::vector<std::thread> threads;
  for (auto& one : made) {
    threads.emplace_back([&one] { one = pdf_of(sample_statement(kHi)).value(); });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& one : made) EXPECT_EQ(sha256(one), sha256(expected));
}

TEST(Papers, EmbedEveryFont) {
  for (const auto& sample : sample_pdfs()) {
    std::istringstream fonts(pdf_fonts(sample.bytes));
    std::string line;
    std::getline(fonts, line);
    const auto column = line.find("emb");
    std::getline(fonts, line);
    int count = 0;
    for (; std::getline(fonts, line); ++count) {
      EXPECT_EQ(line.substr(column, 3), "yes") << sample.name << ": " << line;
      EXPECT_THAT(line, HasSubstr("+NotoSans"));
    }
    EXPECT_GE(count, 2) << sample.name;
  }
}

// The words of every paper. To accept a change: PLOTLEDGER_UPDATE_GOLDEN=1, then look at the
// pictures.
TEST(Papers, SayWhatTheyAlwaysSaid) {
  for (const auto& sample : sample_pdfs()) {
    const auto path = std::filesystem::path(PAPER_GOLDEN) / (sample.name + ".txt");
    std::string text;
    std::istringstream lines(pdf_text(sample.bytes));
    for (std::string line; std::getline(lines, line);) {
      const auto bare = squeezed(line);
      if (!bare.empty()) text += bare + "\n";
    }
    if (std::getenv("PLOTLEDGER_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
    EXPECT_EQ(text, text_of_file(path)) << sample.name;
  }
}

TEST(Papers, AllApplicantsAreNamedWithTheirShares) {
  for (const auto& text :
       {english(sample_receipt), english(sample_invoice), english(sample_demand)}) {
    EXPECT_THAT(text, HasSubstr("Kshitij Deshpande (share 60%)"));
    EXPECT_THAT(squeezed(text), HasSubstr(squeezed("क्षितिजा देशपांडे (share 40%)")));
  }
}

TEST(ReceiptPaper, ShowsNumberAmountAndWords) {
  const auto text = english(sample_receipt);
  EXPECT_THAT(text, HasSubstr("R/2627/AKR/00001"));
  EXPECT_THAT(text, HasSubstr("₹12,34,567.50"));
  EXPECT_THAT(text,
              HasSubstr("Rupees Twelve Lakh Thirty-Four Thousand Five Hundred Sixty-Seven and "
                        "Paise Fifty Only"));
  EXPECT_THAT(text, HasSubstr("HDFCN52026112512345678"));
  const auto in_hindi = hindi(sample_receipt);
  EXPECT_THAT(in_hindi, HasSubstr("₹12,34,567.50"));
  EXPECT_THAT(in_hindi, HasSubstr(squeezed("बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ रुपये और पचास पैसे मात्र")));
}

TEST(ReceiptPaper, IsRefusedWhenItsPartsAreNotTheAmount) {
  auto receipt = sample_receipt(kEn);
  receipt.credit = receipt.credit + Money::paise(1);
  const auto refused = pdf_of(receipt);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "paper-does-not-add");
  EXPECT_THAT(refused.error().message, HasSubstr("₹12,34,567.51"));
}

TEST(ReceiptPaper, SaysThatItIsVoidAndWhy) {
  auto receipt = sample_receipt(kEn);
  receipt.paper.mark = Mark::kVoid;
  receipt.paper.mark_reason = "the cheque was returned unpaid";
  const auto text = single_spaced(pdf_text(pdf_of(receipt).value()));
  EXPECT_THAT(text, HasSubstr("VOID: the cheque was returned unpaid"));
  receipt.paper.mark = Mark::kDuplicate;
  const auto duplicate = single_spaced(pdf_text(pdf_of(receipt).value()));
  EXPECT_THAT(duplicate, Not(HasSubstr("VOID")));
}

TEST(GstPapers, HoldWhatTheRulesAskFor) {
  for (const auto& text : {english(sample_voucher), english(sample_invoice),
                           english(sample_credit_note), english(sample_refund_voucher)}) {
    for (const auto* part :
         {"Sahyadri Land Developers LLP", "27AAPFU0939F1ZV", "25 November 2026", "Maharashtra (27)",
          "18%", "9972", "Authorised signatory", "for your CA, not a filing"}) {
      EXPECT_THAT(text, HasSubstr(part));
    }
  }
  EXPECT_THAT(english(sample_voucher), HasSubstr("54,670.00 18% 4,920.30 4,920.30 64,510.60"));
  EXPECT_THAT(english(sample_voucher), HasSubstr("Tax on reverse charge"));
  EXPECT_THAT(english(sample_refund_voucher), HasSubstr("V/2627/AKR/00007 of 16 October 2026"));
  EXPECT_THAT(english(sample_credit_note), HasSubstr("I/2627/AKR/00003 of 15 November 2026"));
  const auto invoice = english(sample_invoice);
  EXPECT_THAT(invoice, HasSubstr("27ABCDE1234F1Z5"));
  EXPECT_THAT(invoice, HasSubstr("Original for recipient"));
  EXPECT_THAT(invoice, HasSubstr("Land 39,00,000.00 non-GST – – 39,00,000.00"));
  EXPECT_THAT(invoice, HasSubstr("Round off 0.01"));
  EXPECT_THAT(invoice, HasSubstr("Balance payable 39,28,320.40"));
}

TEST(GstPapers, ShowIgstWhereItIsCharged) {
  auto voucher = sample_voucher(kEn);
  voucher.lines = {
      {"amenities", "9972", Money::paise(1'000'000), 0, 0, 1'800, {}, {}, Money::paise(180'000)}};
  const auto text = single_spaced(pdf_text(pdf_of(voucher).value()));
  EXPECT_THAT(text, HasSubstr("IGST"));
  EXPECT_THAT(text, Not(HasSubstr("CGST")));
  EXPECT_THAT(text, HasSubstr("₹11,800.00"));
}

TEST(DemandPaper, SumsWhatIsOpenAndNamesNoBank) {
  const auto letter = sample_demand(kEn);
  EXPECT_EQ(to_pay(letter), Money::paise(175'199'726));
  EXPECT_EQ(to_pay(letter, DemandPart::kEarlier), Money::paise(15'000'000));
  const auto text = english(sample_demand);
  EXPECT_THAT(text, HasSubstr("₹17,51,997.26"));
  EXPECT_THAT(text, HasSubstr("10 December 2026"));
  EXPECT_THAT(text, HasSubstr("https://plots.example/me/pay"));
  for (const auto* word : {"IFSC", "A/c", "account no", "Account no"})
    EXPECT_THAT(text, Not(HasSubstr(word)));
}

TEST(StatementPaper, EndsWhereItsLinesLead) {
  const auto statement = sample_statement(kEn);
  EXPECT_EQ(closing_of(statement), Money::paise(60'059'425));
  const auto pdf = pdf_of(statement).value();
  EXPECT_EQ(pdf_pages(pdf), 2);
  const auto text = single_spaced(pdf_text(pdf));
  EXPECT_THAT(text, HasSubstr("Closing balance 42,40,598.25 38,40,004.00 6,00,594.25"));
  EXPECT_THAT(text, HasSubstr("Reversal (correction)"));
  // Column headings and page numbers stand on both pages.
  EXPECT_EQ(pdf_text(pdf).find("Recorded on") != pdf_text(pdf).rfind("Recorded on"), true);
  EXPECT_THAT(text, HasSubstr("Page 2 of 2"));
}

TEST(StatementPaper, WithoutMovementSaysSo) {
  auto statement = sample_statement(kEn);
  statement.lines.clear();
  statement.ageing.reset();
  EXPECT_EQ(closing_of(statement), statement.opening);
  EXPECT_THAT(single_spaced(pdf_text(pdf_of(statement).value())),
              HasSubstr("No movement in this period."));
}

TEST(FyReportPaper, HasTwelveMonthsOfTheIndianYear) {
  const auto text = english(sample_report);
  for (const auto* month : {"April 2026", "December 2026", "January 2027", "March 2027"}) {
    EXPECT_THAT(text, HasSubstr(month));
  }
  EXPECT_THAT(text, HasSubstr("Total 28,00,000.00 27,000.00 1,997.26 50,000.00 27,78,997.26"));
  EXPECT_THAT(text, HasSubstr("Outstanding on 31 March 2027"));
}

TEST(CommissionPaper, PaysOutWhatWasAccrued) {
  EXPECT_EQ(payable_of(sample_commission(kEn)), Money());
  const auto text = english(sample_commission);
  EXPECT_THAT(text, HasSubstr("Lakshmi Realty"));
  EXPECT_THAT(text, HasSubstr("clawed back"));
  EXPECT_THAT(text, Not(HasSubstr("Deshpande")));
}

}  // namespace
}  // namespace ledger::test
