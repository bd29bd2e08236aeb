#include "query-api/hold_json.h"
#include "query-api/routes.h"
#include "query-api/submit.h"
#include "query-api/uuid.h"
#include "writer/command_json.h"

namespace ledger {
namespace {

// What registering a buyer came to: his id, or what to answer instead.
using Registered = tl::expected<BuyerId, Reply>;

// Our name for the order at the gateway: "h-" and the hold's id without dashes, 34 characters.
std::string receipt_of(const HoldId& hold) {
  std::string receipt = "h-";
  for (const char c : hold.str()) {
    if (c != '-') receipt += c;
  }
  return receipt;
}

Registered first_known(ApiContext& context, const Call& call, const std::vector<Hash>& hashes) {
  const auto known = context.services.known_buyers(hashes);
  if (!known.empty()) return known.front();
  const Error lost{ErrorCode::kUnavailable, "unavailable", "the buyer is not registered yet"};
  return tl::make_unexpected(context.problem(lost, call.request));
}

// The buyer that these details belong to, registered in the directory if he is new.
Registered buyer_of(ApiContext& context, const Call& call, const Person& details) {
  auto& services = context.services;
  auto hashes = contact_hashes(services.vault, details);
  const auto known = services.known_buyers(hashes);
  if (!known.empty()) return known.front();
  RegisterBuyer command;
  command.buyer = BuyerId(uuid_v7(services.clock.now()));
  command.contact_hashes = hashes;
  auto sealed = services.vault.seal_new(PersonId(command.buyer.str()), pack(details));
  command.contact = std::move(sealed.sealed);
  Envelope envelope;
  envelope.actor = call.caller.name;
  envelope.keys.push_back(std::move(sealed.key));
  auto answer = decide_at(context, call, kDirectory, {std::move(envelope), std::move(command)});
  if (!answer) return tl::make_unexpected(std::move(answer.error()));
  const auto* registered = answer->record ? find<BuyerRegistered>(answer->record->events) : nullptr;
  if (registered != nullptr) return registered->buyer;
  return first_known(context, call, hashes);  // somebody was quicker
}

// The applicants as they go into the record: details sealed under each buyer's own key.
tl::expected<std::vector<wire::ApplicantT>, Reply> seal_applicants(ApiContext& context,
                                                                   const Call& call,
                                                                   const CheckoutRequest& request) {
  std::vector<wire::ApplicantT> applicants;
  for (const auto& [details, share] : request.applicants) {
    const auto buyer = buyer_of(context, call, details);
    if (!buyer) return tl::make_unexpected(buyer.error());
    auto sealed = context.services.vault.seal(PersonId(buyer->str()), pack(details));
    if (!sealed) return tl::make_unexpected(context.problem(sealed.error(), call.request));
    wire::ApplicantT applicant;
    applicant.buyer = *buyer;
    applicant.details = std::make_unique<wire::SealedT>(std::move(*sealed));
    applicant.share_basis_points = share;
    applicants.push_back(std::move(applicant));
  }
  return applicants;
}

// The gateway's order of the hold, once the reactor has brought it.
Result<rows::HoldRowT> wait_for_order(const ApiContext& context, Call& call, const HoldId& id) {
  std::optional<rows::HoldRowT> hold;
  const auto settled = [&](const ReadSnapshot& snapshot) {
    hold = portal::hold(snapshot.rows(portal::kView), id);
    return hold && (!hold->order.empty() || hold->state != rows::HoldState::Held);
  };
  call.snapshot = context.freshness.wait(settled, context.services.order_wait);
  if (hold && !hold->order.empty()) return std::move(*hold);
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
  auto applicants = seal_applicants(context, call, *request);
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
  return command_reply(*answer, 201, order_json(*hold, services.gateway));
}

}  // namespace

void add_checkout_routes(Routes& routes, ApiContext& context) {
  routes.add("POST", "/v1/holds/{hold}/checkout",
             [&](Call& call) { return start_checkout(context, call); });
}

}  // namespace ledger
