#pragma once

#include <string>
#include <vector>

#include "events/instant.h"
#include "events/result.h"
#include "query-api/documents/table.h"

// Workbooks, through libxlsxwriter, which only this file's source knows.
namespace ledger::paper {

struct WorkbookInfo {
  std::string title, author;
  Instant created_at;  // the file says this, and not when it was written
};

// One sheet a table: headings bold and frozen, columns as wide as their text, dates as dates,
// amounts as numbers with Indian grouping. Excel keeps 15 digits: an amount past
// ±₹99,99,99,99,99,999.99 is written as text, so that no paisa is lost unseen. Text is never a
// formula. The same tables give the same bytes. Nothing is written to disk in clear: the file is
// made in memory. kUnavailable "workbook-failed"; kInvalid "workbook-too-large" past Excel's
// 1,048,576 rows.
Result<std::string> xlsx_of(const std::vector<Table>& sheets, const WorkbookInfo& info);

}  // namespace ledger::paper
