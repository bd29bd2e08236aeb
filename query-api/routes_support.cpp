#include "projectors/lookup.h"
#include "query-api/routes.h"
#include "query-api/support_json.h"

namespace ledger {
namespace {

constexpr std::size_t kMaxQuery = 100;

Result<Reply> search(const ApiContext& context, Call& call) {
  CaseFacts facts;
  facts.query = trimmed(call.request.query_value("q").value_or(""));
  if (facts.query.empty() || facts.query.size() > kMaxQuery) {
    return fail(Error{ErrorCode::kInvalid,
                      "invalid-request",
                      "q is a booking, payment, order, hold, refund or receipt number",
                      {{"q", "is missing or too long"}}});
  }
  const auto place = lookup::anything(lookup_rows(call), facts.query);
  const bool hidden = place ? !call.caller.may_see(place->project) : call.caller.bound();
  if (!hidden) {
    facts.timeline = support::timeline(support_rows(call), facts.query);
    if (place && !place->hold.empty()) facts.hold = portal::hold(portal_rows(call), place->hold);
    if (place && !place->booking.empty()) {
      facts.booking = portal::booking(portal_rows(call), place->booking);
    }
    if (facts.hold && !facts.hold->booking.empty() && !facts.booking) {
      facts.booking = portal::booking(portal_rows(call), facts.hold->booking);
    }
  }
  facts.now = context.services.clock.now();
  facts.position = to_string(call.snapshot->position());
  return json_reply(200, case_json(facts));
}

}  // namespace

void add_support_routes(Routes& routes, ApiContext& context) {
  routes.add("GET", "/v1/support/search", [&](Call& call) { return search(context, call); });
}

}  // namespace ledger
