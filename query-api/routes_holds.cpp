#include "projectors/terms.h"
#include "query-api/hold_json.h"
#include "query-api/routes.h"
#include "query-api/submit.h"
#include "query-api/uuid.h"
#include "writer/command_json.h"

namespace ledger {
namespace {

bool by_staff(const Call& call) {
  return call.caller.role != Role::kVisitor;
}

// The contact is sealed with a key of its own, which goes into the log with the record.
HoldPlots hold_command(const ApiContext& context, const Call& call, const ProjectId& project,
                       HoldRequest request, Envelope& envelope) {
  const auto& services = context.services;
  const auto now = services.clock.now();
  HoldPlots command;
  command.project = project;
  command.hold = HoldId(uuid_v7(now));
  command.plots = std::move(request.plots);
  command.contact_hashes = contact_hashes(services.vault, request.contact);
  auto sealed = services.vault.seal_new(PersonId(uuid_v7(now)), pack(request.contact));
  command.contact = std::move(sealed.sealed);
  envelope.keys.push_back(std::move(sealed.key));
  command.campaign = std::move(request.campaign);
  command.by_staff = by_staff(call);
  return command;
}

Reply held(const ApiContext& context, const Answer& answer) {
  const auto* held = find<PlotHeld>(answer.record->events);
  if (held == nullptr) throw std::logic_error("an accepted hold holds nothing");
  const auto token = hold_token(context.services.vault, held->hold);
  auto reply = command_reply(answer, 201, held_json(*answer.record, token));
  reply.headers.emplace_back("Set-Cookie", hold_cookie(context.services, held->hold, token));
  return reply;
}

Result<Reply> hold_plots(ApiContext& context, Call& call) {
  const JsonBody body(call.request.body);
  auto envelope = json_envelope_of(call, context.services.vault, body);
  if (!envelope) return fail(envelope.error());
  auto request = parse_hold(body);
  if (!request) return fail(request.error());
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  auto command = hold_command(context, call, project->project, std::move(*request), *envelope);
  return reply_later({project->partition,
                      {std::move(*envelope), std::move(command)},
                      [&context](const Answer& answer) { return held(context, answer); }});
}

Result<Reply> show_hold(ApiContext& context, Call& call) {
  const auto own = own_hold(context, call);
  if (!own) return fail(own.error());
  const auto rules = terms::taxes(terms_rows(call), own->hold.project);
  const auto zone = fixed_zone(own->project.timezone).value_or(kIndia);
  auto price = quote(map_rows(call), own->hold.project, own->hold.plots, own->hold.price_version,
                     Taxes{rules ? &*rules : nullptr, day_of(context.services.clock.now(), zone)});
  if (price) keep_under_cap(*price, terms::money(terms_rows(call), own->hold.project));
  const auto partition = own->project.partition;
  const HoldFacts facts{*own, price ? &*price : nullptr, context.services.gateway,
                        context.services.clock.now(),
                        to_string(partition, call.snapshot->position().at(partition))};
  return json_reply(200, hold_json(facts));
}

Result<Reply> extend_hold(ApiContext& context, Call& call) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  if (auto nothing = parse_nothing(call.request.body); !nothing) return fail(nothing.error());
  const auto own = own_hold(context, call);
  if (!own) return fail(own.error());
  auto answer = decide_at(context, call, own->project.partition,
                          {std::move(*envelope), ExtendHold{own->hold.project, own->hold.hold}});
  if (!answer) return std::move(answer.error());
  wait_until_visible(context, *answer);
  return command_reply(*answer, 200, extended_json(*answer->record, own->hold));
}

Result<Reply> release_hold(ApiContext& context, Call& call) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  if (auto nothing = parse_nothing(call.request.body); !nothing) return fail(nothing.error());
  const auto own = own_hold(context, call);
  if (!own) return fail(own.error());
  const ReleaseHold command{own->hold.project, own->hold.hold, "released by the buyer", false};
  auto answer = decide_at(context, call, own->project.partition, {std::move(*envelope), command});
  if (!answer) return std::move(answer.error());
  wait_until_visible(context, *answer);
  return command_reply(*answer, 200, released_json(*answer->record, own->hold));
}

Result<Reply> release_as_staff(ApiContext& context, Call& call) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  auto reason = parse_reason(call.request.body);
  if (!reason) return fail(reason.error());
  const HoldId id(call.request.param("hold"));
  auto hold = portal::hold(portal_rows(call), id);
  if (!hold) {
    if (auto current = context.catch_up(call.snapshot); !current) return fail(current.error());
    hold = portal::hold(portal_rows(call), id);
  }
  if (!hold) return fail(ErrorCode::kNotFound, "hold-unknown", "there is no such hold");
  const auto project = context.project(call, hold->project);
  if (!project) return fail(project.error());
  ReleaseHold command{hold->project, id, std::move(*reason), true};
  auto answer =
      decide_at(context, call, project->partition, {std::move(*envelope), std::move(command)});
  if (!answer) return std::move(answer.error());
  wait_until_visible(context, *answer);
  return command_reply(*answer, 200, released_json(*answer->record, *hold));
}

}  // namespace

void add_hold_routes(Routes& routes, ApiContext& context) {
  routes.add("POST", "/v1/projects/{project}/holds",
             [&](Call& call) { return hold_plots(context, call); });
  routes.add("GET", "/v1/holds/{hold}", [&](Call& call) { return show_hold(context, call); });
  routes.add("POST", "/v1/holds/{hold}/extend",
             [&](Call& call) { return extend_hold(context, call); });
  routes.add("POST", "/v1/holds/{hold}/release",
             [&](Call& call) { return release_hold(context, call); });
  routes.add("POST", "/v1/holds/{hold}/staff-release",
             [&](Call& call) { return release_as_staff(context, call); });
}

}  // namespace ledger
