#include "query-api/applicants.h"

#include "query-api/uuid.h"

namespace ledger {
namespace {

// What registering a buyer came to: his id, or what to answer instead.
using Registered = tl::expected<BuyerId, Reply>;

Reply not_registered_yet(const ApiContext& context, const Call& call) {
  return context.problem(
      {ErrorCode::kUnavailable, "unavailable", "the buyer is not registered yet; ask again"},
      call.request);
}

// The buyer that these details belong to, registered in the directory if he is new.
Registered buyer_of(ApiContext& context, const Call& call, const Person& details) {
  auto& services = context.services;
  auto hashes = contact_hashes(services.vault, details);
  if (const auto known = services.known_buyers(hashes); !known.empty()) return known.front();
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
  const auto known = services.known_buyers(hashes);  // somebody was quicker
  if (known.empty()) return tl::make_unexpected(not_registered_yet(context, call));
  return known.front();
}

// Nothing erases a registered buyer's key: one that is missing is still on its way to this node.
tl::expected<wire::SealedT, Reply> seal(const ApiContext& context, const Call& call,
                                        const BuyerId& buyer, const Person& details) {
  auto sealed = context.services.vault.seal(PersonId(buyer.str()), pack(details));
  if (sealed) return std::move(*sealed);
  if (sealed.error().code == ErrorCode::kNotFound) {
    return tl::make_unexpected(not_registered_yet(context, call));
  }
  return tl::make_unexpected(context.problem(sealed.error(), call.request));
}

}  // namespace

tl::expected<std::vector<wire::ApplicantT>, Reply> seal_applicants(
    ApiContext& context, const Call& call, const std::vector<CheckoutRequest::Applicant>& given) {
  std::vector<wire::ApplicantT> applicants;
  for (const auto& [details, share] : given) {
    const auto buyer = buyer_of(context, call, details);
    if (!buyer) return tl::make_unexpected(buyer.error());
    auto sealed = seal(context, call, *buyer, details);
    if (!sealed) return tl::make_unexpected(std::move(sealed.error()));
    wire::ApplicantT applicant;
    applicant.buyer = *buyer;
    applicant.details = std::make_unique<wire::SealedT>(std::move(*sealed));
    applicant.share_basis_points = share;
    applicants.push_back(std::move(applicant));
  }
  return applicants;
}

}  // namespace ledger
