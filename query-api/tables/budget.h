#pragma once

#include <string>

#include "query-api/tables/upload.h"

namespace ledger::tables {

inline constexpr const char* kTooMuch =
    "The table is too large: at most 200,000 rows, 2,000,000 cells and 64 MiB of text.";

inline tl::unexpected<Error> too_large(std::string what) {
  return fail(ErrorCode::kTooLarge, "table-too-large", std::move(what));
}

// What one upload may take up once it is read. A workbook can name one text a million times.
class Budget {
 public:
  // False once the row is one too many.
  bool take(const UploadRow& row) {
    cells_ += row.cells.size();
    for (const auto& cell : row.cells) text_ += cell.text.size();
    return ++rows_ <= kMaxUploadRows && cells_ <= kMaxUploadCells && text_ <= kMaxUploadText;
  }

 private:
  std::size_t rows_ = 0, cells_ = 0, text_ = 0;
};

}  // namespace ledger::tables
