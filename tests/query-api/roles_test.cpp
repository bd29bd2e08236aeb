#include "query-api/roles.h"

#include <array>

#include "query-api/openapi.h"
#include "tests/query-api/api_fixture.h"

namespace ledger::test {
namespace {

constexpr std::array kRoles = {Role::kVisitor, Role::kSales,   Role::kFinance, Role::kSupport,
                               Role::kPartner, Role::kAuditor, Role::kAdmin};

// The pattern with a value for each {name}.
std::string target_of(std::string_view pattern) {
  std::string target(pattern);
  while (target.find('{') != std::string::npos) {
    const auto begin = target.find('{');
    target.replace(begin, target.find('}') - begin + 1, "nothing");
  }
  return target;
}

}  // namespace

class Roles : public ApiTest {};

TEST_F(Roles, EveryRouteAnswersEveryRoleAsTheMatrixSays) {
  for (const auto& access : role_matrix()) {
    for (const Role role : kRoles) {
      const auto answered =
          call(access.method, target_of(access.pattern), "{}", as(std::string(name_of(role))));
      const auto told = std::string(access.method) + " " + std::string(access.pattern) + " as " +
                        std::string(name_of(role));
      if (access.allows(role)) {
        EXPECT_NE(answered.status, 401) << told;
        EXPECT_NE(answered.status, 403) << told;
      } else {
        EXPECT_EQ(answered.status, role == Role::kVisitor ? 401 : 403) << told;
      }
    }
  }
}

TEST_F(Roles, AuditorsNeverWrite) {
  for (const auto& access : role_matrix()) {
    const bool open = access.allows(Role::kVisitor);
    if (access.method == "GET" || open) continue;
    EXPECT_FALSE(access.allows(Role::kAuditor)) << access.pattern;
  }
}

TEST_F(Roles, AnUnknownKeyIs401AndNeverAVisitor) {
  for (const char* wrong : {"Bearer plk_admin_x", "Bearer nonsense", "Basic YTpi",
                            "Bearer plk_admin_0123456789012345678901234567890123456789012"}) {
    const auto refused = get("/v1/projects", {{"Authorization", wrong}});
    EXPECT_EQ(refused.status, 401) << wrong;
    EXPECT_EQ(refused.problem(), "credential-unknown");
    EXPECT_EQ(refused.header("WWW-Authenticate"), "Bearer");
  }
}

TEST_F(Roles, ABoundKeySeesItsProjectsOnly) {
  open_project("athi", "AKR");
  open_project("bannur", "BNR");
  const auto booking = book("bannur", "1");
  const auto bound = as("finance", {"athi"});
  EXPECT_EQ(get("/v1/finance/trial-balance?project=athi", bound).status, 200);
  EXPECT_EQ(get("/v1/finance/trial-balance?project=bannur", bound).status, 404);
  EXPECT_EQ(get("/v1/finance/trial-balance", bound).status, 403);
  const auto other = get("/v1/bookings/" + booking, bound);
  EXPECT_EQ(other.status, 404);
  EXPECT_EQ(other.body, get("/v1/bookings/AKR-26-000001-X", bound).body);
  EXPECT_EQ(get("/v1/bookings", bound).json().at("bookings").size(), 0U);
  EXPECT_EQ(get("/v1/bookings", as("finance")).json().at("bookings").size(), 1U);
}

TEST_F(Roles, AKeyIsShownAgainOnlyToItsOwnRequest) {
  const auto k = key(fresh_key());
  auto headers = as_admin();
  headers.push_back(k);
  const Json body = {{"role", "finance"}, {"name", "back office"}};
  const auto first = post("/v1/api-keys", body, headers);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(post("/v1/api-keys", body, headers).body, first.body);
  const auto secret = first.json().at("key").get<std::string>();
  EXPECT_EQ(everything_in_log().find(secret.substr(secret.size() - 43)), std::string::npos);
  EXPECT_EQ(get("/v1/refunds", {{"Authorization", "Bearer " + secret}}).status, 200);
}

TEST_F(Roles, TheContractNamesEveryRoute) {
  const auto contract = Json::parse(openapi_json());
  for (const auto& access : role_matrix()) {
    std::string path(access.pattern);
    if (const auto rest = path.find("...}"); rest != std::string::npos) path.erase(rest, 3);
    std::string method(access.method);
    for (auto& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    ASSERT_TRUE(contract.at("paths").contains(path)) << path;
    EXPECT_TRUE(contract.at("paths").at(path).contains(method)) << method << " " << path;
  }
}

}  // namespace ledger::test
