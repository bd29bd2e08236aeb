#include "tests/query-api/tables/workbooks.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <unistd.h>
#include <zip.h>

namespace ledger::test {

std::string zipped(const Parts& parts) {
  static int count = 0;
  const auto path = std::filesystem::temp_directory_path() /
                    ("workbook-" + std::to_string(getpid()) + "-" + std::to_string(++count));
  int error = 0;
  auto* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (archive == nullptr) throw std::runtime_error("cannot make an archive");
  for (const auto& [name, text] : parts) {
    auto* source = zip_source_buffer(archive, text.data(), text.size(), 0);
    if (zip_file_add(archive, name.c_str(), source, ZIP_FL_OVERWRITE) < 0) {
      throw std::runtime_error("cannot add " + name);
    }
  }
  if (zip_close(archive) != 0) throw std::runtime_error("cannot write an archive");
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::filesystem::remove(path);
  return bytes;
}

Parts workbook(const std::string& sheet_data, const std::string& shared_strings) {
  Parts parts;
  parts["xl/workbook.xml"] =
      R"(<?xml version="1.0"?><workbook xmlns:r="r"><sheets><sheet name="Sheet1" r:id="rId1"/></sheets></workbook>)";
  parts["xl/_rels/workbook.xml.rels"] =
      R"(<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>)";
  parts["xl/styles.xml"] =
      R"(<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>)"
      R"(<numFmt numFmtId="165" formatCode="0.0%"/><numFmt numFmtId="166" formatCode="[$₹-4009]\ #,##0.00"/></numFmts>)"
      R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>)";
  parts["xl/sharedStrings.xml"] = "<sst>" + shared_strings + "</sst>";
  parts["xl/worksheets/sheet1.xml"] =
      "<worksheet><sheetData>" + sheet_data + "</sheetData></worksheet>";
  return parts;
}

}  // namespace ledger::test
