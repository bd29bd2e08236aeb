#pragma once

#include <map>
#include <string>

// Workbooks made part by part, sound or not.
namespace ledger::test {

using Parts = std::map<std::string, std::string>;

std::string zipped(const Parts& parts);

// A workbook of one sheet "Sheet1", from the inside of its <sheetData>, with the number formats 0
// General, 1 dd/mm/yyyy, 2 "0.0%", 3 #,##0.00 and the given shared strings.
Parts workbook(const std::string& sheet_data, const std::string& shared_strings = "");

}  // namespace ledger::test
