#include <fstream>
#include <regex>
#include <set>

#include "query-api/object_text_json.h"
#include "query-api/problem.h"
#include "query-api/project_json.h"
#include "query-api/quotes.h"
#include "query-api/rate_limits.h"
#include "query-api/uuid.h"
#include "query-api/web_files.h"
#include "tests/query-api/api_fixture.h"
#include "writer/command_json.h"

namespace ledger::test {
namespace {

std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Every reason that a decision or the door may give.
std::set<std::string> reasons_in_sources() {
  std::set<std::string> reasons;
  // Damage is shown as internal-error, what is not found as not-found.
  const std::regex named(
      R"rx(ErrorCode::k(?!Corrupt|NotFound)\w+,\s*(?:\.reason = )?"([a-z0-9]+(?:-[a-z0-9]+)+)")rx");
  for (const char* folder :
       {"/writer/domain", "/query-api", "/query-api/documents", "/query-api/tables"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(SOURCE_DIR + std::string(folder))) {
      const auto name = entry.path().filename().string();
      if (!name.ends_with(".cpp") || name == "listener_socket.cpp" || name == "snapshot.cpp")
        continue;
      const auto text = text_of_file(entry.path());
      for (std::sregex_iterator at(text.begin(), text.end(), named), end; at != end; ++at) {
        reasons.insert((*at)[1]);
      }
    }
  }
  return reasons;
}

std::vector<std::string> pointers(const Error& error) {
  std::vector<std::string> to;
  for (const auto& fault : error.faults) to.push_back(fault.pointer);
  return to;
}

}  // namespace

TEST(Uuid, IsOfVersionSevenAndSortsByTime) {
  const std::regex shape("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto id = uuid_v7(HandClock::kStart);
    EXPECT_TRUE(std::regex_match(id, shape)) << id;
    EXPECT_TRUE(seen.insert(id).second);
  }
  EXPECT_LT(*seen.rbegin(), uuid_v7(HandClock::kStart + milliseconds(1)));
  EXPECT_EQ(uuid_v7(Instant::micros(1'000)).substr(0, 13), "00000000-0001");
}

TEST(Problems, EveryReasonHasAPageInBothLanguages) {
  const auto reasons = reasons_in_sources();
  EXPECT_GT(reasons.size(), 40U);
  for (const auto& reason : reasons) {
    const auto* type = problem_type(reason);
    ASSERT_NE(type, nullptr) << reason;
    EXPECT_FALSE(type->english.empty() || type->hindi.empty() || type->title.empty()) << reason;
    EXPECT_NE(problem_page(*type).find("lang=\"hi\""), std::string::npos);
  }
}

TEST(Problems, DamageInsideNamesNothing) {
  const auto told = shown({ErrorCode::kCorrupt, "log-damaged", "offset 7 of /var/lib/x"});
  EXPECT_EQ(told.reason, "internal-error");
  EXPECT_EQ(told.message.find("/var"), std::string::npos);
  EXPECT_EQ(status_of(told), 500);
}

TEST(Area, IsWrittenWithoutTrailingZeros) {
  EXPECT_EQ(area_text(1'200'500), "1200.5");
  EXPECT_EQ(area_text(1'200'000), "1200");
  EXPECT_EQ(area_text(45), "0.045");
}

TEST(RateLimits, RefillWithTimeAndForgetNobodyWhoIsEmpty) {
  HandClock clock;
  RateLimits limits(clock);
  EXPECT_TRUE(limits.allow("a", {2, 1}));
  EXPECT_TRUE(limits.allow("a", {2, 1}));
  EXPECT_FALSE(limits.allow("a", {2, 1}));
  EXPECT_TRUE(limits.allow("b", {2, 1}));
  clock.pass(seconds(1));
  EXPECT_TRUE(limits.allow("a", {2, 1}));
  EXPECT_FALSE(limits.allow("a", {2, 1}));
}

TEST(Commands, UnknownFieldsAreNamedByTheirPointer) {
  const auto refused = parse_set_prices(
      ProjectId("p"),
      R"({"currency":"INR","rate_paise_per_sq_yd":1.5,"heads":[{"head":"x","kind":"fixed",
          "paise":9007199254740993,"basis_points":1}],"extra/field":1})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "invalid-request");
  EXPECT_EQ(pointers(refused.error()),
            (std::vector<std::string>{"/rate_paise_per_sq_yd", "/heads/0/paise",
                                      "/heads/0/basis_points", "/extra~1field"}));
}

TEST(Commands, AreNotReadPastThirtyTwoLevels) {
  std::string deep = R"({"plots":)";
  for (int i = 0; i < 40; ++i) deep += '[';
  const auto refused = parse_hold(JsonBody(deep));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "malformed-json");
}

