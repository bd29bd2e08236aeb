#include <random>

#include <gtest/gtest.h>

#include "query-api/documents/csv.h"
#include "query-api/tables/upload.h"

namespace ledger::tables {
namespace {

using Texts = std::vector<std::vector<std::string>>;

Texts texts(const UploadSheet& sheet) {
  Texts to;
  for (const auto& row : sheet.rows) {
    auto& cells = to.emplace_back();
    for (const auto& cell : row.cells) cells.push_back(cell.text);
  }
  return to;
}

std::vector<std::uint32_t> lines(const UploadSheet& sheet) {
  std::vector<std::uint32_t> to;
  for (const auto& row : sheet.rows) to.push_back(row.line);
  return to;
}

std::string reason(std::string_view bytes) {
  const auto read = read_upload(bytes);
  return read ? "" : read.error().reason;
}

TEST(CsvDialects, AreReadAlike) {
  const Texts expected{{"a", "b", "c"}, {"1,00,000", "x", "y z"}};
  const std::string_view same[] = {
      "a,b,c\n\"1,00,000\",x,y z\n",
      "a,b,c\r\n\"1,00,000\",x,y z\r\n",
      "a,b,c\r\"1,00,000\",x,y z",
      "\xEF\xBB\xBF"
      "a,b,c\n\"1,00,000\",x,y z\n",
      "a;b;c\n1,00,000;x;y z\n",
      "a\tb\tc\n1,00,000\tx\ty z\n",
      "a|b|c\n1,00,000|x|y z\n",
      "sep=;\na;b;c\n1,00,000;x;y z\n",
      " a , b ,c\n \"1,00,000\" ,x,  y z  \n",
      "\n\na,b,c\n,,\n\"1,00,000\",x,y z\n\n",
  };
  for (const auto text : same) {
    const auto read = read_csv(text);
    ASSERT_TRUE(read) << text << read.error().message;
    EXPECT_EQ(texts(*read), expected) << text;
  }
}

TEST(CsvDialects, UnicodeTextOfExcelIsConverted) {
  std::string little("\xFF\xFE", 2);
  std::string big("\xFE\xFF", 2);
  for (const char16_t c : std::u16string(u"नाम\tb\n\"₹ 1\"\t😀\n")) {
    little += {static_cast<char>(c & 0xFF), static_cast<char>(c >> 8)};
    big += {static_cast<char>(c >> 8), static_cast<char>(c & 0xFF)};
  }
  const Texts expected{{"नाम", "b"}, {"₹ 1", "😀"}};
  EXPECT_EQ(texts(read_csv(little).value()), expected);
  EXPECT_EQ(texts(read_csv(big).value()), expected);
  EXPECT_EQ(reason(little + "x"), "table-not-utf8");
  EXPECT_EQ(reason(little + std::string("\x00\xD8", 2)), "table-not-utf8");
}

TEST(CsvQuotes, HoldDelimitersQuotesAndNewlines) {
  const auto read = read_csv("a,b\n\"x, \"\"y\"\"\nz\",2\n5\"6,\"q\"r\n").value();
  EXPECT_EQ(texts(read), (Texts{{"a", "b"}, {"x, \"y\"\nz", "2"}, {"5\"6", "qr"}}));
  EXPECT_EQ(lines(read), (std::vector<std::uint32_t>{1, 2, 4}));
}

TEST(CsvQuotes, OneThatNeverClosesIsNamedByItsLine) {
  const auto read = read_csv("a,b\n1,2\n3,\"open\n5,6\n");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason, "csv-quote-open");
  EXPECT_NE(read.error().message.find("line 3"), std::string::npos);
}

TEST(CsvText, ThatIsNotUtf8IsNamedByItsLine) {
  const auto read = read_csv("a,b\nRen\xE9,2\n");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason, "table-not-utf8");
  EXPECT_NE(read.error().message.find("Line 2"), std::string::npos);
  for (const auto* bad :
       {"\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xF0\x80\x80\x80", "\x01"}) {
    EXPECT_EQ(reason(std::string("a,b\n1,") + bad + "\n"), "table-not-utf8") << bad;
  }
}

TEST(Uploads, OfAnotherKindAreToldWhatTheyAre) {
  EXPECT_EQ(reason(""), "table-empty");
  EXPECT_EQ(reason(" \n , ,\n"), "table-empty");
  EXPECT_EQ(reason("%PDF-1.7"), "table-format");
  EXPECT_EQ(reason("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "table-format");
  EXPECT_EQ(reason("<html><table>"), "table-format");
  const auto old = read_upload("\xD0\xCF\x11\xE0");
  EXPECT_NE(old.error().message.find(".xls)"), std::string::npos);
  EXPECT_NE(old.error().message.find("save it as .xlsx"), std::string::npos);
}

TEST(Uploads, PastALimitAreRefusedByName) {
  EXPECT_EQ(reason(std::string(kMaxUploadBytes + 1, 'a')), "table-too-large");
  const std::string head = "a,b\n";
  std::string many = head;
  many.append(kMaxUploadColumns, ',').append("x\n");
  EXPECT_EQ(reason(many), "table-too-large");
  EXPECT_EQ(reason(head + std::string(kMaxCellBytes + 1, 'x') + ",2\n"), "table-too-large");
  std::string rows;
  for (std::size_t i = 0; i <= kMaxUploadRows; ++i) rows += "1,2\n";
  EXPECT_EQ(reason(rows), "table-too-large");
  // Few bytes, many cells: they must not take memory without end.
  std::string wide;
  for (int i = 0; i < 20'000; ++i) wide.append(499, ',').append("x\n");
  EXPECT_EQ(reason(wide), "table-too-large");
  EXPECT_EQ(reason(std::string(kMaxUploadBytes, ',')), "table-too-large");
}

TEST(Csv, WhatWeWriteWeReadBack) {
  std::mt19937 random(3);
  const std::vector<std::string> letters{"a", ",", ";", "\"", "\n", "\t", "|",
                                         "1", "क", "₹", "-",  "=",  " ",  "x"};
  for (int round = 0; round < 300; ++round) {
    paper::Table table{"t", {"first", "second", "third"}, {}};
    Texts expected{{"first", "second", "third"}};
    for (int row = 0; row < 12; ++row) {
      auto& cells = table.rows.emplace_back();
      auto& texts = expected.emplace_back();
      for (int column = 0; column < 3; ++column) {
        std::string text = "v";
        for (auto n = random() % 6; n > 0; --n) text += letters[random() % letters.size()];
        text += "w";
        cells.emplace_back(text);
        texts.push_back(text);
      }
    }
    EXPECT_EQ(texts(read_csv(csv_of(table)).value()), expected);
  }
}

TEST(Csv, AnyBytesAreReadOrRefused) {
  std::mt19937 random(9);
  const std::string letters = ",;\t|\"\n\r ab1\xEF\xBB\xBF\xE0\xA4\x95";
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes;
    for (auto n = random() % 60; n > 0; --n) bytes += letters[random() % letters.size()];
    const auto read = read_upload(bytes);
    if (!read) {
      EXPECT_FALSE(read.error().reason.empty());
      continue;
    }
    for (const auto& row : read->sheets.front().rows) EXPECT_GE(row.line, 1U);
  }
}

}  // namespace
}  // namespace ledger::tables
