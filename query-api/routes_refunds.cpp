#include "projectors/key.h"
#include "projectors/lookup.h"
#include "query-api/bookings.h"
#include "query-api/refund_json.h"
#include "query-api/routes.h"
#include "query-api/staff_command.h"
#include "writer/command_json.h"
#include "writer/money_json.h"

namespace ledger {
namespace {

// The refund `id`, which the portal keeps under its hold or its booking.
std::optional<RefundFacts> refund_facts(const Rows& portal_rows, const RefundId& id,
                                        const rows::OwnerRowT& owner) {
  auto line = portal::refund(portal_rows, id);
  if (!line) return std::nullopt;
  RefundFacts facts{{}, owner.booking, owner.hold, {}, std::move(*line)};
  if (const auto booking = portal::booking(portal_rows, owner.booking)) {
    facts.project = booking->project;
    facts.currency = booking->currency;
  } else if (const auto hold = portal::hold(portal_rows, owner.hold)) {
    facts.project = hold->project;
    facts.currency = hold->currency;
  }
  return facts;
}

bool is_wanted(const Call& call, const RefundFacts& refund) {
  const auto project = call.request.query_value("project");
  if (project && *project != refund.project.str()) return false;
  const auto state = call.request.query_value("state");
  if (state && *state != refund_state(refund.line.state)) return false;
  return call.caller.may_see(refund.project);
}

// Every refund after `after` by id, orphaned payments' too.
void all_refunds(const Rows& portal_rows, const std::string& after,
                 const std::function<bool(RefundFacts)>& each) {
  const Key from = Key('R').text(after);
  portal_rows.scan("R", after.empty() ? std::string_view("R") : from.str(),
                   [&](std::string_view key, std::string_view value) {
                     const auto id = KeyParts(key).text();
                     if (!id || *id == after) return true;
                     auto facts = refund_facts(portal_rows, RefundId(*id),
                                               decode_row<rows::OwnerRowT>(value));
                     return !facts || each(std::move(*facts));
                   });
}

Result<Reply> list_refunds(Call& call) {
  const auto limit = limit_of(call);
  if (!limit) return fail(limit.error());
  std::vector<RefundFacts> page;
  std::string next;
  const std::string after(call.request.query_value("cursor").value_or(""));
  all_refunds(portal_rows(call), after, [&](RefundFacts facts) {
    if (!is_wanted(call, facts)) return true;
    if (page.size() == *limit) {
      next = page.back().line.refund.str();
      return false;
    }
    page.push_back(std::move(facts));
    return true;
  });
  auto reply = json_reply(200, refunds_json(page, next));
  if (!next.empty()) reply.headers.emplace_back("Link", next_link(call.request, next));
  return reply;
}

// Where a refund of the path's {refund} is decided.
struct RefundPlace {
  RefundId id;
  rows::ProjectRowT project;
};

Result<RefundPlace> refund_place(const ApiContext& context, Call& call) {
  RefundId id(call.request.param("refund"));
  const auto place = lookup::refund(lookup_rows(call), id);
  if (!place) return fail(ErrorCode::kNotFound, "refund-unknown", "there is no such refund");
  auto project = context.project(call, place->project);
  if (!project) return fail(project.error());
  return RefundPlace{std::move(id), std::move(*project)};
}

Result<Reply> approve_refund(ApiContext& context, Call& call) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  if (auto nothing = parse_nothing(call.request.body); !nothing) return fail(nothing.error());
  const auto at = refund_place(context, call);
  if (!at) return fail(at.error());
  auto answer = decide_at(context, call, at->project.partition,
                          {std::move(*envelope), ApproveRefund{at->project.project, at->id}});
  if (!answer) return std::move(answer.error());
  wait_until_visible(context, *answer);
  return command_reply(*answer, 200, approved_json(at->id, *answer->record));
}

Result<WithdrawRefund> parse_withdraw(std::string_view body) {
  auto reason = parse_reason(body);
  if (!reason) return fail(reason.error());
  WithdrawRefund command;
  command.reason = std::move(*reason);
  return command;
}

template <class Parse>
Handle at_refund(ApiContext& context, Parse parse) {
  return [&context, parse](Call& call) -> Result<Reply> {
    auto envelope = json_envelope_of(call, context.services.vault);
    if (!envelope) return fail(envelope.error());
    auto command = parse(call.request.body);
    if (!command) return fail(command.error());
    const auto at = refund_place(context, call);
    if (!at) return fail(at.error());
    command->project = at->project.project;
    command->refund = at->id;
    return decide_and_tell(context, call, std::move(*envelope), at->project.partition,
                           {std::move(*command)});
  };
}

}  // namespace

void add_refund_routes(Routes& routes, ApiContext& context) {
  routes.add("GET", "/v1/refunds", [](Call& call) { return list_refunds(call); });
  routes.add("POST", "/v1/refunds/{refund}/approve",
             [&](Call& call) { return approve_refund(context, call); });
  routes.add("POST", "/v1/refunds/{refund}/withdraw", at_refund(context, parse_withdraw));
  routes.add("POST", "/v1/refunds/{refund}/sent", at_refund(context, parse_bank_refund));
}

}  // namespace ledger
