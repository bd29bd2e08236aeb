#include "query-api/applicants.h"
#include "query-api/hold_json.h"
#include "query-api/holds.h"
#include "query-api/routes.h"
#include "query-api/submit.h"
#include "query-api/uuid.h"
#include "writer/command_json.h"

namespace ledger {
namespace {

// Whether the order came while the hold lasted. One that comes later is closed at once, and nobody
// is sent to pay it: what was answered before it came stays the answer. A hold that was booked has
// left its history to the booking.
bool has_order_in_time(const Rows& rows, const rows::HoldRowT& hold) {
  const auto is = [](const auto& entry, wire::Body event) {
    return entry->event == wire::EnumNameBody(event);
  };
  const auto booking = hold.booking.empty() ? std::nullopt : portal::booking(rows, hold.booking);
  for (const auto& entry : booking ? booking->history : hold.history) {
    if (is(entry, wire::Body::OrderCreated)) return true;
    if (is(entry, wire::Body::HoldExpired) || is(entry, wire::Body::HoldReleased)) return false;
  }
  return false;
}

// The gateway's order of the hold, once the reactor has brought it.
Result<rows::HoldRowT> wait_for_order(const ApiContext& context, Call& call, const HoldId& id) {
  std::optional<rows::HoldRowT> hold;
  bool in_time = false;
  const auto settled = [&](const ReadSnapshot& snapshot) {
    const auto& rows = snapshot.rows(portal::kView);
    hold = portal::hold(rows, id);
    in_time = hold && has_order_in_time(rows, *hold);
    return in_time || (hold && hold->state != rows::HoldState::Held);
  };
  call.snapshot = context.freshness.wait(settled, context.services.order_wait);
  if (in_time) return std::move(*hold);
  if (hold && hold->state != rows::HoldState::Held) {
    return fail(ErrorCode::kConflict, "hold-expired", "the hold has ended");
  }
  return fail(Error{.code = ErrorCode::kUnavailable,
                    .reason = "order-pending",
                    .message = "the gateway has not made the order yet; nothing was charged",
                    .retry_after_s = 2});
}

Result<Reply> start_checkout(ApiContext& context, Call& call) {
  auto& services = context.services;
  auto envelope = json_envelope_of(call, services.vault);
  if (!envelope) return fail(envelope.error());
  auto request = parse_checkout(call.request.body);
  if (!request) return fail(request.error());
  const auto own = own_hold(context, call);
  if (!own) return fail(own.error());
  if (services.gateway.checkout_base_url.empty()) {
    return fail(ErrorCode::kUnavailable, "no-gateway", "this server has no payment gateway");
  }
  auto applicants = seal_applicants(context, call, request->applicants);
  if (!applicants) return std::move(applicants.error());
  StartCheckout command;
  command.project = own->hold.project;
  command.hold = own->hold.hold;
  command.receipt = receipt_of(own->hold.hold);
  command.applicants = std::move(*applicants);
  command.plan = request->plan;
  command.pay = request->pay;
  auto answer =
      decide_at(context, call, own->project.partition, {std::move(*envelope), std::move(command)});
  if (!answer) return std::move(answer.error());
  const auto hold = wait_for_order(context, call, own->hold.hold);
  if (!hold) return fail(hold.error());
  return command_reply(*answer, 201,
                       order_json(hold->order, hold->amount, hold->currency, services.gateway));
}

}  // namespace

void add_checkout_routes(Routes& routes, ApiContext& context) {
  routes.add("POST", "/v1/holds/{hold}/checkout",
             [&](Call& call) { return start_checkout(context, call); });
}

}  // namespace ledger
