#include <sys/resource.h>

#include "tests/query-api/server_fixture.h"

namespace ledger {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class ServerLimit : public ServerTest {
 protected:
  // The answer to the request, after which the server must have closed.
  std::string last_answer(std::string_view request) {
    RawClient client(port_);
    client.send(request);
    std::string answer = client.read_response();
    EXPECT_TRUE(client.is_closed()) << answer;
    return answer;
  }

  static std::string chunked(std::string_view path, std::size_t chunks, std::size_t size) {
    std::string text =
        "POST " + std::string(path) + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t i = 0; i < chunks; ++i) {
      std::array<char, 20> length;
      std::snprintf(length.data(), length.size(), "%zx\r\n", size);
      text.append(length.data()).append(std::string(size, 'a')).append("\r\n");
    }
    return text + "0\r\n\r\n";
  }
};

TEST_F(ServerLimit, JsonBodiesEndAt64KiB) {
  start();
  RawClient client(port_);
  const std::string fits(64 * 1024, 'a');
  EXPECT_NE(client.ask(post("/echo", fits)).find("65536:aaa"), std::string::npos);
  const auto answer = client.ask(post("/echo", fits + "a"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 ")) << answer;
  EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
  EXPECT_NE(answer.find("/problems/body-too-large"), std::string::npos);
  EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerLimit, WebhookAndUploadBodiesHaveTheirOwn) {
  start();
  RawClient client(port_);
  const std::string large(256 * 1024, 'a');
  EXPECT_NE(client.ask(post("/webhook", large)).find("262144:aaa"), std::string::npos);
  EXPECT_NE(client.ask(post("/upload", large + "a")).find("262145:aaa"), std::string::npos);
  EXPECT_TRUE(client.ask(post("/webhook", large + "a")).starts_with("HTTP/1.1 413 "));
  const std::string upload = "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 26214401\r\n\r\n";
  EXPECT_TRUE(last_answer(upload).starts_with("HTTP/1.1 413 "));
}

TEST_F(ServerLimit, ChunkedBodiesCountToo) {
  start();
  RawClient client(port_);
  EXPECT_NE(client.ask(chunked("/echo", 64, 1024)).find("65536:aaa"), std::string::npos);
  EXPECT_TRUE(last_answer(chunked("/echo", 65, 1024)).starts_with("HTTP/1.1 413 "));
  const std::string huge = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_TRUE(last_answer(huge + "ffffffffffffffff\r\n").starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(last_answer(huge + "fffffffffffffffffff\r\n").starts_with("HTTP/1.1 413 "));
}

TEST_F(ServerLimit, MalformedChunksAreRefused) {
  start();
  const std::string head = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const auto* body : {"x\r\n", "-1\r\n", "\r\n", "1\nA\r\n", "1\r\nAB\r\n", "1 1\r\nA\r\n",
                           "0x1\r\nA\r\n", "1\r\nAXX0\r\n\r\n"}) {
    EXPECT_TRUE(last_answer(head + body).starts_with("HTTP/1.1 400 ")) << body;
  }
  EXPECT_TRUE(last_answer(head + "1;" + std::string(600, 'x')).starts_with("HTTP/1.1 400 "));
  std::string trailers;
  for (int i = 0; i < 40; ++i) trailers += "A: b\r\n";
  EXPECT_TRUE(last_answer(head + "0\r\n" + trailers).starts_with("HTTP/1.1 400 "));
}

TEST_F(ServerLimit, ABodyWithoutALengthIsNotRead) {
  start();
  const std::string flood(1024 * 1024, 'a');
  const auto answer = last_answer("POST /echo HTTP/1.1\r\nHost: x\r\n\r\n" + flood);
  EXPECT_EQ(answer.find("aaa"), std::string::npos);
}

TEST_F(ServerLimit, EncodedBodiesAreRefused) {
  start();
  const auto answer = last_answer(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 415 ")) << answer;
}

TEST_F(ServerLimit, AHeaderFloodWithoutNewlineIsCut) {
  start();
  const std::string flood(1024 * 1024, 'a');
  EXPECT_TRUE(last_answer("GET / HTTP/1.1\r\nX: " + flood).starts_with("HTTP/1.1 431 "));
  EXPECT_TRUE(last_answer("GET /" + flood).starts_with("HTTP/1.1 414 "));
}

TEST_F(ServerLimit, TheHeadBlockEndsAt16KiB) {
  start();
  RawClient client(port_);
  const std::string line = "GET /map HTTP/1.1\r\nHost: x\r\nX: ";
  const std::string fits = line + std::string(16 * 1024 - line.size() - 4, 'a') + "\r\n\r\n";
  ASSERT_EQ(fits.size(), 16 * 1024);
  EXPECT_TRUE(client.ask(fits).starts_with("HTTP/1.1 200 "));
  EXPECT_TRUE(last_answer(line + "a" + fits.substr(line.size())).starts_with("HTTP/1.1 431 "));
}

TEST_F(ServerLimit, OnlyAFewBlankLinesMayComeBeforeARequest) {
  start();
  EXPECT_TRUE(RawClient(port_).ask("\r\n\r\n" + get("/map")).starts_with("HTTP/1.1 200 "));
  EXPECT_TRUE(last_answer("\r\n\r\n\r\n" + get("/map")).starts_with("HTTP/1.1 400 "));
}

TEST_F(ServerLimit, TooManyHeadersAreRefused) {
  start();
  std::string headers;
  for (int i = 0; i < 100; ++i) headers += "A: b\r\n";
  const auto answer = last_answer("GET /map HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 431 ")) << answer;
}

TEST_F(ServerLimit, SmuggledRequestsAreRefused) {
  start();
  const std::string hidden = "GET /who HTTP/1.1\r\nHost: x\r\n\r\n";
  for (const std::string head :
       {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n", "Transfer-Encoding: chunked\r\n folded\r\n",
        "Transfer-Encoding : chunked\r\n"}) {
    const auto answer =
        last_answer("POST /echo HTTP/1.1\r\nHost: x\r\n" + head + "\r\n0\r\n\r\n" + hidden);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << head << answer;
  }
  EXPECT_TRUE(last_answer("GET /map HTTP/1.1\nHost: x\n\n").starts_with("HTTP/1.1 400 "));
}

TEST_F(ServerLimit, ASlowHeadIsCutAtItsDeadlineHoweverSteadilyItDrips) {
  start({.head_time = milliseconds(200)});
  RawClient client(port_);
  const auto began = steady_clock::now();
  client.send("GET /map HTTP/1.1\r\nHost: x\r\n");
  std::string answer = client.read_response();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 408 ")) << answer;
  EXPECT_GE(steady_clock::now() - began, milliseconds(150));
  EXPECT_LT(steady_clock::now() - began, milliseconds(5000));
}

TEST_F(ServerLimit, ASlowBodyIsCutAtItsDeadline) {
  start({.json = {64 * 1024, milliseconds(200)}});
  RawClient client(port_);
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_TRUE(client.read_response().starts_with("HTTP/1.1 408 "));
}

TEST_F(ServerLimit, AnIdleConnectionIsClosedWithoutAWord) {
  start({.idle_time = milliseconds(100)});
  RawClient client(port_);
  client.ask(get("/map"));
  EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerLimit, ARightsCheckCanRefuseBeforeTheBodyIsSent) {
  start();
  const auto answer = last_answer(
      "POST /guarded HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
      "1000000\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 401 ")) << answer;
}

TEST_F(ServerLimit, ConnectionsOverTheLimitAreShedWith503) {
  start({.connections = 1});
  RawClient watcher(port_);
  watcher.send(get("/stream"));
  watcher.read_until("id: 0");
  RawClient other(port_);
  const auto answer = other.read_response();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
  EXPECT_NE(answer.find("Retry-After: 1"), std::string::npos);
  EXPECT_TRUE(other.is_closed());
  EXPECT_EQ(server_->stats().shed, 1U);
  release_.give();
  EXPECT_NE(watcher.read_until("id: 2").find("id: 1"), std::string::npos);
}

TEST_F(ServerLimit, AFullServerEndsIdleConnectionsToMakeRoom) {
  start({.idle_time = std::chrono::minutes(1), .connections = 1});
  RawClient idle(port_);
  EXPECT_TRUE(idle.ask(get("/map")).starts_with("HTTP/1.1 200 "));
  const auto began = steady_clock::now();
  std::string answer;
  while (!answer.starts_with("HTTP/1.1 200 ")) {
    ASSERT_LT(steady_clock::now() - began, std::chrono::seconds(10));
    answer = RawClient(port_).ask(get("/map"));
  }
  EXPECT_TRUE(idle.is_closed());
}

TEST_F(ServerLimit, ConnectionsOfOneAddressAreCounted) {
  start({.connections_per_address = 1});
  {
    RawClient first(port_);
    EXPECT_TRUE(first.ask(get("/map")).starts_with("HTTP/1.1 200 "));
    RawClient second(port_);
    EXPECT_TRUE(second.read_response().starts_with("HTTP/1.1 503 "));
    EXPECT_TRUE(first.ask(get("/map")).starts_with("HTTP/1.1 200 "));
  }
  std::string answer;
  while (!answer.starts_with("HTTP/1.1 200 ")) answer = RawClient(port_).ask(get("/map"));
}

TEST_F(ServerLimit, AClientThatDoesNotReadIsCut) {
  start({.write_time = milliseconds(100)});
  RawClient client(port_);
  client.send(get("/large"));
  EXPECT_EQ(done(1), (std::vector<std::string>{"GET /large 200"}));
  EXPECT_LT(client.read_all().size(), kLargeBody);
}

TEST_F(ServerLimit, AStreamThatIsNotReadIsCut) {
  start({.write_time = milliseconds(100)});
  RawClient client(port_);
  client.send(get("/flood"));
  EXPECT_EQ(done(1), (std::vector<std::string>{"GET /flood 200"}));
}

TEST_F(ServerLimit, ARefusalReachesAClientThatIsStillSending) {
  start();
  RawClient client(port_);
  client.send("POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n");
  client.send(std::string(200'000, 'a'));
  EXPECT_TRUE(client.read_response().starts_with("HTTP/1.1 404 "));
  EXPECT_TRUE(client.is_closed());
  EXPECT_FALSE(client.was_reset());
}

TEST_F(ServerLimit, StreamsOverTheLimitAreRefusedAndTheConnectionGoesOn) {
  start({.streams = 1});
  RawClient watcher(port_);
  watcher.send(get("/stream"));
  watcher.read_until("id: 0");
  RawClient other(port_);
  EXPECT_TRUE(other.ask(get("/stream")).starts_with("HTTP/1.1 503 "));
  EXPECT_TRUE(other.ask(get("/map")).starts_with("HTTP/1.1 200 "));
  release_.give();
}

TEST_F(ServerLimit, UploadsOverTheLimitAreRefused) {
  start({.uploads_at_once = 0});
  EXPECT_TRUE(last_answer(post("/upload", "abc")).starts_with("HTTP/1.1 503 "));
}

TEST_F(ServerLimit, RequestsOfOneConnectionAreCounted) {
  start({.requests_per_connection = 2});
  RawClient client(port_);
  EXPECT_EQ(client.ask(get("/map")).find("Connection: close"), std::string::npos);
  EXPECT_NE(client.ask(get("/map")).find("Connection: close"), std::string::npos);
  EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerLimit, ThreeHundredIdleConnectionsHinderNobody) {
  start();
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 300; ++i) idle.push_back(std::make_unique<RawClient>(port_));
  for (auto& client : idle) ASSERT_TRUE(client->ask(get("/map")).starts_with("HTTP/1.1 200 "));
  RawClient busy(port_);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(busy.ask(get("/map")).starts_with("HTTP/1.1 200 "));
  EXPECT_EQ(server_->stats().connections, 301U);
  EXPECT_EQ(server_->stats().threads, 301U);
}

}  // namespace
}  // namespace ledger
