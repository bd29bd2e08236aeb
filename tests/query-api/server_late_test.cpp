// Answers that another thread gives (HttpResponse::answer_later).

#include "tests/query-api/server_fixture.h"

namespace ledger {
namespace {

class LateAnswers : public ServerTest {};

TEST_F(LateAnswers, AreSentByTheThreadThatHasThem) {
  start();
  RawClient client(port_);
  client.send(get("/late/4"));
  ASSERT_TRUE(entered_.wait());
  release_.give();
  const auto answer = client.read_response();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nllll")) << answer;
  EXPECT_EQ(done(1), (std::vector<std::string>{"GET /late/{size} 200"}));
  EXPECT_TRUE(client.ask(get("/map")).starts_with("HTTP/1.1 200 "));
}

TEST_F(LateAnswers, ComeBeforeThoseOfLaterRequests) {
  start();
  RawClient client(port_);
  client.send(get("/late/4") + get("/map"));
  ASSERT_TRUE(entered_.wait());
  release_.give();
  EXPECT_TRUE(client.read_response().ends_with("llll"));
  EXPECT_TRUE(client.read_response().ends_with("{\"plots\":456}"));
}

TEST_F(LateAnswers, EndAConnectionThatWasToEndWithThem) {
  start();
  RawClient client(port_);
  client.send("GET /late/4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  ASSERT_TRUE(entered_.wait());
  release_.give();
  const auto answer = client.read_response();
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("llll")) << answer;
  EXPECT_TRUE(client.is_closed());
}

TEST_F(LateAnswers, AreStillGivenWhereTheClientHasLeft) {
  start();
  {
    RawClient client(port_);
    client.send(get("/late/4"));
    ASSERT_TRUE(entered_.wait());
  }
  release_.give();
  EXPECT_EQ(done(1), (std::vector<std::string>{"GET /late/{size} 200"}));
  EXPECT_TRUE(RawClient(port_).ask(get("/map")).starts_with("HTTP/1.1 200 "));
}

TEST_F(LateAnswers, AreWaitedForWhenTheServerStops) {
  start();
  RawClient client(port_);
  client.send(get("/late/4"));
  ASSERT_TRUE(entered_.wait());
  std::thread stopping([this] { EXPECT_TRUE(server_->stop()); });
  EXPECT_THROW(while (true) RawClient late(port_), std::runtime_error);  // until it accepts no more
  release_.give();
  EXPECT_TRUE(client.read_response().ends_with("llll"));
  EXPECT_TRUE(client.is_closed());
  stopping.join();
}

TEST_F(LateAnswers, ThatCannotBeMadeAreOurFault) {
  start();
  RawClient client(port_);
  client.send(get("/late/many"));  // no number
  ASSERT_TRUE(entered_.wait());
  release_.give();
  EXPECT_TRUE(client.read_response().starts_with("HTTP/1.1 500 "));
  EXPECT_NE(log().find("GET /late/{size}"), std::string::npos) << log();
}

// Whoever gives the answer waits for no client.
TEST_F(LateAnswers, ThatTheSocketDoesNotTakeCutTheClient) {
  start();
  RawClient client(port_);
  client.send(get("/late/" + std::to_string(kLargeBody)));
  ASSERT_TRUE(entered_.wait());
  release_.give();
  EXPECT_EQ(done(1).size(), 1U);  // reported although nothing was read
  EXPECT_LT(client.read_all().size(), kLargeBody);
}

}  // namespace
}  // namespace ledger
