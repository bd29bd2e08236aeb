#include "query-api/tables/upload.h"
#include "tests/query-api/imports_support.h"
#include "tests/query-api/tables/workbooks.h"

// Files that were made to harm, or broken on their way: the same for every kind of table.
namespace ledger::test {
namespace {

constexpr const char* kPaths[] = {"/imports/bookings", "/prices/sheet", "/settlements/file",
                                  "/bank/file"};

}  // namespace

class UploadedFiles : public UploadTest {
 protected:
  UploadedFiles() { open_project("athi", "AKR", 2); }

  // Every kind of table refuses the file in the same way, and nothing is recorded.
  void expect_refused(const std::string& bytes, int status, const std::string& problem) {
    const auto before = log_.end(1);
    for (const auto* path : kPaths) {
      const auto answered = upload(std::string("/v1/projects/athi") + path, bytes, "admin");
      EXPECT_EQ(answered.status, status) << path << answered.body;
      EXPECT_EQ(answered.problem(), problem) << path;
      EXPECT_FALSE(answered.json().at("detail").get<std::string>().empty());
      EXPECT_EQ(get("/problems/" + problem).status, 200);
    }
    EXPECT_EQ(log_.end(1), before);
  }
};

TEST_F(UploadedFiles, OneThatUnpacksTooFarIsRefused) {
  auto parts = workbook("");
  parts["xl/sharedStrings.xml"] = "<sst>" + std::string(tables::kMaxPartBytes + 1, ' ') + "</sst>";
  const auto bomb = zipped(parts);
  EXPECT_LT(bomb.size(), 1'000'000U);
  expect_refused(bomb, 413, "table-too-large");
}

TEST_F(UploadedFiles, OneThatIsTooLongIsRefused) {
  expect_refused(std::string(tables::kMaxUploadBytes + 1, 'a'), 413, "table-too-large");
}

TEST_F(UploadedFiles, ABrokenWorkbookIsRefused) {
  auto bytes = zipped(workbook("<row/>"));
  bytes.resize(bytes.size() / 2);
  expect_refused(bytes, 400, "workbook-damaged");
}

TEST_F(UploadedFiles, OtherKindsOfFilesAreRefused) {
  expect_refused("", 400, "table-empty");
  expect_refused("\xEF\xBB\xBF\r\n", 400, "table-empty");
  expect_refused("%PDF-1.7 …", 400, "table-format");
  expect_refused("Plot,Price\r\n\xFF\xFE\xFA,1\r\n", 400, "table-not-utf8");
  expect_refused("Plot,Price\r\n\"1,2\r\n", 400, "csv-quote-open");
}

TEST_F(UploadedFiles, AFormulaWithoutAValueIsNamedWithItsCell) {
  const auto text = [](const std::string& value) {
    return "<c t=\"inlineStr\"><is><t>" + value + "</t></is></c>";
  };
  const auto sheet = zipped(workbook("<row>" + text("Plot no") + text("Land price") +
                                     "</row><row>" + text("1") + "<c><f>2*100000</f></c></row>"));
  const auto preview = upload("/v1/projects/athi/prices/sheet", sheet, "admin");
  ASSERT_EQ(preview.status, 200) << preview.body;
  EXPECT_THAT(problems_of(preview), Contains("cell-unreadable@2/Land price")) << preview.body;
  const auto valued =
      zipped(workbook("<row>" + text("Plot no") + text("Land price") + "</row><row>" + text("1") +
                      "<c><f>2*100000</f><v>200000</v></c></row>"));
  const auto good = upload("/v1/projects/athi/prices/sheet", valued, "admin");
  EXPECT_EQ(good.json().at("changed")[0].at("after_paise"), 200'000'00) << good.body;
}

TEST_F(UploadedFiles, ByteOrderMarksAndLineEndsMakeNoDifference) {
  const TextTable sheet{{"Plot no", "Land price"}, {{"1", "2,00,000"}, {"2", "\xE2\x82\xB9 5.50"}}};
  std::vector<Json> seen;
  for (const auto& bytes : {sheet.csv("\r\n"), sheet.csv("\n"), sheet.csv("\r"),
                            "\xEF\xBB\xBF" + sheet.csv(), sheet.xlsx()}) {
    const auto preview = upload("/v1/projects/athi/prices/sheet", bytes, "admin");
    EXPECT_EQ(problems_of(preview).size(), 0U) << preview.body;
    seen.push_back(preview.json().at("changed"));
  }
  EXPECT_EQ(seen[0][1].at("after_paise"), 550);
  for (const auto& changed : seen) EXPECT_EQ(changed, seen[0]);
}

}  // namespace ledger::test
