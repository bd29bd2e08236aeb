#include "query-api/import_table.h"

#include <algorithm>
#include <array>

#include "events/hash.h"
#include "query-api/tables/upload.h"

namespace ledger {
namespace {

using tables::Problem;

// --- what was asked ---

tl::unexpected<Error> malformed(const char* name, const char* message) {
  return fail(Error{ErrorCode::kInvalid,
                    "invalid-request",
                    std::string(name) + " " + message,
                    {{name, message}}});
}

// Whether the file is to be imported, and not only looked at.
Result<bool> is_confirmed(const HttpRequest& request, const std::string& digest) {
  const auto dry = request.query_value("dry_run");
  const auto confirm = request.query_value("confirm");
  if (dry && *dry != "true" && *dry != "false") return malformed("dry_run", "is true or false");
  if (!confirm) {
    if (dry != "false") return false;
    return malformed("confirm", "names the digest that the preview gave");
  }
  if (dry == "true") return false;
  if (*confirm == digest) return true;
  return fail(ErrorCode::kConflict, "table-changed",
              "this is not the file that was previewed; look at a preview of it first");
}

// --- problems ---

// A file that could not be read has one problem, which is about no row.
const Problem* of_the_file(const std::vector<Problem>& problems) {
  constexpr std::array<std::string_view, 7> kReasons = {
      "table-too-large",  "table-empty",        "table-not-utf8", "csv-quote-open",
      "workbook-damaged", "workbook-encrypted", "table-format"};
  const auto found = std::ranges::find_if(problems, [&](const Problem& problem) {
    return std::ranges::find(kReasons, problem.reason) != kReasons.end();
  });
  return found == problems.end() ? nullptr : &*found;
}

std::string place_of(const Problem& problem) {
  std::string place;
  if (!problem.sheet.empty()) place += problem.sheet + "/";
  if (problem.row > 0) place += "row " + std::to_string(problem.row) + "/";
  return place + problem.column;
}

// --- plots ---

void note_sale(const rows::PlotRowT& row, tables::KnownPlot& plot) {
  using enum tables::PlotSale;
  switch (static_cast<char>(row.status)) {
    case 'u':
    case 'a':
      return;
    case 'x':
      plot.sale = kNotForSale;
      return;
    default:
      plot.sale = kTaken;
      plot.taken_by = row.booking.empty() ? "a hold" : "booking " + row.booking.str();
  }
}

}  // namespace

Result<UploadedTable> uploaded_table(const ApiContext& context, Call& call) {
  const auto& request = call.request;
  if (request.body.size() > tables::kMaxUploadBytes)
    return fail(ErrorCode::kTooLarge, "table-too-large", "a file may have 25 MiB");
  UploadedTable table;
  auto project = context.project(call);
  if (!project) return fail(project.error());
  if (request.body.empty()) return fail(ErrorCode::kInvalid, "table-empty", "the file is empty");
  table.project = std::move(*project);
  table.digest = hex(sha256(request.body));
  const auto confirmed = is_confirmed(request, table.digest);
  if (!confirmed) return fail(confirmed.error());
  table.confirmed = *confirmed;
  table.zone = fixed_zone(table.project.timezone).value_or(kIndia);
  table.today = day_of(context.services.clock.now(), table.zone);
  return table;
}

bool has_errors(const std::vector<Problem>& problems) {
  return std::ranges::any_of(problems, [](const Problem& problem) {
    return problem.severity == tables::Severity::kError;
  });
}

Result<void> must_be_readable(const std::vector<Problem>& problems) {
  const auto* problem = of_the_file(problems);
  if (problem == nullptr) return {};
  const auto code =
      problem->reason == "table-too-large" ? ErrorCode::kTooLarge : ErrorCode::kInvalid;
  return fail(code, problem->reason, problem->message);
}

Result<void> must_be_without_errors(const std::vector<Problem>& problems) {
  if (!has_errors(problems)) return {};
  Error error{ErrorCode::kConflict, "table-has-errors",
              "nothing was imported: correct what the preview lists, and upload the file again"};
  for (const auto& problem : problems)
    if (problem.severity == tables::Severity::kError)
      error.faults.push_back({place_of(problem), problem.message});
  return fail(std::move(error));
}

std::vector<tables::KnownPlot> known_plots(const Call& call, const ProjectId& project) {
  std::vector<tables::KnownPlot> plots;
  layout_map::plots(map_rows(call), project, [&](const rows::PlotRowT& row) {
    tables::KnownPlot plot{row.plot, row.no, row.block, row.area_mm2};
    note_sale(row, plot);
    plots.push_back(std::move(plot));
    return true;
  });
  return plots;
}

}  // namespace ledger
