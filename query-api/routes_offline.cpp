#include "projectors/recon.h"
#include "query-api/applicants.h"
#include "query-api/holds.h"
#include "query-api/routes.h"
#include "query-api/staff_command.h"
#include "query-api/tables/bank_reference.h"
#include "query-api/uuid.h"
#include "writer/money_json.h"

// Money outside of the gateway: declared, looked at, counted or refused. Its bank reference is
// unique in the whole ledger: claimed in the directory first, under a key derived from the
// request's.
namespace ledger {
namespace {

bool is_instrument(wire::Mode mode) {
  return mode == wire::Mode::Cheque || mode == wire::Mode::Draft;
}

// What a reference is known by everywhere: a cheque's number means nothing without its bank.
std::string claim_of(wire::Mode mode, std::string_view bank, std::string_view reference) {
  if (reference.empty()) return {};
  if (is_instrument(mode))
    return "cheque:" + tables::plain_reference(bank) + ":" + tables::plain_reference(reference);
  return "utr:" + tables::plain_reference(reference);
}

// Nothing to claim, claimed, or what to answer.
std::optional<Reply> claim(ApiContext& context, const Call& call, Envelope envelope,
                           const DeclarePayment& payment) {
  const auto reference = claim_of(payment.mode, payment.bank, payment.reference);
  if (reference.empty()) return std::nullopt;
  envelope.key += "/reference";
  auto answer = decide_at(
      context, call, kDirectory,
      {std::move(envelope), ClaimReferences{payment.project, {{reference, payment.payment}}}});
  if (answer) return std::nullopt;
  return std::move(answer.error());
}

// The same id each time the request comes: the reference is claimed for it.
PaymentId payment_id(const Vault& vault, const Envelope& envelope) {
  const auto digits = hex(vault.keyed("payment", envelope.scope + "\n" + envelope.key));
  return PaymentId("off_" + digits.substr(0, 24));
}

Result<Reply> declare(ApiContext& context, Call& call, Envelope envelope,
                      const rows::ProjectRowT& project, DeclarePayment command) {
  command.project = project.project;
  command.payment = payment_id(context.services.vault, envelope);
  if (auto refused = claim(context, call, envelope, command)) return std::move(*refused);
  return decide_and_tell(context, call, std::move(envelope), project.partition,
                         {std::move(command), 201});
}

// Staff, or the buyer with the hold's token.
Result<OwnHold> hold_of(const ApiContext& context, Call& call) {
  if (call.caller.role == Role::kVisitor) return own_hold(context, call);
  auto hold = portal::hold(portal_rows(call), HoldId(call.request.param("hold")));
  if (!hold) return fail(ErrorCode::kNotFound, "hold-unknown", "there is no such hold");
  auto project = context.project(call, hold->project);
  if (!project) return fail(project.error());
  return OwnHold{std::move(*hold), std::move(*project)};
}

Result<Reply> declare_for_hold(ApiContext& context, Call& call) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  auto request = parse_declare(call.request.body, true);
  if (!request) return fail(request.error());
  const auto own = hold_of(context, call);
  if (!own) return fail(own.error());
  auto applicants = seal_applicants(context, call, request->applicants);
  if (!applicants) return std::move(applicants.error());
  auto command = std::move(request->payment);
  command.hold = own->hold.hold;
  command.checkout = {own->project.project,   own->hold.hold, receipt_of(own->hold.hold),
                      std::move(*applicants), request->plan,  wire::Pay::Token};
  return declare(context, call, std::move(*envelope), own->project, std::move(command));
}

Result<Reply> declare_for_booking(ApiContext& context, Call& call, bool by_buyer) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  auto request = parse_declare(call.request.body, false);
  if (!request) return fail(request.error());
  const auto facts = by_buyer ? own_booking(context, call) : staff_booking(context, call);
  if (!facts) return fail(facts.error());
  request->payment.booking = facts->booking.booking;
  return declare(context, call, std::move(*envelope), facts->project, std::move(request->payment));
}

// --- finance decides ---

struct Declared {
  rows::ReconRowT row;
  rows::ProjectRowT project;
};

Result<Declared> declared(const ApiContext& context, Call& call) {
  const PaymentId id(call.request.param("payment"));
  const auto place = lookup::payment(lookup_rows(call), id);
  if (!place) return fail(ErrorCode::kNotFound, "payment-unknown", "there is no such payment");
  auto project = context.project(call, place->project);
  auto row = recon::entry(call.snapshot->rows(recon::kView), place->project, id.str());
  if (!project || !row)
    return fail(ErrorCode::kNotFound, "payment-unknown", "there is no such payment");
  return Declared{std::move(*row), std::move(*project)};
}

template <class Parse>
Handle at_payment(ApiContext& context, Parse parse) {
  return [&context, parse](Call& call) -> Result<Reply> {
    auto envelope = json_envelope_of(call, context.services.vault);
    if (!envelope) return fail(envelope.error());
    auto command = parse(call.request.body);
    if (!command) return fail(command.error());
    const auto at = declared(context, call);
    if (!at) return fail(at.error());
    command->project = at->project.project;
    command->payment = PaymentId(at->row.entity);
    if constexpr (requires { command->refund; })
      command->refund = fresh_refunds(context, 1).front();
    return decide_and_tell(context, call, std::move(*envelope), at->project.partition,
                           {std::move(*command)});
  };
}

Result<RejectPayment> parse_reject(std::string_view body) {
  auto reason = parse_reason(body);
  if (!reason) return fail(reason.error());
  RejectPayment command;
  command.reason = std::move(*reason);
  return command;
}

// Its reference is free again afterwards, so that a mistyped one can be declared rightly.
Result<Reply> reject(ApiContext& context, Call& call) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  auto command = parse_reject(call.request.body);
  if (!command) return fail(command.error());
  const auto at = declared(context, call);
  if (!at) return fail(at.error());
  command->project = at->project.project;
  command->payment = PaymentId(at->row.entity);
  const ReleaseReference release{claim_of(at->row.mode, at->row.bank, at->row.reference),
                                 command->payment};
  Envelope second;
  second.actor = envelope->actor;
  auto reply = decide_and_tell(context, call, std::move(*envelope), at->project.partition,
                               {std::move(*command)});
  if (!reply || reply->status != 200) return reply;
  auto released = decide_at(context, call, kDirectory, {std::move(second), release});
  if (!released) return std::move(released.error());
  return reply;
}

}  // namespace

void add_offline_routes(Routes& routes, ApiContext& context) {
  routes.add("POST", "/v1/holds/{hold}/declare",
             [&](Call& call) { return declare_for_hold(context, call); });
  routes.add("POST", "/v1/bookings/{booking}/payments",
             [&](Call& call) { return declare_for_booking(context, call, false); });
  routes.add("POST", "/v1/me/bookings/{booking}/declare",
             [&](Call& call) { return declare_for_booking(context, call, true); });
  routes.add("POST", "/v1/payments/{payment}/verify", at_payment(context, parse_verify));
  routes.add("POST", "/v1/payments/{payment}/deposit", at_payment(context, parse_deposit));
  routes.add("POST", "/v1/payments/{payment}/bounce", at_payment(context, parse_bounce));
  routes.add("POST", "/v1/payments/{payment}/reverse", at_payment(context, parse_reverse));
  routes.add("POST", "/v1/payments/{payment}/reject",
             [&](Call& call) { return reject(context, call); });
}

}  // namespace ledger