TEST(Commands, SharesAreEqualUnlessGiven) {
  const auto three = parse_checkout(
      R"({"applicants":[{"name":"A","email":"a@b.in"},{"name":"B","email":"b@b.in"},
          {"name":"C","email":"c@b.in"}],"plan":"standard","pay":"full"})");
  ASSERT_TRUE(three) << three.error().message;
  EXPECT_EQ(three->applicants[0].share_basis_points, 3'333);
  EXPECT_EQ(three->applicants[2].share_basis_points, 3'334);
  EXPECT_EQ(three->pay, wire::Pay::Full);
}

TEST(Commands, CanonicalJsonForgetsOrderAndSpace) {
  EXPECT_EQ(*canonical_json(R"({"b":1, "a":[ 1,2 ]})"), *canonical_json(R"({"a":[1,2],"b":1})"));
  EXPECT_NE(*canonical_json(R"({"a":[1,2]})"), *canonical_json(R"({"a":[2,1]})"));
  EXPECT_FALSE(canonical_json(R"({"a":1,"a":2})"));
}

TEST(Commands, PanAndGstinHaveTheirShape) {
  const auto asked = [](const std::string& field) {
    return parse_checkout(R"({"applicants":[{"name":"A","email":"a@b.in",)" + field +
                          R"(}],"plan":"standard","pay":"token"})")
        .has_value();
  };
  EXPECT_TRUE(asked(R"("pan":"ABCDE1234F")"));
  EXPECT_FALSE(asked(R"("pan":"ABCDE12345")"));
  EXPECT_TRUE(asked(R"("gstin":"27ABCDE1234F1Z5")"));
  EXPECT_FALSE(asked(R"("gstin":"ABCDE1234F1Z5")"));
}

class Pages : public ApiTest {
 protected:
  // An Api over a directory of built pages.
  Router router_over(const std::string& web_dir) {
    services_->web_dir = web_dir;
    files_ = std::make_unique<WebFiles>(*services_);
    Router router;
    files_->add_to(router);
    return router;
  }

  static HttpResponse ask(const Router& router, const std::string& path) {
    HttpRequest request;
    request.method = "GET";
    request.path = path;
    HttpResponse response;
    auto match = router.match("GET", path);
    response.status = 404;
    if (match.route == nullptr) return response;
    response.status = 200;
    request.params = match.params;
    match.route->handler(request, response);
    return response;
  }

  std::unique_ptr<WebFiles> files_;
};

TEST_F(Pages, EveryPageIsTheIndexUnderAStrictPolicy) {
  std::filesystem::create_directories(directory_ / "web/assets");
  std::ofstream(directory_ / "web/index.html") << "<!doctype html>";
  std::ofstream(directory_ / "web/assets/a-1.js") << "1";
  const auto router = router_over((directory_ / "web").string());
  for (const char* page : {"/", "/p/athi", "/h/1", "/me/b/X", "/staff/x", "/sign-in"}) {
    const auto shown = ask(router, page);
    EXPECT_EQ(shown.status, 200) << page;
    EXPECT_EQ(shown.body(), "<!doctype html>");
    EXPECT_EQ(shown.header("Cache-Control"), "no-cache");
    const std::string policy(shown.header("Content-Security-Policy"));
    EXPECT_TRUE(policy.starts_with("default-src 'none'")) << policy;
    const bool names_gateway = policy.find("http://127.0.0.1:1") != std::string::npos;
    EXPECT_EQ(names_gateway, std::string_view(page) == "/h/1") << page;
  }
  const auto script = ask(router, "/assets/a-1.js");
  EXPECT_EQ(script.header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(ask(router, "/assets/none.js").status, 404);
  EXPECT_EQ(ask(router, "/v1/nothing").status, 404);
}

TEST_F(Pages, WithoutBuiltPagesItSaysHowToBuildThem) {
  const auto shown = ask(router_over("/nowhere"), "/");
  EXPECT_EQ(shown.status, 503);
  EXPECT_NE(shown.body().find("npm run build"), std::string::npos);
}

TEST_F(Pages, AProblemsTypeIsAPage) {
  const auto page = get("/problems/plot-unavailable");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(get("/problems/nothing").status, 404);
}

TEST(ObjectTextTest, IsTheSameTextAsATreesOwn) {
  const std::vector<PlotId> plots{PlotId("12"), PlotId("Ring \"A\"\\:7"), PlotId("प्लॉट\n1"),
                                  PlotId("\xff")};
  const auto at = Instant::micros(1'764'000'000'000'001);
  const auto text = ObjectText()
                        .text("hold_id", "h-1")
                        .texts("plots", plots)
                        .texts("none", std::vector<PlotId>())
                        .time("at", at)
                        .time("never", Instant())
                        .end();
  EXPECT_EQ(text, R"({"hold_id":"h-1","plots":["12","Ring \"A\"\\:7","प्लॉट\n1","�"],)"
                  R"("none":[],"at":"2025-11-24T16:00:00.000001Z","never":null})");
}

}  // namespace ledger::test
