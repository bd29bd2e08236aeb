#include <algorithm>

#include "events/hash.h"
#include "query-api/applicants.h"
#include "query-api/routes.h"
#include "query-api/staff_command.h"
#include "query-api/uuid.h"
#include "writer/command_json.h"
#include "writer/money_json.h"

// What staff do to one booking's account, and to many at once.
namespace ledger {
namespace {

// A booking's command: the body, and which booking it is.
template <class Parse>
MakeAtBooking by(Parse parse) {
  return [parse](const BookingFacts& facts, std::string_view body) -> Result<Made> {
    auto command = parse(body);
    if (!command) return fail(command.error());
    command->project = facts.booking.project;
    command->booking = facts.booking.booking;
    return Made{std::move(*command)};
  };
}

// The same for one that brings ids in case that money goes back.
template <class Parse>
MakeAtBooking by_with_refunds(const ApiContext& context, Parse parse) {
  return [&context, parse](const BookingFacts& facts, std::string_view body) -> Result<Made> {
    auto made = by(parse)(facts, body);
    if (!made) return made;
    const auto spare = facts.booking.payments.size() + 4;  // a payment may arrive meanwhile
    std::visit(
        [&](auto& command) {
          if constexpr (requires { command.refunds; })
            command.refunds = fresh_refunds(context, spare);
        },
        made->command);
    return made;
  };
}

// The same commands by the booking's buyer, who shows his hold's token.
Handle at_own_booking(ApiContext& context, MakeAtBooking make) {
  return [&context, make = std::move(make)](Call& call) -> Result<Reply> {
    auto envelope = json_envelope_of(call, context.services.vault);
    if (!envelope) return fail(envelope.error());
    const auto facts = own_booking(context, call);
    if (!facts) return fail(facts.error());
    auto made = make(*facts, call.request.body);
    if (!made) return fail(made.error());
    return decide_and_tell(context, call, std::move(*envelope), facts->project.partition,
                           std::move(*made));
  };
}

MakeAtBooking propose_discount(const ApiContext& context) {
  return [&context](const BookingFacts& facts, std::string_view body) -> Result<Made> {
    auto command = parse_discount(body);
    if (!command) return fail(command.error());
    command->project = facts.booking.project;
    command->booking = facts.booking.booking;
    command->discount = DiscountId(uuid_v7(context.services.clock.now()));
    if (command->plot.empty() && !facts.booking.plots.empty())
      command->plot = facts.booking.plots.front();
    return Made{std::move(*command), 201};
  };
}

template <class Parse>
MakeAtProject at(Parse parse) {
  return [parse](const rows::ProjectRowT& project, std::string_view body) -> Result<Made> {
    auto command = parse(project.project, body);
    if (!command) return fail(command.error());
    return Made{std::move(*command)};
  };
}

// --- two parties ---

Result<Reply> transfer(ApiContext& context, Call& call) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  auto request = parse_transfer(call.request.body);
  if (!request) return fail(request.error());
  const auto facts = staff_booking(context, call);
  if (!facts) return fail(facts.error());
  auto applicants = seal_applicants(context, call, request->applicants);
  if (!applicants) return std::move(applicants.error());
  TransferBooking command{facts->booking.project, facts->booking.booking, std::move(*applicants),
                          std::move(request->reason)};
  return decide_and_tell(context, call, std::move(*envelope), facts->project.partition,
                         {std::move(command)});
}

// Between projects the credit leaves one, then arrives in the other under a key derived from the
// first's: a repeated request finishes what a crash left half done.
Result<Reply> arrive(ApiContext& context, Call& call, Envelope envelope, const Answer& left,
                     const rows::ProjectRowT& to, Reply told) {
  const auto* moved = left.record ? find<PaymentMoved>(left.record->events) : nullptr;
  if (moved == nullptr || moved->leg != wire::Leg::Out) return told;
  envelope.key += "/arrival";
  auto answer = decide_at(
      context, call, to.partition,
      {std::move(envelope), ReceiveCredit{{moved->from_project, moved->from_booking, moved->move,
                                           moved->to_project, moved->to_booking, moved->amount}}});
  if (!answer) return std::move(answer.error());
  wait_until_visible(context, *answer);
  return told;
}

bool share_a_buyer(const rows::BookingRowT& a, const rows::BookingRowT& b) {
  return std::ranges::any_of(a.applicants, [&b](const auto& applicant) {
    return portal::belongs_to(b, applicant->buyer);
  });
}

Result<Reply> move_credit(ApiContext& context, Call& call) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  auto command = parse_move_credit(call.request.body);
  if (!command) return fail(command.error());
  const auto from = staff_booking(context, call);
  if (!from) return fail(from.error());
  const auto place = lookup::booking(lookup_rows(call), command->to_booking.str());
  const auto to = place ? portal::booking(portal_rows(call), place->booking) : std::nullopt;
  if (!to) return fail(ErrorCode::kNotFound, "booking-unknown", "there is no such booking");
  const auto home = context.project(call, to->project);
  if (!home) return fail(home.error());
  if (!share_a_buyer(from->booking, *to))
    return fail(ErrorCode::kForbidden, "another-buyer",
                "credit moves only between bookings of the same buyer");
  command->project = from->booking.project;
  command->booking = from->booking.booking;
  command->to_project = to->project;
  command->to_booking = to->booking;
  command->move = MoveId(
      hex(context.services.vault.keyed("move", envelope->scope + envelope->key)).substr(0, 32));
  auto answer = decide_at(context, call, from->project.partition, {*envelope, std::move(*command)});
  if (!answer) return std::move(answer.error());
  wait_until_visible(context, *answer);
  auto told = command_reply(*answer, 200, recorded_json(*answer));
  return arrive(context, call, std::move(*envelope), *answer, *home, std::move(told));
}

