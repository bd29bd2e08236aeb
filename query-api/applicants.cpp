#include "query-api/applicants.h"

#include "query-api/uuid.h"

namespace ledger {
namespace {

// What registering a buyer came to: his id, or what to answer instead.
using Registered = tl::expected<BuyerId, Reply>;

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

}  // namespace

tl::expected<std::vector<wire::ApplicantT>, Reply> seal_applicants(
    ApiContext& context, const Call& call, const std::vector<CheckoutRequest::Applicant>& given) {
  std::vector<wire::ApplicantT> applicants;
  for (const auto& [details, share] : given) {
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

}  // namespace ledger
