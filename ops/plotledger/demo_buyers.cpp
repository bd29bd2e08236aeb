#include "ops/plotledger/demo_buyers.h"

#include <stdexcept>

namespace ledger::demo {
namespace {

BuyerId register_buyer(Stage& stage, const Person& person, const std::string& actor) {
  auto& vault = stage.ledger.vault();
  auto hashes = contact_hashes(vault, person);
  if (const auto known = stage.ledger.known_buyers(hashes); !known.empty()) return known.front();
  RegisterBuyer command;
  command.buyer = BuyerId(stage.uuid());
  command.contact_hashes = std::move(hashes);
  auto sealed = vault.seal_new(PersonId(command.buyer.str()), pack(person));
  command.contact = std::move(sealed.sealed);
  Envelope envelope;
  envelope.actor = actor;
  envelope.keys.push_back(std::move(sealed.key));
  const auto buyer = command.buyer;
  stage.tell_directory(std::move(envelope), std::move(command));
  return buyer;
}

}  // namespace

std::vector<wire::ApplicantT> register_applicants(Stage& stage, const std::vector<Person>& persons,
                                                  const std::string& actor) {
  std::vector<wire::ApplicantT> all;
  for (const auto& person : persons) {
    wire::ApplicantT applicant;
    applicant.buyer = register_buyer(stage, person, actor);
    auto sealed = stage.ledger.vault().seal(PersonId(applicant.buyer.str()), pack(person));
    if (!sealed) throw std::runtime_error(sealed.error().message);
    applicant.details = std::make_unique<wire::SealedT>(std::move(*sealed));
    applicant.share_basis_points = static_cast<int>(10'000 / persons.size());
    all.push_back(std::move(applicant));
  }
  return all;
}

}  // namespace ledger::demo
