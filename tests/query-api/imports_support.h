#pragma once

#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "tests/query-api/api_fixture.h"

namespace ledger::test {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A table as text, cell by cell, to be uploaded as CSV or as a workbook.
struct TextTable {
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> rows;  // of the file: the first stands in row 2

  [[nodiscard]] std::size_t column(const std::string& heading) const;
  std::string& cell(std::size_t row, const std::string& heading);
  [[nodiscard]] std::string csv(const std::string& end = "\r\n") const;
  [[nodiscard]] std::string xlsx() const;
};

std::string rupees_text(std::int64_t paise);

// The problems of a preview: "reason@row/column".
std::vector<std::string> problems_of(const Answered& answered,
                                     const std::string& severity = "error");

class UploadTest : public ApiTest {
 protected:
  Answered upload(const std::string& path, const std::string& bytes, const std::string& role,
                  Headers extra = {});

  // Previews, then confirms with the digest that the preview gave.
  Answered confirm(const std::string& path, const std::string& bytes, const std::string& role,
                   Headers extra = {});

  // Of a file that cannot be imported: the first problem of its preview, or why there is none.
  std::string fault_of(const std::string& path, const std::string& bytes, const std::string& role);

  Json reconciliation();
  std::vector<std::string> differences();  // "cause:id" of each
  void expect_balanced();
};

}  // namespace ledger::test
