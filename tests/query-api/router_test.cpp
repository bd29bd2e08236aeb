#include "query-api/router.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace ledger {
namespace {

void nothing(const HttpRequest&, HttpResponse&) {}

class RouterTable : public testing::Test {
 protected:
  RouterTable() {
    for (const auto* pattern :
         {"/", "/v1/projects/{project}/map", "/v1/projects/{project}", "/v1/me/receipts/{no}.pdf",
          "/v1/me/receipts/{no}", "/v1/projects/import", "/assets/{file...}"}) {
      router_.get(pattern, nothing);
    }
    router_.post("/v1/projects/{name}/map", nothing);
    router_.put("/v1/projects/import/map", nothing);
  }

  std::string pattern(std::string_view path, std::string_view method = "GET") const {
    const auto match = router_.match(method, path);
    return match.route != nullptr ? match.route->pattern : "";
  }

  Router router_;
};

TEST_F(RouterTable, MatchesSegmentBySegment) {
  EXPECT_EQ(pattern("/"), "/");
  EXPECT_EQ(pattern("/v1/projects/athi"), "/v1/projects/{project}");
  EXPECT_EQ(pattern("/v1/projects/athi/map"), "/v1/projects/{project}/map");
  EXPECT_EQ(pattern("/v1/projects/athi/map/"), "");
  EXPECT_EQ(pattern("/v1/projects//map"), "");
  EXPECT_EQ(pattern("/v1"), "");
  EXPECT_EQ(pattern(""), "");
}

TEST_F(RouterTable, PrefersTheMoreExactSegment) {
  EXPECT_EQ(pattern("/v1/projects/import"), "/v1/projects/import");
  EXPECT_EQ(pattern("/v1/me/receipts/R-1.pdf"), "/v1/me/receipts/{no}.pdf");
  EXPECT_EQ(pattern("/v1/me/receipts/R-1"), "/v1/me/receipts/{no}");
  EXPECT_EQ(pattern("/v1/me/receipts/.pdf"), "/v1/me/receipts/{no}");
}

TEST_F(RouterTable, GoesBackWhereTheExactSegmentLeadsNowhere) {
  EXPECT_EQ(pattern("/v1/projects/import/map", "PUT"), "/v1/projects/import/map");
  EXPECT_EQ(pattern("/v1/projects/import/map"), "/v1/projects/{project}/map");
}

TEST_F(RouterTable, ForgetsWhatItTookOnTheWayBack) {
  router_.get("/r/{no}.pdf/pages", nothing);
  router_.get("/r/{id}/lines", nothing);
  const auto match = router_.match("GET", "/r/7.pdf/lines");
  EXPECT_EQ(match.params, (std::vector<NameValue>{{"id", "7.pdf"}}));
}

TEST_F(RouterTable, NamesParametersAsTheirOwnPatternDoes) {
  const auto got = router_.match("GET", "/v1/projects/a:b/map");
  EXPECT_EQ(got.params, (std::vector<NameValue>{{"project", "a:b"}}));
  const auto posted = router_.match("POST", "/v1/projects/a:b/map");
  EXPECT_EQ(posted.params, (std::vector<NameValue>{{"name", "a:b"}}));
  const auto file = router_.match("GET", "/assets/js/app.js");
  EXPECT_EQ(file.params, (std::vector<NameValue>{{"file", "js/app.js"}}));
}

TEST_F(RouterTable, ServesHeadByGetAndNamesOtherMethods) {
  EXPECT_EQ(pattern("/v1/projects/athi", "HEAD"), "/v1/projects/{project}");
  const auto match = router_.match("DELETE", "/v1/projects/athi/map");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allow, "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(router_.match("DELETE", "/nowhere").allow, "");
}

TEST_F(RouterTable, RefusesPatternsItCannotKeepApart) {
  EXPECT_THROW(router_.get("/v1/projects/{other}/map", nothing), std::invalid_argument);
  EXPECT_THROW(router_.get("/a{b}", nothing), std::invalid_argument);
  EXPECT_THROW(router_.get("/{b", nothing), std::invalid_argument);
  EXPECT_THROW(router_.get("/{rest...}/more", nothing), std::invalid_argument);
  EXPECT_THROW(router_.get("relative", nothing), std::invalid_argument);
  EXPECT_THROW(router_.get("/none", nullptr), std::invalid_argument);
}

}  // namespace
}  // namespace ledger