// --- discounts ---

template <class C>
Handle at_discount(ApiContext& context) {
  return [&context](Call& call) -> Result<Reply> {
    auto envelope = json_envelope_of(call, context.services.vault);
    if (!envelope) return fail(envelope.error());
    C command;
    if constexpr (requires { command.reason; }) {
      auto reason = parse_reason(call.request.body);
      if (!reason) return fail(reason.error());
      command.reason = std::move(*reason);
    }
    const DiscountId id(call.request.param("discount"));
    const auto place = lookup::discount(lookup_rows(call), id);
    if (!place) return fail(ErrorCode::kNotFound, "discount-unknown", "there is no such discount");
    const auto project = context.project(call, place->project);
    if (!project) return fail(project.error());
    command.project = place->project;
    command.discount = id;
    return decide_and_tell(context, call, std::move(*envelope), project->partition,
                           {std::move(command)});
  };
}

Result<Reply> propose_for_hold(ApiContext& context, Call& call) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  auto command = parse_discount(call.request.body);
  if (!command) return fail(command.error());
  const auto hold = portal::hold(portal_rows(call), HoldId(call.request.param("hold")));
  if (!hold) return fail(ErrorCode::kNotFound, "hold-unknown", "there is no such hold");
  const auto project = context.project(call, hold->project);
  if (!project) return fail(project.error());
  command->project = hold->project;
  command->hold = hold->hold;
  command->discount = DiscountId(uuid_v7(context.services.clock.now()));
  if (command->plot.empty()) command->plot = hold->plots.front();
  return decide_and_tell(context, call, std::move(*envelope), project->partition,
                         {std::move(*command), 201});
}

// --- commission ---

Result<Reply> approve_commission(ApiContext& context, Call& call) {
  const auto partner = call.request.param("partner");
  return at_project(context, [&](const auto& project, std::string_view body) -> Result<Made> {
    if (auto nothing = parse_nothing(body); !nothing) return fail(nothing.error());
    return Made{ApproveCommission{project.project, partner}};
  })(call);
}

// A command with a reason and nothing else.
template <class C>
Result<C> parse_with_reason(std::string_view body) {
  auto reason = parse_reason(body);
  if (!reason) return fail(reason.error());
  C command;
  command.reason = std::move(*reason);
  return command;
}

Result<IssueInvoice> parse_invoice(std::string_view body) {
  if (auto nothing = parse_nothing(body); !nothing) return fail(nothing.error());
  return IssueInvoice{};
}

}  // namespace

void add_account_routes(Routes& routes, ApiContext& context) {
  const auto booking = [&](const char* what, MakeAtBooking make) {
    routes.add("POST", std::string("/v1/bookings/{booking}/") + what,
               at_booking(context, std::move(make)));
  };
  booking("discounts", propose_discount(context));
  booking("reschedule", by(parse_reschedule));
  booking("waive", by(parse_waive));
  booking("advance", by(parse_advance));
  booking("swap", by(parse_swap));
  booking("invoice", by(parse_invoice));
  booking("notice", by(parse_notice));
  booking("cancellation-request", by(parse_with_reason<RequestCancellation>));
  booking("revive", by(parse_with_reason<ReviveBooking>));
  booking("refunds", by_with_refunds(context, parse_refund_request));
  booking("apply-credit", by(parse_apply_credit));
  routes.add("POST", "/v1/me/bookings/{booking}/apply-credit",
             at_own_booking(context, by(parse_apply_credit)));
  routes.add("POST", "/v1/me/bookings/{booking}/refunds",
             at_own_booking(context, by_with_refunds(context, parse_refund_request)));
  routes.add("POST", "/v1/bookings/{booking}/transfer",
             [&](Call& call) { return transfer(context, call); });
  routes.add("POST", "/v1/bookings/{booking}/move-credit",
             [&](Call& call) { return move_credit(context, call); });
  routes.add("POST", "/v1/holds/{hold}/discounts",
             [&](Call& call) { return propose_for_hold(context, call); });
  routes.add("POST", "/v1/discounts/{discount}/approve", at_discount<ApproveDiscount>(context));
  routes.add("POST", "/v1/discounts/{discount}/reject", at_discount<RejectDiscount>(context));
  routes.add("POST", "/v1/projects/{project}/commission/{partner}/approve",
             [&](Call& call) { return approve_commission(context, call); });
  const auto project = [&](const char* what, MakeAtProject make) {
    routes.add("POST", std::string("/v1/projects/{project}/") + what,
               at_project(context, std::move(make)));
  };
  project("demands", at(parse_draft_demands));
  project("demands/issue", at(parse_issue_demands));
  project("interest", at(parse_charge_interest));
  project("commission/pay", at(parse_pay_commission));
  project("settlements", at(parse_settlement));
  project("bank/match", at(parse_bank_match));
  project("bank/undo", at(parse_undo_match));
  project("day-close", at(parse_close_day));
  project("launch-check/sign", at(parse_launch_check));
}

}  // namespace ledger
