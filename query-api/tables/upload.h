#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.h"

// Tables that people upload, as rows of text: CSV in its many dialects, and XLSX. Nothing here
// knows what a table means.
namespace ledger::tables {

inline constexpr std::size_t kMaxUploadBytes = std::size_t{25} << 20U;
inline constexpr std::size_t kMaxUploadRows = 200'000;  // in all sheets
inline constexpr std::size_t kMaxUploadColumns = 500;
inline constexpr std::size_t kMaxUploadSheets = 50;
inline constexpr std::size_t kMaxUploadCells = 2'000'000;  // empty ones between others count
inline constexpr std::size_t kMaxUploadText = std::size_t{64} << 20U;
inline constexpr std::size_t kMaxCellBytes = 32'768;
// Of a workbook: each part, and all that are read, once unpacked. Reading one takes about ten times
// its largest part in memory.
inline constexpr std::size_t kMaxPartBytes = std::size_t{48} << 20U;
inline constexpr std::size_t kMaxUnpackedBytes = std::size_t{96} << 20U;

// What a workbook says of a cell; everything in a CSV is text.
enum class CellKind : std::uint8_t {
  kText,
  kNumber,  // `text` is the number as the file writes it: "1234.5", "1.2E+11"; shown as a
            // percentage it is kText, "1.5%"
  kDate,    // a number that is shown as a date: `text` is the serial; or an ISO date
  kError,   // "#N/A", "#REF!", …
};

struct UploadCell {
  std::string text;  // trimmed of blanks at both ends, valid UTF-8
  CellKind kind = CellKind::kText;
  bool operator==(const UploadCell&) const = default;
};

struct UploadRow {
  std::uint32_t line = 0;  // of the file (CSV: where the row begins) or the sheet, from 1
  std::vector<UploadCell> cells;
};

struct UploadSheet {
  std::string name;             // empty for CSV
  std::vector<UploadRow> rows;  // rows without any text are left out
  bool from_1904 = false;       // serial dates count from 1904 (Excel for the old Macintosh)
};

struct Upload {
  std::vector<UploadSheet> sheets;  // at least one; hidden sheets are left out
};

// Tells CSV and XLSX apart by the bytes, never by a name.
//   kTooLarge "table-too-large": over one of the limits above, which one is said
//   kInvalid  "table-empty", "table-not-utf8" (with the line), "csv-quote-open" (with the line),
//             "workbook-damaged", "workbook-encrypted", "table-format" (another kind of file; what
//             it is, where it can be told, and what to save it as)
// CSV: UTF-8 with or without byte order mark, UTF-16 with one (Excel's "Unicode text"); comma,
// semicolon, tab or | between cells, whichever makes the rows most alike; CRLF, LF or CR; newlines
// in quotes.
Result<Upload> read_upload(std::string_view bytes);

Result<UploadSheet> read_csv(std::string_view bytes);
Result<Upload> read_xlsx(std::string_view bytes);

}  // namespace ledger::tables
