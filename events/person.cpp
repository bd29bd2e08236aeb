#include "events/person.h"

#include <cctype>

#include "events/vault.h"

namespace ledger {

std::string pack(const Person& person) {
  flatbuffers::FlatBufferBuilder to(256);
  to.Finish(wire::PersonDetails::Pack(to, &person));
  return {reinterpret_cast<const char*>(to.GetBufferPointer()), to.GetSize()};
}

Result<Person> unpack(std::string_view bytes) {
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (!wire::VerifyPersonDetailsBuffer(verifier)) {
    return fail(ErrorCode::kCorrupt, "box-damaged", "a sealed box does not hold a person's details");
  }
  Person person;
  wire::GetPersonDetails(bytes.data())->UnPackTo(&person);
  return person;
}

std::vector<Hash> contact_hashes(const Vault& vault, const Person& person) {
  std::vector<Hash> hashes;
  if (!person.phone.empty()) hashes.push_back(vault.keyed("phone", person.phone));
  if (!person.email.empty()) {
    std::string email = person.email;
    for (auto& c : email) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    hashes.push_back(vault.keyed("e-mail", email));
  }
  return hashes;
}

}  // namespace ledger
