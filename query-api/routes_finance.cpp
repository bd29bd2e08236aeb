#include "projectors/directory.h"
#include "query-api/as_of.h"
#include "query-api/bookings.h"
#include "query-api/bookings_csv.h"
#include "query-api/documents/csv.h"
#include "query-api/documents/xlsx.h"
#include "query-api/finance_json.h"
#include "query-api/paper_reply.h"
#include "query-api/routes.h"

namespace ledger {
namespace {

// The project of ?project=, if it is said; a key that is bound to some must say it.
Result<std::optional<ProjectId>> asked_project(const ApiContext& context, Call& call) {
  const auto asked = call.request.query_value("project");
  if (asked) {
    const auto project = context.project(call, ProjectId(std::string(*asked)));
    if (!project) return fail(project.error());
    return std::optional(project->project);
  }
  if (call.caller.bound()) {
    return fail(ErrorCode::kForbidden, "forbidden", "this key is bound to projects: name one");
  }
  return std::optional<ProjectId>();
}

Result<Reply> show_trial_balance(const ApiContext& context, Call& call) {
  const auto project = asked_project(context, call);
  if (!project) return fail(project.error());
  if (auto back = look_back(context, call); !back) return fail(back.error());
  const auto balance = finance::trial_balance(finance_rows(call), *project);
  return json_reply(200, trial_balance_json(balance, to_string(call.snapshot->position())));
}

// --- portal-check ---

// What the buyer of this booking is served at this moment, read back from the body itself.
std::optional<portal::Figures> served(const ApiContext& context, const Call& call,
                                      const BookingId& id) {
  auto booking = portal::booking(portal_rows(call), id);
  if (!booking) return std::nullopt;
  auto project = directory::project(directory_rows(call), booking->project);
  if (!project) return std::nullopt;
  return served_figures(booking_json(
      booking_facts(context, *call.snapshot, std::move(*booking), std::move(*project))));
}

void add_unserved(const finance::Figures& books, PortalCheck& check) {
  check.mismatches.push_back({books.booking, "booking", books.price, Money()});
}

// Bookings that buyers are served and the books do not know.
void add_unbooked(const Call& call, const std::optional<ProjectId>& project, PortalCheck& check) {
  portal::bookings(portal_rows(call), BookingId(), [&](const rows::BookingRowT& booking) {
    if (project && booking.project != *project) return true;
    if (finance::figures(finance_rows(call), booking.project, booking.booking)) return true;
    ++check.bookings;
    check.mismatches.push_back({booking.booking, "booking", Money(), booking.total});
    return true;
  });
}

Result<Reply> check_portal_bodies(const ApiContext& context, Call& call) {
  const auto project = asked_project(context, call);
  if (!project) return fail(project.error());
  PortalCheck check;
  finance::all_figures(finance_rows(call), *project, [&](const finance::Figures& books) {
    ++check.bookings;
    if (const auto shown = served(context, call, books.booking)) {
      for (auto& mismatch : compare_figures(books, *shown)) {
        check.mismatches.push_back(std::move(mismatch));
      }
    } else {
      add_unserved(books, check);
    }
    return true;
  });
  add_unbooked(call, *project, check);
  return json_reply(200, portal_check_json(check, to_string(call.snapshot->position())));
}

// --- export ---

paper::Table table_of_bookings(const ApiContext& context, const Call& call,
                               const std::optional<ProjectId>& project, Amounts amounts) {
  auto table = bookings_table(amounts);
  finance::all_figures(finance_rows(call), project, [&](const finance::Figures& figures) {
    auto booking = portal::booking(portal_rows(call), figures.booking);
    auto home = directory::project(directory_rows(call), figures.project);
    if (booking && home) {
      const auto facts =
          booking_facts(context, *call.snapshot, std::move(*booking), std::move(*home));
      table.rows.push_back(bookings_row(figures, facts, amounts));
    }
    return true;
  });
  return table;
}

// The file's own time is that of the rows, so that the same rows make the same file.
Result<std::string> workbook_of(const Call& call, const paper::Table& table) {
  Instant at;
  for (const auto& [partition, applied] : call.snapshot->applied())
    at = std::max(at, applied.head.recorded_at);
  return paper::xlsx_of({table}, {"Bookings", "", at});
}

Result<Reply> export_bookings(const ApiContext& context, Call& call, PaperFormat format) {
  const auto project = asked_project(context, call);
  if (!project) return fail(project.error());
  if (auto back = look_back(context, call); !back) return fail(back.error());
  const bool csv = format == PaperFormat::kCsv;
  const auto table =
      table_of_bookings(context, call, *project, csv ? Amounts::kPaise : Amounts::kRupees);
  auto bytes = csv ? Result<std::string>(paper::csv_of(table)) : workbook_of(call, table);
  if (!bytes) return fail(bytes.error());
  return file_reply(call.request, format, "bookings", std::move(*bytes));
}

}  // namespace

void add_finance_routes(Routes& routes, ApiContext& context) {
  routes.add("GET", "/v1/finance/trial-balance",
             [&](Call& call) { return show_trial_balance(context, call); });
  routes.add("GET", "/v1/finance/portal-check",
             [&](Call& call) { return check_portal_bodies(context, call); });
  routes.add("GET", "/v1/finance/bookings.csv",
             [&](Call& call) { return export_bookings(context, call, PaperFormat::kCsv); });
  routes.add("GET", "/v1/finance/bookings.xlsx",
             [&](Call& call) { return export_bookings(context, call, PaperFormat::kXlsx); });
}

}  // namespace ledger
