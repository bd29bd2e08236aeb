#include "events/hash.h"
#include "query-api/as_of.h"
#include "query-api/bookings.h"
#include "query-api/recon_json.h"
#include "query-api/routes.h"
#include "query-api/terms_json.h"

// What finance looks at: what waits for a decision, what does not agree, partners.
namespace ledger {
namespace {

Day today_in(const ApiContext& context, const rows::ProjectRowT& project) {
  return day_of(context.services.clock.now(), fixed_zone(project.timezone).value_or(kIndia));
}

// ?project=, which these must name.
Result<rows::ProjectRowT> named_project(const ApiContext& context, Call& call) {
  const auto asked = call.request.query_value("project");
  if (!asked)
    return fail(Error{
        ErrorCode::kInvalid, "invalid-request", "name the project", {{"project", "is missing"}}});
  return context.project(call, ProjectId(std::string(*asked)));
}

Result<Reply> list_payments(const ApiContext& context, Call& call) {
  const auto limit = limit_of(call);
  if (!limit) return fail(limit.error());
  const auto project = named_project(context, call);
  if (!project) return fail(project.error());
  const auto state = call.request.query_value("state").value_or("declared");
  std::vector<rows::ReconRowT> page;
  recon::entries(recon_rows(call), project->project, [&](const rows::ReconRowT& row) {
    if (row.kind == "payment" && row.state == state) page.push_back(row);
    return page.size() < *limit;
  });
  return json_reply(200, declared_json(page, today_in(context, *project),
                                       fixed_zone(project->timezone).value_or(kIndia)));
}

Result<Reply> list_discounts(const ApiContext& context, Call& call) {
  const auto project = named_project(context, call);
  if (!project) return fail(project.error());
  auto discounts = terms::discounts(terms_rows(call), project->project);
  if (const auto state = call.request.query_value("state"))
    std::erase_if(discounts, [&](const auto& row) { return row.state != *state; });
  return json_reply(200, discounts_json(discounts));
}

Result<Reply> show_reconciliation(const ApiContext& context, Call& call) {
  const auto project = named_project(context, call);
  if (!project) return fail(project.error());
  if (auto back = look_back(context, call); !back) return fail(back.error());
  const auto zone = fixed_zone(project->timezone).value_or(kIndia);
  return json_reply(200, reconciliation_json(reconcile(recon_rows(call), project->project,
                                                       today_in(context, *project), zone),
                                             to_string(call.snapshot->position())));
}

Result<Reply> show_bank(const ApiContext& context, Call& call) {
  const auto project = named_project(context, call);
  if (!project) return fail(project.error());
  const bool unmatched = call.request.query_value("state") == "unmatched";
  std::vector<rows::BankLineRowT> lines;
  recon::bank_lines(recon_rows(call), project->project, [&](const rows::BankLineRowT& row) {
    if (!unmatched || row.matched != row.amount) lines.push_back(row);
    return true;
  });
  return json_reply(200, bank_lines_json(lines, to_string(call.snapshot->position())));
}

Result<Reply> show_commission(const ApiContext& context, Call& call) {
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  const auto name = call.request.param("partner");
  const auto partner = recon::partner(recon_rows(call), project->project, name);
  if (!partner)
    return fail(ErrorCode::kNotFound, "partner-unknown",
                "there is no such partner in this project");
  return json_reply(
      200, commission_json(*partner, recon::partner_lines(recon_rows(call), project->project, name),
                           to_string(call.snapshot->position())));
}

// --- the launch check ---

constexpr std::size_t kDrawn = 5;

bool agrees(const ApiContext& context, const Call& call, const rows::BookingRowT& booking,
            const rows::ProjectRowT& project) {
  const auto books = finance::figures(finance_rows(call), booking.project, booking.booking);
  if (!books) return false;
  const auto served =
      served_figures(booking_json(booking_facts(context, *call.snapshot, booking, project)));
  return compare_figures(*books, served).empty();
}

// Five bookings by lot; the lot is the position's hash, so that anybody can draw it again.
Result<Reply> show_launch_check(const ApiContext& context, Call& call) {
  const auto project = named_project(context, call);
  if (!project) return fail(project.error());
  LaunchCheck check;
  check.position = to_string(call.snapshot->position());
  std::vector<std::pair<std::string, rows::BookingRowT>> all;
  portal::bookings(portal_rows(call), BookingId(), [&](const rows::BookingRowT& booking) {
    if (booking.project == project->project)
      all.emplace_back(hex(sha256(check.position + booking.booking.str())), booking);
    return true;
  });
  std::ranges::sort(all, {}, [](const auto& one) { return one.first; });
  for (std::size_t i = 0; i < all.size() && i < kDrawn; ++i)
    check.drawn.push_back({all[i].second.booking, agrees(context, call, all[i].second, *project)});
  check.signed_before = recon::launch_checks(recon_rows(call), project->project);
  return json_reply(200, launch_check_json(check));
}

}  // namespace

void add_recon_routes(Routes& routes, ApiContext& context) {
  routes.add("GET", "/v1/payments", [&](Call& call) { return list_payments(context, call); });
  routes.add("GET", "/v1/discounts", [&](Call& call) { return list_discounts(context, call); });
  routes.add("GET", "/v1/finance/reconciliation",
             [&](Call& call) { return show_reconciliation(context, call); });
  routes.add("GET", "/v1/finance/bank", [&](Call& call) { return show_bank(context, call); });
  routes.add("GET", "/v1/finance/launch-check",
             [&](Call& call) { return show_launch_check(context, call); });
  routes.add("GET", "/v1/projects/{project}/commission/{partner}",
             [&](Call& call) { return show_commission(context, call); });
}

}  // namespace ledger
