#include "query-api/server.h"

#include <thread>

#include "tests/query-api/server_fixture.h"

namespace ledger {
namespace {

using std::chrono::steady_clock;

class Server : public ServerTest {};

TEST_F(Server, AnswersAHundredRequestsOnOneConnection) {
  start();
  RawClient client(port_);
  for (int i = 0; i < 100; ++i) {
    const auto answer = client.ask(get("/map"));
    ASSERT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
    ASSERT_TRUE(answer.ends_with("\r\n\r\n{\"plots\":456}")) << answer;
  }
}

TEST_F(Server, AnswersPipelinedRequestsInOrder) {
  start();
  RawClient client(port_);
  client.send(post("/echo", "one") + get("/map") + post("/echo", "three"));
  EXPECT_TRUE(client.read_response().ends_with("3:one"));
  EXPECT_TRUE(client.read_response().ends_with("{\"plots\":456}"));
  EXPECT_TRUE(client.read_response().ends_with("5:three"));
}

TEST_F(Server, UnderstandsARequestThatComesByteByByte) {
  start();
  RawClient client(port_);
  for (const char c : "\r\n" + post("/echo", "body")) client.send({&c, 1});
  EXPECT_TRUE(client.read_response().ends_with("4:body"));
}

TEST_F(Server, ReadsChunkedBodiesWithExtensionsAndTrailers) {
  start();
  RawClient client(port_);
  const auto answer = client.ask(
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;a=b\r\nabc\r\n4\r\ndefg\r\n0\r\nTrailer: x\r\n\r\n");
  EXPECT_TRUE(answer.ends_with("7:abcdefg")) << answer;
  EXPECT_TRUE(client.ask(get("/map")).starts_with("HTTP/1.1 200 "));
}

TEST_F(Server, SendsContinueWhenAskedTo) {
  start();
  RawClient client(port_);
  client.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_TRUE(client.ask("ok").ends_with("2:ok"));
}

TEST_F(Server, AnswersNotModifiedWithoutABody) {
  start();
  RawClient client(port_);
  const auto answer = client.ask("GET /map HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"7\"\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 304 ")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
  EXPECT_EQ(answer.find("Content-Length"), std::string::npos);
  EXPECT_TRUE(client.ask(get("/map")).starts_with("HTTP/1.1 200 "));
}

TEST_F(Server, AnswersHeadWithTheLengthOnly) {
  start();
  RawClient client(port_);
  client.send("HEAD /map HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(client.read_response(false).find("Content-Length: 13\r\n"), std::string::npos);
  EXPECT_TRUE(client.ask(get("/map")).starts_with("HTTP/1.1 200 "));
}

TEST_F(Server, NamesTheMethodsOfAPath) {
  start();
  RawClient client(port_);
  const auto options =
      client.ask("OPTIONS /map HTTP/1.1\r\nHost: x\r\nOrigin: https://evil\r\n\r\n");
  EXPECT_TRUE(options.starts_with("HTTP/1.1 204 ")) << options;
  EXPECT_NE(options.find("Allow: GET, HEAD, OPTIONS\r\n"), std::string::npos);
  EXPECT_EQ(options.find("Access-Control"), std::string::npos);
  const auto refused = client.ask("DELETE /map HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 405 ")) << refused;
  EXPECT_NE(refused.find("Allow: GET, HEAD, OPTIONS\r\n"), std::string::npos);
  EXPECT_TRUE(client.ask("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 204 "));
}

TEST_F(Server, AnswersUnknownPathsWithAProblem) {
  start();
  RawClient client(port_);
  const auto answer = client.ask(get("/nowhere"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 404 ")) << answer;
  EXPECT_TRUE(answer.ends_with(
      R"({"type":"/problems/not-found","title":"There is no such thing here","status":404})"))
      << answer;
  EXPECT_TRUE(client.ask(get("/map")).starts_with("HTTP/1.1 200 "));
}

TEST_F(Server, DoesNotTakeAnUnreadBodyForTheNextRequest) {
  start();
  {
    RawClient client(port_);
    EXPECT_TRUE(client.ask(post("/nowhere", get("/map"))).starts_with("HTTP/1.1 404 "));
    EXPECT_TRUE(client.is_closed());
  }
  while (server_->stats().connections > 0) std::this_thread::yield();
  EXPECT_EQ(done(1), (std::vector<std::string>{"POST  404"}));
}

TEST_F(Server, SecuresEveryAnswer) {
  start();
  RawClient client(port_);
  for (const auto* path : {"/map", "/nowhere", "/throw/x", "/page"}) {
    const auto answer = client.ask(get(path));
    EXPECT_NE(answer.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos) << answer;
    EXPECT_NE(answer.find("Referrer-Policy: no-referrer\r\n"), std::string::npos) << answer;
    EXPECT_NE(answer.find("Content-Security-Policy: default-src '"), std::string::npos) << answer;
    EXPECT_NE(answer.find("Cache-Control: no-"), std::string::npos) << answer;
    EXPECT_EQ(answer.find("EXCEPTION_WHAT"), std::string::npos) << answer;
  }
}

TEST_F(Server, LeavesARoutesOwnPoliciesAlone) {
  start();
  RawClient client(port_);
  const auto answer = client.ask(get("/own-policy"));
  EXPECT_NE(answer.find("Content-Security-Policy: sandbox\r\n"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("Content-Security-Policy: default-src"), std::string::npos) << answer;
  EXPECT_NE(answer.find("Cache-Control: public, immutable\r\n"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("no-store"), std::string::npos) << answer;
}

TEST_F(Server, SaysOverHttpsThatItWantsNothingElse) {
  start({.https = true});
  RawClient client(port_);
  EXPECT_NE(client.ask(get("/map")).find("Strict-Transport-Security: max-age="), std::string::npos);
}

TEST_F(Server, HidesAnExceptionAndLogsItUnderAnOpaqueId) {
  start();
  RawClient client(port_);
  const auto answer = client.ask(get("/throw/secret"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
  EXPECT_EQ(answer.find("broken"), std::string::npos);
  EXPECT_EQ(answer.find("X-Half"), std::string::npos);
  const auto at = answer.find("urn:request:");
  ASSERT_NE(at, std::string::npos);
  const auto id = answer.substr(at, answer.find('"', at) - at);
  EXPECT_NE(log().find(id + " GET /throw/{what}: std::runtime_error: broken  promise"),
            std::string::npos)
      << log();
  EXPECT_EQ(log().find("secret"), std::string::npos);
  EXPECT_TRUE(client.ask(get("/throw/int")).starts_with("HTTP/1.1 500 "));
}

TEST_F(Server, KnowsTheClientByItsSocketOnly) {
  start();
  RawClient client(port_);
  const auto answer = client.ask(
      "GET /who HTTP/1.1\r\nHost: x\r\nREMOTE_ADDR: 9.9.9.9\r\nX-Forwarded-For: 8.8.8.8\r\n\r\n");
  EXPECT_TRUE(answer.ends_with("\r\n\r\n127.0.0.1|")) << answer;
}

TEST_F(Server, TrustsTheLastHopOfItsOwnProxy) {
  start({.behind_proxy = true});
  RawClient client(port_);
  EXPECT_TRUE(
      client.ask("GET /who HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.1.1.1, 8.8.8.8\r\n\r\n")
          .ends_with("\r\n\r\n8.8.8.8|"));
  EXPECT_TRUE(client.ask("GET /who HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: <b>\r\n\r\n")
                  .ends_with("\r\n\r\n127.0.0.1|"));
}

TEST_F(Server, ClosesAfterAnOldClientsRequest) {
  start();
  RawClient client(port_);
  client.send("GET /map HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(client.read_all().ends_with("{\"plots\":456}"));
}

TEST_F(Server, ReportsEveryRequestByItsPattern) {
  start();
  RawClient client(port_);
  client.ask(get("/throw/me"));
  client.ask(get("/nowhere"));
  client.ask("nonsense\r\n\r\n");
  EXPECT_EQ(done(3), (std::vector<std::string>{"GET /throw/{what} 500", "GET  404", "  400"}));
}

TEST_F(Server, SendsEachEventOfAStreamAtOnce) {
  start();
  RawClient client(port_);
  client.send(get("/stream"));
  const auto head = client.read_until("\r\n\r\n");
  EXPECT_NE(head.find("Content-Type: text/event-stream\r\n"), std::string::npos) << head;
  EXPECT_NE(head.find("Transfer-Encoding: chunked\r\n"), std::string::npos) << head;
  EXPECT_EQ(client.read_until("\n\n\r\n"), "7\r\nid: 0\n\n\r\n");  // the second one waits for us
  EXPECT_EQ(server_->stats().streams, 1U);
  release_.give();
  EXPECT_EQ(client.read_until("0\r\n\r\n"), "7\r\nid: 1\n\n\r\n7\r\nid: 2\n\n\r\n0\r\n\r\n");
  EXPECT_TRUE(client.ask(get("/map")).starts_with("HTTP/1.1 200 "));
}

TEST_F(Server, StreamsToOldClientsUntilTheClose) {
  start();
  release_.give();
  RawClient client(port_);
  client.send("GET /stream HTTP/1.0\r\n\r\n");
  const auto answer = client.read_all();
  EXPECT_EQ(answer.find("chunked"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("\r\n\r\nid: 0\n\nid: 1\n\nid: 2\n\n")) << answer;
}

TEST_F(Server, EndsAStreamWhoseClientHasGone) {
  start();
  {
    RawClient client(port_);
    client.send(get("/stream"));
    client.read_until("id: 0");
  }
  release_.give();
  EXPECT_EQ(done(1), (std::vector<std::string>{"GET /stream 200"}));
}

TEST_F(Server, EndsAQuietStreamWhoseClientHasGone) {
  start();
  {
    RawClient client(port_);
    client.send(get("/quiet"));
    client.read_until("\r\n\r\n");
  }
  EXPECT_EQ(done(1), (std::vector<std::string>{"GET /quiet 200"}));
}

TEST_F(Server, CutsAStreamThatFailsSoThatNobodyTakesItForWhole) {
  start();
  RawClient client(port_);
  client.send(get("/stream-throws"));
  EXPECT_TRUE(client.read_all().ends_with("one\n\n\r\n"));
}

TEST_F(Server, StopsIdleConnectionsAndStreamsAtOnce) {
  start();
  RawClient idle(port_);
  idle.ask(get("/map"));
  RawClient watcher(port_);
  watcher.send(get("/stream"));
  watcher.read_until("id: 0\n\n\r\n");
  const auto began = steady_clock::now();
  EXPECT_TRUE(server_->stop());
  EXPECT_LT(steady_clock::now() - began, std::chrono::seconds(3));
  EXPECT_EQ(watcher.read_all(), "0\r\n\r\n");
  EXPECT_TRUE(idle.is_closed());
  EXPECT_THROW(RawClient client(port_), std::runtime_error);
}

TEST_F(Server, FinishesARequestBeforeItStops) {
  start();
  RawClient client(port_);
  client.send(get("/slow"));
  ASSERT_TRUE(entered_.wait());
  std::thread stopping([this] { EXPECT_TRUE(server_->stop()); });
  EXPECT_THROW(while (true) RawClient late(port_), std::runtime_error);  // until it accepts no more
  release_.give();
  const auto answer = client.read_response();
  EXPECT_TRUE(answer.ends_with("slow")) << answer;
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  stopping.join();
}

TEST_F(Server, CutsAClientThatHoldsUpTheStop) {
  start();
  RawClient client(port_);
  client.ask(get("/map"));
  client.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
  client.read_until("100 Continue\r\n\r\n");  // it now waits for a body that never comes
  EXPECT_TRUE(server_->stop(std::chrono::milliseconds(500)));
  EXPECT_TRUE(client.is_closed());
}

TEST_F(Server, GivesUpOnARequestThatDoesNotEndInTime) {
  start();
  RawClient client(port_);
  client.send(get("/slow"));
  ASSERT_TRUE(entered_.wait());
  EXPECT_FALSE(server_->stop(std::chrono::milliseconds(50)));
  release_.give();
  EXPECT_TRUE(server_->stop());
}

TEST_F(Server, SaysWhyItCannotListen) {
  start();
  HttpServer second({}, Router());
  const auto port = second.start("127.0.0.1", port_);
  ASSERT_FALSE(port);
  EXPECT_EQ(port.error().reason, "cannot-listen");
  EXPECT_NE(port.error().message.find("Address already in use"), std::string::npos);
}

}  // namespace
}  // namespace ledger
