#pragma once

#include <string>
#include <vector>

#include "events/person.h"
#include "ops/plotledger/demo_stage.h"

namespace ledger::demo {

// Registers everybody who is not known yet, told by `actor`, and seals what a booking keeps of
// them; they own in equal parts.
std::vector<wire::ApplicantT> register_applicants(Stage& stage, const std::vector<Person>& persons,
                                                  const std::string& actor);

}  // namespace ledger::demo
