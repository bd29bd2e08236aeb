#include <charconv>

#include "projectors/directory.h"
#include "query-api/as_of.h"
#include "query-api/bookings.h"
#include "query-api/bookings_csv.h"
#include "query-api/finance_json.h"
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

// --- one account ---

Sequence cursor_of(const Call& call) {
  const auto text = call.request.query_value("cursor").value_or("");
  Sequence from = 0;
  std::from_chars(text.data(), text.data() + text.size(), from);
  return from;
}

// A page ends with a whole record, so that its cursor is a sequence.
Result<Reply> show_account(const ApiContext& context, Call& call) {
  const auto limit = limit_of(call);
  if (!limit) return fail(limit.error());
  const auto project = asked_project(context, call);
  if (!project) return fail(project.error());
  if (!*project) {
    return fail(Error{
        ErrorCode::kInvalid, "invalid-request", "name the project", {{"project", "is missing"}}});
  }
  if (auto back = look_back(context, call); !back) return fail(back.error());
  AccountPage page;
  page.account = call.request.param("account");
  page.position = to_string(call.snapshot->position());
  finance::account_entries(finance_rows(call), **project, page.account, cursor_of(call),
                           [&](const finance::AccountEntry& entry) {
                             const bool full = page.entries.size() >= *limit;
                             if (full && entry.sequence != page.entries.back().second.sequence) {
                               page.next_cursor = std::to_string(entry.sequence);
                               return false;
                             }
                             page.entries.emplace_back(**project, entry);
                             return true;
                           });
  auto reply = json_reply(200, account_json(page));
  if (!page.next_cursor.empty()) {
    reply.headers.emplace_back("Link", next_link(call.request, page.next_cursor));
  }
  return reply;
}

// --- export ---

Result<Reply> export_bookings(const ApiContext& context, Call& call) {
  const auto project = asked_project(context, call);
  if (!project) return fail(project.error());
  if (auto back = look_back(context, call); !back) return fail(back.error());
  std::string csv = csv_header();
  finance::all_figures(finance_rows(call), *project, [&](const finance::Figures& figures) {
    auto booking = portal::booking(portal_rows(call), figures.booking);
    auto home = directory::project(directory_rows(call), figures.project);
    if (booking && home) {
      csv += csv_row(figures,
                     booking_facts(context, *call.snapshot, std::move(*booking), std::move(*home)));
    }
    return true;
  });
  Reply reply = json_reply(200, std::move(csv));
  reply.type = "text/csv; charset=utf-8";
  reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"bookings.csv\"");
  return reply;
}

}  // namespace

void add_finance_routes(Routes& routes, ApiContext& context) {
  routes.add("GET", "/v1/finance/trial-balance",
             [&](Call& call) { return show_trial_balance(context, call); });
  routes.add("GET", "/v1/finance/portal-check",
             [&](Call& call) { return check_portal_bodies(context, call); });
  routes.add("GET", "/v1/finance/accounts/{account}",
             [&](Call& call) { return show_account(context, call); });
  routes.add("GET", "/v1/finance/bookings.csv",
             [&](Call& call) { return export_bookings(context, call); });
}

}  // namespace ledger
