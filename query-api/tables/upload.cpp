#include "query-api/tables/upload.h"

namespace ledger::tables {
namespace {

struct Signature {
  std::string_view start;
  std::string_view what;
};

constexpr Signature kOthers[] = {
    {"\xD0\xCF\x11\xE0", "an Excel 97-2003 workbook (.xls) or a workbook with a password"},
    {"%PDF", "a PDF"},
    {"<html", "a web page with the ending of a table"},
    {"<HTML", "a web page with the ending of a table"},
    {"<!DOCTYPE", "a web page with the ending of a table"},
    {"<?xml", "an XML file"},
    {"{\\rtf", "a text document"},
    {"\x89PNG", "a picture"},
    {"\xFF\xD8\xFF", "a picture"},
    {"\x1F\x8B", "a compressed file"},
};

}  // namespace

Result<Upload> read_upload(std::string_view bytes) {
  if (bytes.size() > kMaxUploadBytes) {
    return fail(ErrorCode::kTooLarge, "table-too-large", "A table may have at most 25 MiB.");
  }
  if (bytes.starts_with("PK\x03\x04")) return read_xlsx(bytes);
  for (const auto& other : kOthers) {
    if (!bytes.starts_with(other.start)) continue;
    return fail(ErrorCode::kInvalid, "table-format",
                "This is " + std::string(other.what) +
                    ". Open it in a spreadsheet and save it as .xlsx or as CSV (UTF-8).");
  }
  auto sheet = read_csv(bytes);
  if (!sheet) return fail(sheet.error());
  Upload upload;
  upload.sheets.push_back(std::move(*sheet));
  return upload;
}

}  // namespace ledger::tables
