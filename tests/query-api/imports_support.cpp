#include "tests/query-api/imports_support.h"

#include <algorithm>

#include "query-api/documents/csv.h"
#include "query-api/documents/xlsx.h"

namespace ledger::test {
namespace {

std::string line(const std::vector<std::string>& cells) {
  std::string text;
  for (const auto& cell : cells)
    text += (text.empty() && &cell == cells.data() ? "\"" : ",\"") + cell + "\"";
  return text;
}

}  // namespace

std::size_t TextTable::column(const std::string& heading) const {
  return static_cast<std::size_t>(std::ranges::find(headings, heading) - headings.begin());
}

std::string& TextTable::cell(std::size_t row, const std::string& heading) {
  return rows.at(row).at(column(heading));
}

std::string TextTable::csv(const std::string& end) const {
  std::string text = line(headings) + end;
  for (const auto& row : rows) text += line(row) + end;
  return text;
}

std::string TextTable::xlsx() const {
  paper::Table table{"Sheet", headings, {}};
  for (const auto& row : rows) {
    auto& to = table.rows.emplace_back();
    for (const auto& cell : row) to.emplace_back(cell);
  }
  return *paper::xlsx_of({table}, {"Test", "", HandClock::kStart});
}

std::string rupees_text(std::int64_t paise) {
  return paper::decimal(Money::paise(paise));
}

std::vector<std::string> problems_of(const Answered& answered, const std::string& severity) {
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

Answered UploadTest::upload(const std::string& path, const std::string& bytes,
                            const std::string& role, Headers extra) {
  auto headers = as(role);
  headers.emplace_back("Content-Type", "application/octet-stream");
  headers.insert(headers.end(), extra.begin(), extra.end());
  return call("POST", path, bytes, std::move(headers));
}

Answered UploadTest::confirm(const std::string& path, const std::string& bytes,
                             const std::string& role, Headers extra) {
  const auto preview = upload(path, bytes, role);
  EXPECT_EQ(preview.status, 200) << preview.body;
  const auto digest = preview.json().at("digest");
  if (!digest.is_string()) return preview;
  return upload(path + (path.find('?') == std::string::npos ? "?" : "&") +
                    "confirm=" + digest.get<std::string>(),
                bytes, role, std::move(extra));
}

std::string UploadTest::fault_of(const std::string& path, const std::string& bytes,
                                 const std::string& role) {
  const auto answered = upload(path, bytes, role);
  return answered.status == 200 ? problems_of(answered).at(0) : answered.problem();
}

Json UploadTest::reconciliation() {
  catch_up();
  return must(get("/v1/finance/reconciliation?project=athi", as("finance")));
}

std::vector<std::string> UploadTest::differences() {
  std::vector<std::string> to;
  const auto body = reconciliation();
  for (const auto& one : body.at("differences")) {
    EXPECT_FALSE(one.at("hint").get<std::string>().empty());
    to.push_back(one.at("cause").get<std::string>() + ":" + one.at("id").get<std::string>());
  }
  return to;
}

void UploadTest::expect_balanced() {
  catch_up();
  const auto balance = must(get("/v1/finance/trial-balance?project=athi", as("finance")));
  EXPECT_EQ(balance.at("sum_paise"), 0);
  const auto check = must(get("/v1/finance/portal-check", as("finance")));
  EXPECT_EQ(check.at("mismatches"), Json::array());
}

}  // namespace ledger::test
