#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "query-api/documents/csv.h"
#include "query-api/documents/xlsx.h"
#include "tests/query-api/api_fixture.h"

namespace ledger::test {

// A table as text, cell by cell, to be uploaded as CSV or as a workbook.
struct TextTable {
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> rows;  // of the file: the first stands in row 2

  [[nodiscard]] std::size_t column(const std::string& heading) const {
    return static_cast<std::size_t>(std::ranges::find(headings, heading) - headings.begin());
  }

  std::string& cell(std::size_t row, const std::string& heading) {
    return rows.at(row).at(column(heading));
  }

  [[nodiscard]] std::string csv(const std::string& end = "\r\n") const {
    std::string text = line(headings) + end;
    for (const auto& row : rows) text += line(row) + end;
    return text;
  }

  [[nodiscard]] std::string xlsx() const {
    paper::Table table{"Sheet", headings, {}};
    for (const auto& row : rows) {
      auto& to = table.rows.emplace_back();
      for (const auto& cell : row) to.emplace_back(cell);
    }
    return *paper::xlsx_of({table}, {"Test", "", HandClock::kStart});
  }

 private:
  static std::string line(const std::vector<std::string>& cells) {
    std::string text;
    for (const auto& cell : cells)
      text += (text.empty() && &cell == cells.data() ? "\"" : ",\"") + cell + "\"";
    return text;
  }
};

inline std::string rupees_text(std::int64_t paise) {
  return paper::decimal(Money::paise(paise));
}

// The problems of a preview: "reason@row/column".
inline std::vector<std::string> problems_of(const Answered& answered,
                                            const std::string& severity = "error") {
  std::vector<std::string> to;
  const auto body = answered.json();
  for (const auto& one : body.at("problems")) {
    if (one.at("severity") != severity) continue;
    EXPECT_FALSE(one.at("fix").get<std::string>().empty());
    EXPECT_FALSE(one.at("message").get<std::string>().empty());
    to.push_back(one.at("reason").get<std::string>() + "@" +
                 std::to_string(one.at("row").get<int>()) + "/" +
                 one.at("column").get<std::string>());
  }
  return to;
}

class UploadTest : public ApiTest {
 protected:
  Answered upload(const std::string& path, const std::string& bytes, const std::string& role,
                  Headers extra = {}) {
    auto headers = as(role);
    headers.emplace_back("Content-Type", "application/octet-stream");
    headers.insert(headers.end(), extra.begin(), extra.end());
    return call("POST", path, bytes, std::move(headers));
  }

  // Previews, then confirms with the digest that the preview gave.
  Answered confirm(const std::string& path, const std::string& bytes, const std::string& role,
                   Headers extra = {}) {
    const auto preview = upload(path, bytes, role);
    EXPECT_EQ(preview.status, 200) << preview.body;
    const auto digest = preview.json().at("digest");
    if (!digest.is_string()) return preview;
    return upload(path + (path.find('?') == std::string::npos ? "?" : "&") +
                      "confirm=" + digest.get<std::string>(),
                  bytes, role, std::move(extra));
  }

  Position everything() {
    Position all;
    for (Partition p = 0; p < writers_->count(); ++p)
      all.advance(p, writers_->at(p).head().sequence);
    return all;
  }

  void catch_up() { ASSERT_TRUE(runner_->wait_for(everything(), seconds(30))); }

  Json must(const Answered& answered) {
    EXPECT_LT(answered.status, 300) << answered.body;
    return answered.json();
  }

  Json reconciliation() {
    catch_up();
    return must(get("/v1/finance/reconciliation?project=athi", as("finance")));
  }

  // "cause:id" of each difference.
  std::vector<std::string> differences() {
    std::vector<std::string> to;
    const auto body = reconciliation();
    for (const auto& one : body.at("differences")) {
      EXPECT_FALSE(one.at("hint").get<std::string>().empty());
      to.push_back(one.at("cause").get<std::string>() + ":" + one.at("id").get<std::string>());
    }
    return to;
  }

  void expect_balanced() {
    catch_up();
    const auto balance = must(get("/v1/finance/trial-balance?project=athi", as("finance")));
    EXPECT_EQ(balance.at("sum_paise"), 0);
    const auto check = must(get("/v1/finance/portal-check", as("finance")));
    EXPECT_EQ(check.at("mismatches"), Json::array());
  }
};

}  // namespace ledger::test
