#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/hash.h"
#include "events/result.h"
#include "person_generated.h"

namespace ledger {

class Vault;

// One person's details, in clear: only ever in memory, between the door and a sealed box.
using Person = wire::PersonDetailsT;

std::string pack(const Person& person);
Result<Person> unpack(std::string_view bytes);  // kCorrupt "box-damaged"

// Keyed hashes by which the same person is found again: of the phone and of the e-mail (lower case),
// as far as given. They live in memory only.
std::vector<Hash> contact_hashes(const Vault& vault, const Person& person);

}  // namespace ledger
