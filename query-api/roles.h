#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "query-api/caller.h"

namespace ledger {

// Who may use one route. Whoever holds a hold's token is told by the route itself.
struct Access {
  std::string_view method;
  std::string_view pattern;
  std::uint8_t roles = 0;  // a bit for each Role

  [[nodiscard]] bool allows(Role role) const {
    return ((roles >> static_cast<unsigned>(role)) & 1U) != 0;
  }
};

// The role matrix: every route of the interface. A route that is not listed cannot be registered.
std::span<const Access> role_matrix();
const Access* access_of(std::string_view method, std::string_view pattern);

// Who may look at a moment of the past (?as_of=).
bool may_look_back(Role role);

}  // namespace ledger
