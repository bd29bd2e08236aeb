#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query-api/context.h"
#include "query-api/tables/plots.h"
#include "query-api/tables/problem.h"

// What all tables that people upload have in common: looked at first, and imported only when the
// very same file comes again with ?confirm= and its digest.
namespace ledger {

struct UploadedTable {
  rows::ProjectRowT project;
  std::string digest;      // SHA-256 of the file, hex
  bool confirmed = false;  // else only a preview is wanted
  Zone zone;
  Day today = 0;  // in the project's zone
};

// Of a route below {project}: ?confirm=<digest>, ?dry_run=true|false. kTooLarge "table-too-large"
// past 25 MiB; kInvalid "table-empty", "invalid-request"; kConflict "table-changed": another file
// was previewed.
Result<UploadedTable> uploaded_table(const ApiContext& context, Call& call);

bool has_errors(const std::vector<tables::Problem>& problems);

// A file that is no table at all is refused as such: kInvalid "table-format", "table-not-utf8",
// "csv-quote-open", "workbook-damaged", "workbook-encrypted", "table-empty"; kTooLarge
// "table-too-large".
Result<void> must_be_readable(const std::vector<tables::Problem>& problems);

// kConflict "table-has-errors", with each of them as a fault.
Result<void> must_be_without_errors(const std::vector<tables::Problem>& problems);

// What to do about a problem of this reason, in one sentence.
std::string_view fix_for(std::string_view reason);

// Every plot of the layout, and whether it is taken.
std::vector<tables::KnownPlot> known_plots(const Call& call, const ProjectId& project);

}  // namespace ledger
