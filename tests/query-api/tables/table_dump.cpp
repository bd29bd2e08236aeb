#include <fstream>
#include <iostream>

#include "query-api/tables/bookings_import.h"
#include "query-api/tables/cells.h"
#include "query-api/tables/upload.h"

namespace {

using namespace ledger;

// What a cell is to us: "text:…", "money:paise", "date:2026-11-25", "error:…".
std::string told(const tables::UploadCell& cell, bool from_1904) {
  switch (cell.kind) {
    case tables::CellKind::kText:
      return "text:" + cell.text;
    case tables::CellKind::kError:
      return "error:" + cell.text;
    case tables::CellKind::kDate: {
      const auto day = tables::as_date(cell, {.from_1904 = from_1904});
      return day ? "date:" + date_text(*day) : "bad:" + day.error();
    }
    case tables::CellKind::kNumber: {
      const auto money = tables::as_money(cell);
      return money ? "money:" + std::to_string(money->paise()) : "number:" + tables::as_text(cell);
    }
  }
  return "";
}

}  // namespace

// table_dump FILE: how an uploaded table is read, one cell a line: sheet, line, column, what it is.
int main(int count, char** arguments) {
  if (count != 2) return 2;
  std::ifstream in(arguments[1], std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto upload = tables::read_upload(bytes);
  if (!upload) {
    std::cout << "refused\t" << upload.error().reason << "\n";
    return 1;
  }
  for (const auto& sheet : upload->sheets) {
    for (const auto& row : sheet.rows) {
      for (std::size_t column = 0; column < row.cells.size(); ++column) {
        if (row.cells[column].text.empty()) continue;
        std::cout << sheet.name << "\t" << row.line << "\t" << column << "\t"
                  << told(row.cells[column], sheet.from_1904) << "\n";
      }
    }
  }
}
