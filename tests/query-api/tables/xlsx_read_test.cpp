#include <random>

#include <gtest/gtest.h>

#include "query-api/documents/xlsx.h"
#include "query-api/tables/cells.h"
#include "query-api/tables/upload.h"
#include "tests/query-api/tables/workbooks.h"

namespace ledger::tables {
namespace {

using test::Parts;
using test::workbook;
using test::zipped;

UploadSheet sheet_of(const std::string& data, const std::string& strings = "") {
  auto read = read_upload(zipped(workbook(data, strings)));
  if (!read) throw std::runtime_error(read.error().message);
  return read->sheets.at(0);
}

std::string reason(const Parts& parts) {
  const auto read = read_upload(zipped(parts));
  return read ? "" : read.error().reason;
}

TEST(Xlsx, CellsOfEveryKindAreRead) {
  const auto sheet = sheet_of(
      R"(<row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><t> in </t></is></c>)"
      R"(<c r="D2" t="str"><f>A1</f><v>formula</v></c><c r="E2" t="b"><v>1</v></c><c r="F2" t="e"><v>#N/A</v></c></row>)"
      R"(<row><c><v>1234.5</v></c><c s="1"><v>46351</v></c><c s="2"><v>0.015</v></c><c s="3"><v>9.9499999999999993</v></c>)"
      R"(<c t="d"><v>2026-11-25T00:00:00</v></c><c><f>SUM(A1)</f></c></row><row r="9"/>)",
      "<si><t>first</t></si><si><r><t>sec</t></r><r><t>ond</t></r><rPh><t>no</t></rPh></si>");
  EXPECT_EQ(sheet.name, "Sheet1");
  ASSERT_EQ(sheet.rows.size(), 2U);
  EXPECT_EQ(sheet.rows[0].line, 2U);
  EXPECT_EQ(sheet.rows[0].cells,
            (std::vector<UploadCell>{
                {"second"}, {""}, {"in"}, {"formula"}, {"TRUE"}, {"#N/A", CellKind::kError}}));
  EXPECT_EQ(sheet.rows[1].line, 3U);
  EXPECT_EQ(sheet.rows[1].cells, (std::vector<UploadCell>{{"1234.5", CellKind::kNumber},
                                                          {"46351", CellKind::kDate},
                                                          {"1.5%"},
                                                          {"9.9499999999999993", CellKind::kNumber},
                                                          {"2026-11-25T00:00:00", CellKind::kDate},
                                                          {"#FORMULA", CellKind::kError}}));
  EXPECT_EQ(as_money(sheet.rows[1].cells[3]).value(), Money::paise(995));
  EXPECT_EQ(as_date(sheet.rows[1].cells[1]).value(), 46'351 - 25'569);
  EXPECT_NE(as_money(sheet.rows[1].cells[5]).error().find("formula"), std::string::npos);
}

TEST(Xlsx, PrefixesEscapesAndHiddenSheets) {
  auto parts = workbook("");
  parts["xl/workbook.xml"] =
      R"(<x:workbook><x:workbookPr date1904="1"/><x:sheets><x:sheet name="Old" state="hidden" r:id="a"/>)"
      R"(<x:sheet name="A &amp; B" r:id="b"/></x:sheets></x:workbook>)";
  parts["xl/_rels/workbook.xml.rels"] =
      R"(<Relationships><Relationship Id="a" Target="worksheets/none.xml"/><Relationship Id="b" Target="/xl/worksheets/sheet1.xml"/></Relationships>)";
  parts["xl/worksheets/sheet1.xml"] =
      R"(<x:worksheet><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>a_x000D_b_x20B9_ &#8377;&amp;</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>)";
  const auto read = read_upload(zipped(parts));
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->sheets.size(), 1U);
  EXPECT_EQ(read->sheets[0].name, "A & B");
  EXPECT_TRUE(read->sheets[0].from_1904);
  EXPECT_EQ(read->sheets[0].rows.at(0).cells.at(0).text, "a b₹ ₹&");
}

TEST(Xlsx, WhatWeWriteWeReadBack) {
  std::mt19937_64 random(4);
  paper::Table table{"Amounts", {"Amount", "Day", "Text"}, {}};
  for (int i = 0; i < 500; ++i) {
    const auto paise =
        static_cast<std::int64_t>(random() % 1'000'000'000'000'000ULL) >> (random() % 40);
    table.rows.push_back({Money::paise(i % 2 == 0 ? paise : -paise),
                          paper::DateCell{10'000 + i * 20}, "=t" + std::to_string(i)});
  }
  const auto bytes = paper::xlsx_of({table}, {"t", "a", Instant::micros(1)}).value();
  const auto sheet = read_upload(bytes).value().sheets.at(0);
  ASSERT_EQ(sheet.rows.size(), 501U);
  for (std::size_t i = 0; i < 500; ++i) {
    const auto& cells = sheet.rows[i + 1].cells;
    EXPECT_EQ(as_money(cells[0]).value(), std::get<Money>(table.rows[i][0]));
    EXPECT_EQ(as_date(cells[1]).value(), std::get<paper::DateCell>(table.rows[i][1]).day);
    EXPECT_EQ(as_text(cells[2]), std::get<std::string>(table.rows[i][2]));
  }
}

TEST(Xlsx, DamageIsNamed) {
  EXPECT_EQ(read_upload("PK\x03\x04 nothing").error().reason, "workbook-damaged");
  EXPECT_EQ(reason({{"readme.txt", "hello"}}), "table-format");
  EXPECT_EQ(reason(workbook("")), "table-empty");
  EXPECT_EQ(reason(workbook("<row><c><v>1</c></row>")), "workbook-damaged");
  EXPECT_EQ(reason(workbook(R"(<row r="x"><c><v>1</v></c></row>)")), "workbook-damaged");
  EXPECT_EQ(reason(workbook(R"(<row r="0"><c><v>1</v></c></row>)")), "workbook-damaged");
  EXPECT_EQ(reason(workbook(R"(<row><c r="1A"><v>1</v></c></row>)")), "workbook-damaged");
  EXPECT_EQ(reason(workbook("<row><c t=\"inlineStr\"><is><t>\xFF</t></is></c></row>")),
            "workbook-damaged");
  auto parts = workbook("<row><c><v>1</v></c></row>");
  parts.erase("xl/worksheets/sheet1.xml");
  EXPECT_EQ(reason(parts), "workbook-damaged");
  parts.erase("xl/_rels/workbook.xml.rels");
  EXPECT_EQ(reason(parts), "table-format");
}

TEST(Xlsx, AStringThatIsNotThereIsAnError) {
  EXPECT_EQ(sheet_of(R"(<row><c t="s"><v>7</v></c></row>)").rows[0].cells[0].kind,
            CellKind::kError);
}

TEST(Xlsx, EntitiesAreNotExpanded) {
  auto parts = workbook("");
  parts["xl/worksheets/sheet1.xml"] =
      R"(<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>)"
      R"(<worksheet><sheetData><row><c t="inlineStr"><is><t>&b;&f;</t></is></c></row></sheetData></worksheet>)";
  const auto read = read_upload(zipped(parts));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->sheets[0].rows[0].cells[0].text, "&b;&f;");
}

TEST(Xlsx, ABombIsRefusedBeforeItIsHeld) {
  auto parts = workbook("<row><c><v>1</v></c></row>");
  parts["xl/sharedStrings.xml"] = "<sst>" + std::string(kMaxPartBytes + 1, ' ') + "</sst>";
  const auto bytes = zipped(parts);
  EXPECT_LT(bytes.size(), 1'000'000U);
  EXPECT_EQ(read_upload(bytes).error().reason, "table-too-large");
}

TEST(Xlsx, OneTextNamedAMillionTimesIsRefused) {
  std::string data;
  for (int row = 0; row < 3'000; ++row) data += R"(<row><c t="s"><v>0</v></c></row>)";
  EXPECT_EQ(reason(workbook(data, "<si><t>" + std::string(30'000, 'x') + "</t></si>")),
            "table-too-large");
}

TEST(Xlsx, ScatteredCellsTakeNoMoreThanTheyMay) {
  std::string data;
  for (int row = 1; row < 10'000; ++row) {
    const auto no = std::to_string(row);
    data += "<row r=\"" + no + "\"><c r=\"SF" + no + "\"><v>1</v></c></row>";
  }
  EXPECT_EQ(reason(workbook(data)), "table-too-large");
  EXPECT_EQ(reason(workbook(R"(<row><c r="SG1"><v>1</v></c></row>)")), "table-too-large");
  EXPECT_EQ(reason(workbook(R"(<row><c r="XFD1"><v>1</v></c></row>)")), "table-too-large");
}

// Parts with pieces lost, doubled or changed: read or refused, never worse.
TEST(Xlsx, AnyPartMayBeSpoilt) {
  const auto sound = workbook(
      R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>46351</v></c></row><row r="2"><c r="A2"><f>1</f><v>2</v></c></row>)",
      "<si><t>head</t></si>");
  std::mt19937 random(13);
  int read_well = 0;
  for (int i = 0; i < 1'500; ++i) {
    auto parts = sound;
    for (auto& [name, text] : parts) {
      if (random() % 3 != 0 || text.empty()) continue;
      const auto at = random() % text.size();
      const auto length = random() % 12;
      switch (random() % 3) {
        case 0:
          text.erase(at, length);
          break;
        case 1:
          text.insert(at, text.substr(random() % text.size(), length));
          break;
        default:
          text[at] = static_cast<char>(random() % 256);
      }
    }
    const auto read = read_upload(zipped(parts));
    read_well += read ? 1 : 0;
    EXPECT_TRUE(read || !read.error().reason.empty());
  }
  EXPECT_GT(read_well, 50);
}

TEST(Xlsx, AnyByteOfTheArchiveMayBeSpoilt) {
  const auto sound = zipped(workbook(R"(<row r="1"><c r="A1"><v>1</v></c></row>)"));
  std::mt19937 random(17);
  for (int i = 0; i < 5'000; ++i) {
    auto bytes = sound;
    for (auto n = 1 + random() % 4; n > 0; --n)
      bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
    if (random() % 4 == 0) bytes.resize(random() % bytes.size());
    (void)read_upload(bytes);
  }
}

}  // namespace
}  // namespace ledger::tables
