#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/ids.h"
#include "events/result.h"
#include "events/vault.h"
#include "projectors/view.h"
#include "query-api/http.h"

namespace ledger {

enum class Role : std::uint8_t { kVisitor, kSales, kFinance, kSupport, kPartner, kAuditor, kAdmin };

std::string_view name_of(Role role);
std::optional<Role> parse_role(std::string_view name);  // of a key: never visitor

// Who asks.
struct Caller {
  Role role = Role::kVisitor;
  std::string name = "visitor";          // "visitor", or "key:<key id>": scope and actor
  std::vector<ProjectId> projects = {};  // of a key that is bound to some; none: every project

  [[nodiscard]] bool may_see(const ProjectId& project) const;

  [[nodiscard]] bool bound() const { return !projects.empty(); }
};

// The caller of a request by its Authorization header: none is a visitor; an unknown, malformed or
// revoked key is kUnauthorized "credential-unknown", always the same.
Result<Caller> identify(const HttpRequest& request, const Vault& vault, const Rows& directory);

}  // namespace ledger
