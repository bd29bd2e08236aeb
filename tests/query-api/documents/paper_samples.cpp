#include <filesystem>
#include <fstream>
#include <iostream>

#include "query-api/documents/csv.h"
#include "query-api/documents/xlsx.h"
#include "tests/query-api/documents/samples.h"

namespace {

using namespace ledger;

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

// Paise as text beside the same as an amount, from one paisa to the largest.
paper::Table amounts() {
  paper::Table table{"Amounts", {"Paise", "Amount", "Text"}, {}};
  std::int64_t paise = 1;
  for (int i = 0; i < 16; ++i, paise = paise * 10 + i % 10) {
    for (const auto value : {paise, -paise}) {
      table.rows.push_back({std::to_string(value), Money::paise(value), std::string("=1+1")});
    }
  }
  table.rows.push_back({std::to_string(kMaxPaise), Money::paise(kMaxPaise), std::string()});
  return table;
}

void write_tables(const std::filesystem::path& folder) {
  const paper::WorkbookInfo info{"Sample", "Sample",
                                 test::sample_paper(paper::Language::kEnglish, "").recorded_at};
  for (const auto language : {paper::Language::kEnglish, paper::Language::kHindi}) {
    const std::string suffix = language == paper::Language::kHindi ? ".hi" : ".en";
    const auto statement = table_of(test::sample_statement(language));
    write(folder / ("statement" + suffix + ".csv"), csv_of(statement));
    write(folder / ("statement" + suffix + ".xlsx"), xlsx_of({statement}, info).value());
    write(folder / ("fy-report" + suffix + ".xlsx"),
          xlsx_of({table_of(test::sample_report(language))}, info).value());
  }
  write(folder / "amounts.xlsx", xlsx_of({amounts()}, info).value());
}

}  // namespace

// paper_samples FOLDER: writes every sample paper, as receipt.en.pdf and so on.
int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: paper_samples FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = arguments[1];
  std::filesystem::create_directories(folder);
  for (const auto& sample : ledger::test::sample_pdfs()) {
    write(folder / (sample.name + ".pdf"), sample.bytes);
  }
  write_tables(folder);
}
