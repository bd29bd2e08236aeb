#include "query-api/http_head.h"

#include <gtest/gtest.h>

namespace ledger {
namespace {

constexpr std::string_view kHost = "Host: x\r\n";

tl::expected<RequestHead, HttpProblem> parse(std::string_view line, std::string_view headers = "") {
  return parse_head(std::string(line) + "\r\n" + std::string(kHost) + std::string(headers), {});
}

int refusal(std::string_view line, std::string_view headers = "") {
  const auto head = parse(line, headers);
  return head ? 0 : head.error().status;
}

TEST(RequestHead, HoldsMethodPathQueryAndHeaders) {
  const auto head = parse("GET /v1/projects/a%20b?limit=5&cursor=x%2By&q=a+b HTTP/1.1", "A: 1\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->request.method, "GET");
  EXPECT_EQ(head->request.path, "/v1/projects/a b");
  EXPECT_EQ(head->request.query_value("limit"), "5");
  EXPECT_EQ(head->request.query_value("cursor"), "x+y");
  EXPECT_EQ(head->request.query_value("q"), "a b");
  EXPECT_FALSE(head->request.query_value("none"));
  EXPECT_EQ(head->request.header("a"), "1");
  EXPECT_TRUE(head->keep_alive);
}

TEST(RequestHead, KeepsHeaderValuesAsSent) {
  const auto head = parse("GET / HTTP/1.1", "Cookie: a=1%3b __Host-sid=evil; b=%41\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->request.header("cookie"), "a=1%3b __Host-sid=evil; b=%41");
  EXPECT_FALSE(head->request.cookie("__Host-sid"));
  EXPECT_EQ(head->request.cookie("b"), "%41");
}

TEST(RequestHead, DropsWhatTheLibraryOnceTookForTheClientsAddressAndRanges) {
  const auto head = parse("GET / HTTP/1.1", "REMOTE_ADDR: 1.2.3.4\r\nRange: bytes=0-,0-\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->request.header("REMOTE_ADDR"), "");
  EXPECT_EQ(head->request.header("Range"), "");
}

TEST(RequestHead, RefusesAmbiguousLengths) {
  EXPECT_EQ(refusal("POST / HTTP/1.1", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400);
  EXPECT_EQ(refusal("POST / HTTP/1.1", "Content-Length: 5\r\nContent-Length: 5\r\n"), 400);
  EXPECT_EQ(refusal("POST / HTTP/1.1", "Content-Length: 5, 5\r\n"), 400);
  EXPECT_EQ(refusal("POST / HTTP/1.1", "Content-Length: +5\r\n"), 400);
  EXPECT_EQ(refusal("POST / HTTP/1.1", "Content-Length: -1\r\n"), 400);
  EXPECT_EQ(refusal("POST / HTTP/1.1", "Content-Length: 18446744073709551616\r\n"), 400);
  EXPECT_EQ(refusal("POST / HTTP/1.1", "Content-Length:\r\n"), 400);
  EXPECT_EQ(refusal("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n"),
            400);
  EXPECT_EQ(refusal("POST / HTTP/1.0", "Transfer-Encoding: chunked\r\n"), 400);
  EXPECT_EQ(refusal("POST / HTTP/1.1", "Transfer-Encoding: gzip, chunked\r\n"), 501);
}

TEST(RequestHead, RefusesLinesThatCanBeReadTwoWays) {
  EXPECT_EQ(refusal("GET / HTTP/1.1", "A: 1\r\n folded\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1", "A : 1\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1", "no colon\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1", ": no name\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1", "A: 1\rB: 2\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1", std::string_view("A: 1\0\r\n", 7)), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1", "Host: y\r\n"), 400);
  EXPECT_EQ(parse_head("GET / HTTP/1.1\r\n", {}).error().status, 400);
  EXPECT_TRUE(parse_head("GET / HTTP/1.0\r\n", {}));
}

TEST(RequestHead, RefusesMalformedRequestLines) {
  EXPECT_EQ(refusal("GET /"), 400);
  EXPECT_EQ(refusal("GET  / HTTP/1.1"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1 "), 400);
  EXPECT_EQ(refusal("G@T / HTTP/1.1"), 400);
  EXPECT_EQ(refusal("GET /\x80 HTTP/1.1"), 400);
  EXPECT_EQ(refusal("GET /a#b HTTP/1.1"), 400);
  EXPECT_EQ(refusal("GET relative HTTP/1.1"), 400);
  EXPECT_EQ(refusal("BREW / HTTP/1.1"), 501);
  EXPECT_EQ(refusal("TRACE / HTTP/1.1"), 501);
  EXPECT_EQ(refusal("GET / HTTP/2.0"), 505);
  EXPECT_EQ(refusal("GET / HTCPCP/1.0"), 400);
}

TEST(RequestHead, RefusesPathsThatClimbOrHide) {
  for (const auto* path : {"/../etc", "/a/..", "/a/%2e%2e/b", "/./a", "/a%00", "/a%2fb",
                           "/a%0d%0aX", "/%", "/%4", "/%zz", "/a?b=%zz"}) {
    EXPECT_EQ(refusal(std::string("GET ") + path + " HTTP/1.1"), 400) << path;
  }
  EXPECT_EQ(decode_path("/..a/b..%3a"), "/..a/b..:");
}

TEST(RequestHead, TakesTheAbsoluteFormThatProxiesSend) {
  const auto head = parse("GET http://host:80/a?b=c HTTP/1.1");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->request.path, "/a");
  EXPECT_EQ(head->request.query_value("b"), "c");
}

TEST(RequestHead, CountsHeadersAndMeasuresTheTarget) {
  std::string headers;
  for (int i = 0; i < 99; ++i) headers += "A: 1\r\n";
  EXPECT_TRUE(parse("GET / HTTP/1.1", headers));
  EXPECT_EQ(refusal("GET / HTTP/1.1", headers + "A: 1\r\n"), 431);
  EXPECT_TRUE(parse("GET /" + std::string(8191, 'a') + " HTTP/1.1"));
  EXPECT_EQ(refusal("GET /" + std::string(8192, 'a') + " HTTP/1.1"), 414);
}

TEST(RequestHead, RefusesEncodedBodiesAndUnknownExpectations) {
  EXPECT_EQ(refusal("POST / HTTP/1.1", "Content-Encoding: gzip\r\nContent-Length: 1\r\n"), 415);
  EXPECT_EQ(refusal("POST / HTTP/1.1", "Expect: the-unexpected\r\n"), 417);
  EXPECT_TRUE(parse("POST / HTTP/1.1", "Expect: 100-continue\r\n")->expects_continue);
}

TEST(RequestHead, ReadsWhoKeepsTheConnection) {
  EXPECT_FALSE(parse("GET / HTTP/1.1", "Connection: x, Close\r\n")->keep_alive);
  EXPECT_FALSE(parse("GET / HTTP/1.0")->keep_alive);
  EXPECT_TRUE(parse("GET / HTTP/1.0", "Connection: Keep-Alive\r\n")->keep_alive);
}

TEST(FormBody, IsReadAsPairs) {
  const auto pairs = parse_pairs("a=1&&b=x%3Dy&c&=d");
  ASSERT_TRUE(pairs);
  EXPECT_EQ(*pairs, (std::vector<NameValue>{{"a", "1"}, {"b", "x=y"}, {"c", ""}, {"", "d"}}));
  EXPECT_FALSE(parse_pairs("a=%"));
}

TEST(ResponseHeader, CannotBeSplit) {
  HttpResponse response;
  EXPECT_THROW(response.set_header("Location", "/a\r\nSet-Cookie: b"), std::invalid_argument);
  EXPECT_THROW(response.set_header("A b", "c"), std::invalid_argument);
}

}  // namespace
}  // namespace ledger
