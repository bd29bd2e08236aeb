#include "projectors/directory.h"
#include "query-api/bookings.h"
#include "query-api/routes.h"
#include "query-api/staff_command.h"
#include "query-api/tagged_reply.h"
#include "writer/money_json.h"

namespace ledger {
namespace {

using Body = std::string (*)(const BookingFacts&);

Result<Reply> show_own(const ApiContext& context, Call& call, Body body) {
  const auto facts = own_booking(context, call);
  if (!facts) return fail(facts.error());
  return tagged_reply(call.request, body(*facts));
}

Result<Reply> show_to_staff(const ApiContext& context, Call& call) {
  const auto facts = staff_booking(context, call);
  if (!facts) return fail(facts.error());
  return tagged_reply(call.request, booking_json(*facts));
}

// Whether ?project= and the caller's key leave this booking in the list.
bool is_wanted(const Call& call, const rows::BookingRowT& booking) {
  const auto project = call.request.query_value("project");
  if (project && *project != booking.project.str()) return false;
  return call.caller.may_see(booking.project);
}

Result<Reply> list_bookings(const ApiContext& context, Call& call) {
  const auto limit = limit_of(call);
  if (!limit) return fail(limit.error());
  const std::string after(call.request.query_value("cursor").value_or(""));
  std::vector<BookingFacts> page;
  std::string next;
  portal::bookings(portal_rows(call), BookingId(after), [&](const rows::BookingRowT& booking) {
    if (booking.booking.str() <= after || !is_wanted(call, booking)) return true;
    if (page.size() == *limit) {
      next = page.back().booking.booking.str();
      return false;
    }
    auto project = directory::project(directory_rows(call), booking.project);
    if (project) {
      page.push_back(booking_facts(context, *call.snapshot, booking, std::move(*project)));
    }
    return true;
  });
  auto reply = json_reply(200, bookings_json(page, next));
  if (!next.empty()) reply.headers.emplace_back("Link", next_link(call.request, next));
  return reply;
}

Result<Reply> cancel_booking(ApiContext& context, Call& call) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  auto command = parse_cancel(call.request.body);
  if (!command) return fail(command.error());
  const auto facts = staff_booking(context, call);
  if (!facts) return fail(facts.error());
  command->project = facts->booking.project;
  command->booking = facts->booking.booking;
  // A payment may arrive meanwhile.
  command->refunds = fresh_refunds(context, facts->booking.payments.size() + 4);
  auto answer = decide_at(context, call, facts->project.partition,
                          {std::move(*envelope), std::move(*command)});
  if (!answer) return std::move(answer.error());
  wait_until_visible(context, *answer);
  return command_reply(*answer, 200, cancelled_json(facts->booking.booking, *answer->record));
}

}  // namespace

void add_booking_routes(Routes& routes, ApiContext& context) {
  routes.add("GET", "/v1/me/bookings/{booking}",
             [&](Call& call) { return show_own(context, call, booking_json); });
  routes.add("GET", "/v1/me/bookings/{booking}/schedule",
             [&](Call& call) { return show_own(context, call, schedule_json); });
  routes.add("GET", "/v1/me/bookings/{booking}/payments",
             [&](Call& call) { return show_own(context, call, payments_json); });
  routes.add("GET", "/v1/bookings", [&](Call& call) { return list_bookings(context, call); });
  routes.add("GET", "/v1/bookings/{booking}",
             [&](Call& call) { return show_to_staff(context, call); });
  routes.add("POST", "/v1/bookings/{booking}/cancel",
             [&](Call& call) { return cancel_booking(context, call); });
}

}  // namespace ledger
