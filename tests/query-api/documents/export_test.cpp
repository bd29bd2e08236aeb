#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "query-api/documents/csv.h"
#include "query-api/documents/xlsx.h"
#include "tests/query-api/documents/samples.h"

namespace ledger::paper {
namespace {

using testing::HasSubstr;

constexpr Instant kCreated = Instant::micros(1'795'595'709'000'000);

TEST(Csv, QuotesWhatNeedsItAndDefusesFormulas) {
  const std::pair<std::string, std::string> cases[] = {
      {"plain", "plain"},
      {"a,b", "\"a,b\""},
      {"a\"b", "\"a\"\"b\""},
      {"a\r\nb", "\"a\r\nb\""},
      {"=1+1", "'=1+1"},
      {"+91 98", "'+91 98"},
      {"-x", "'-x"},
      {"@x", "'@x"},
      {"\tx", "'\tx"},
      {"\r=x", "\"'\r=x\""},
      {"=a,\"b\"", "\"'=a,\"\"b\"\"\""},
      {"a=b", "a=b"},
      {"", ""},
  };
  for (const auto& [text, cell] : cases) EXPECT_EQ(csv_cell(text), cell);
}

TEST(Csv, NumbersAndDatesStayWhatTheyAre) {
  const Table table{"t",
                    {"a", "b", "=c"},
                    {{Money::paise(-5), DateCell{20'782}, std::int64_t{-7}},
                     {Money::paise(kMaxPaise), {}, std::string("-7")}}};
  EXPECT_EQ(csv_of(table), "a,b,'=c\r\n-0.05,2026-11-25,-7\r\n90071992547409.91,,'-7\r\n");
  EXPECT_EQ(csv_of({"t", {"अ"}, {}}, {.byte_order_mark = true}), "\xEF\xBB\xBFअ\r\n");
}

TEST(Csv, DecimalsKeepEveryPaisa) {
  EXPECT_EQ(decimal(Money::paise(0)), "0.00");
  EXPECT_EQ(decimal(Money::paise(7)), "0.07");
  EXPECT_EQ(decimal(Money::paise(-150)), "-1.50");
  EXPECT_EQ(decimal(Money::paise(INT64_MIN)), "-92233720368547758.08");
}

TEST(Csv, AStatementRunsFromOpeningToClosing) {
  const auto statement = test::sample_statement(Language::kEnglish);
  const auto csv = csv_of(table_of(statement));
  EXPECT_THAT(csv, HasSubstr("Value date,Recorded on,Particulars,Reference,Debit,Credit,Balance\r\n"
                             "2026-04-01,,Opening balance,,,,200000.00\r\n"));
  EXPECT_TRUE(csv.ends_with("2026-11-25,,Closing balance,,4240598.25,3840004.00,600594.25\r\n"));
}

TEST(Workbook, TheSameTablesGiveTheSameBytes) {
  const std::vector<Table> sheets{table_of(test::sample_statement(Language::kHindi)),
                                  table_of(test::sample_report(Language::kEnglish))};
  const auto first = xlsx_of(sheets, {"Statement", "Developer", kCreated});
  const auto second = xlsx_of(sheets, {"Statement", "Developer", kCreated});
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, *second);
  EXPECT_TRUE(first->starts_with("PK"));
  EXPECT_NE(*first, *xlsx_of(sheets, {"Statement", "Developer", kCreated + seconds(1)}));
}

TEST(Workbook, SheetNamesAreMadeToFit) {
  const std::string longest(40, 'x');
  const std::vector<Table> sheets{{"a/b", {"h"}, {}},
                                  {"A/B", {"h"}, {}},
                                  {"", {"h"}, {}},
                                  {longest, {"h"}, {}},
                                  {longest, {"h"}, {}},
                                  {"'", {"h"}, {}},
                                  {"खाता विवरण खाता विवरण खाता विवरण खाता", {"h"}, {}}};
  EXPECT_TRUE(xlsx_of(sheets, {"t", "a", kCreated}));
}

TEST(Workbook, WhatExcelCannotHoldIsRefusedByName) {
  const Table wide{"t", {"h"}, {{std::string(32'768, 'x')}}};
  const auto refused = xlsx_of({wide}, {"t", "a", kCreated});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "workbook-too-large");
  Table tall{"t", {"h"}, {}};
  tall.rows.resize(1'048'576);
  EXPECT_EQ(xlsx_of({tall}, {"t", "a", kCreated}).error().reason, "workbook-too-large");
}

}  // namespace
}  // namespace ledger::paper
