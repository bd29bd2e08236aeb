#include "query-api/caller.h"

#include <algorithm>
#include <array>
#include <utility>

#include "events/hash.h"
#include "projectors/directory.h"

namespace ledger {
namespace {

// As writer/founding.h writes them: "plk_<key id>_<token>".
constexpr std::string_view kPrefix = "plk_";
constexpr std::size_t kTokenLength = 43;

constexpr std::array<std::pair<Role, std::string_view>, 7> kNames = {{
    {Role::kVisitor, "visitor"},
    {Role::kSales, "sales"},
    {Role::kFinance, "finance"},
    {Role::kSupport, "support"},
    {Role::kPartner, "partner"},
    {Role::kAuditor, "auditor"},
    {Role::kAdmin, "admin"},
}};

tl::unexpected<Error> unknown() {
  return fail(ErrorCode::kUnauthorized, "credential-unknown",
              "this credential is not known, or no longer in force");
}

struct KeyText {
  KeyId key;
  std::string_view token;
};

// The token may hold "_" itself, so it is taken by its length.
std::optional<KeyText> parts_of(std::string_view authorization) {
  constexpr std::string_view kScheme = "Bearer ";
  if (authorization.size() < kScheme.size() ||
      !equals_ignoring_case(authorization.substr(0, kScheme.size()), kScheme)) {
    return std::nullopt;
  }
  const auto text = trimmed(authorization.substr(kScheme.size()));
  if (!text.starts_with(kPrefix) || text.size() < kPrefix.size() + kTokenLength + 2) {
    return std::nullopt;
  }
  const auto id_size = text.size() - kPrefix.size() - kTokenLength - 1;
  if (id_size > 64 || text[kPrefix.size() + id_size] != '_') return std::nullopt;
  return KeyText{KeyId(std::string(text.substr(kPrefix.size(), id_size))),
                 text.substr(text.size() - kTokenLength)};
}

}  // namespace

std::string_view name_of(Role role) {
  return kNames.at(static_cast<std::size_t>(role)).second;
}

std::optional<Role> parse_role(std::string_view name) {
  for (const auto& [role, known] : kNames) {
    if (known == name && role != Role::kVisitor) return role;
  }
  return std::nullopt;
}

bool Caller::may_see(const ProjectId& project) const {
  return projects.empty() || std::ranges::find(projects, project) != projects.end();
}

Result<Caller> identify(const HttpRequest& request, const Vault& vault, const Rows& directory) {
  const auto authorization = request.header("Authorization");
  if (authorization.empty()) return Caller{};
  const auto parts = parts_of(authorization);
  if (!parts || !same_secret(vault.token("api-key", parts->key), parts->token)) return unknown();
  const auto row = directory::api_key(directory, parts->key);
  if (!row || row->revoked) return unknown();
  const auto role = parse_role(row->role);
  if (!role) return unknown();
  return Caller{*role, "key:" + parts->key.str(), row->projects};
}

}  // namespace ledger
