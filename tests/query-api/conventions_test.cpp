#include <atomic>
#include <thread>

#include "query-api/holds.h"
#include "tests/query-api/api_fixture.h"

namespace ledger::test {

class Conventions : public ApiTest {
 protected:
  Conventions() { open_project("athi", "AKR"); }

  Json request(const std::string& plot = "1", int n = 1) {
    return {{"plots", {plot}}, {"contact", contact(n)}};
  }
};

TEST_F(Conventions, TheSameKeyGetsTheFirstBodyAgainByteForByte) {
  const auto k = key(fresh_key());
  const auto first = post("/v1/projects/athi/holds", request(), {k});
  const auto again = post("/v1/projects/athi/holds", request(), {k});
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(first.header("Idempotency-Replayed"), "");
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(again.header("Ledger-Position"), first.header("Ledger-Position"));
}

TEST_F(Conventions, ARefusalIsAnsweredTheSameEvenAfterItsReasonIsGone) {
  const auto held = hold("athi", "1");
  const auto k = key(fresh_key());
  const auto refused = post("/v1/projects/athi/holds", request("1", 2), {k});
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.problem(), "plot-unavailable");
  const auto id = held.at("hold_id").get<std::string>();
  EXPECT_EQ(post("/v1/holds/" + id + "/release", Json::object(), token(held)).status, 200);
  const auto again = post("/v1/projects/athi/holds", request("1", 2), {k});
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.body, refused.body);
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
}

TEST_F(Conventions, ACheckoutIsAnsweredTheSameOnceItIsABooking) {
  const auto held = hold("athi", "1");
  const auto path = "/v1/holds/" + held.at("hold_id").get<std::string>();
  auto headers = token(held);
  headers.push_back(key(fresh_key()));
  const Json body = {{"applicants", {contact()}}, {"plan", "standard"}, {"pay", "token"}};
  const auto first = post(path + "/checkout", body, headers);
  const auto paid = payment_of("pay_1", must(first), "captured");
  EXPECT_EQ(webhook("payment.captured", paid, kWebhookSecret).status, 200);
  catch_up();
  EXPECT_EQ(get(path, token(held)).json().at("state"), "booked");
  EXPECT_EQ(post(path + "/checkout", body, headers).body, first.body);
}

TEST_F(Conventions, TheOrderOfKeysAndWhiteSpaceDoNotMakeAnotherRequest) {
  const auto k = key(fresh_key());
  const auto first = post("/v1/projects/athi/holds", request(), {k});
  const auto again =
      call("POST", "/v1/projects/athi/holds",
           R"({ "contact": {"phone":"+919876510001","email":"asha1@example.com","name":"Asha Rao"},
           "plots": ["1"] })",
           {k});
  EXPECT_EQ(again.body, first.body);
}

TEST_F(Conventions, TheSameKeyWithAnotherBodyIs422) {
  const auto k = key(fresh_key());
  EXPECT_EQ(post("/v1/projects/athi/holds", request("1"), {k}).status, 201);
  const auto other = post("/v1/projects/athi/holds", request("2"), {k});
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(other.problem(), "idempotency-key-reused");
}

TEST_F(Conventions, AKeyIsScopedToCallerAndPath) {
  const auto k = key(fresh_key());
  const auto held = post("/v1/projects/athi/holds", request(), {k}).json();
  const auto path = "/v1/holds/" + held.at("hold_id").get<std::string>() + "/extend";
  auto headers = token(held);
  headers.push_back(k);
  EXPECT_EQ(post(path, Json::object(), headers).status, 200);
}

TEST_F(Conventions, AMissingKeyIs400) {
  const auto missing = post("/v1/projects/athi/holds", request(), {key(" ")});
  EXPECT_EQ(missing.status, 400);
  EXPECT_EQ(missing.problem(), "idempotency-key-missing");
}

TEST_F(Conventions, VisitorsNeedARandomKey) {
  for (const char* weak :
       {"1", "hello", "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdeg"}) {
    const auto refused = post("/v1/projects/athi/holds", request(), {key(weak)});
    EXPECT_EQ(refused.status, 400) << weak;
    EXPECT_EQ(refused.problem(), "idempotency-key-malformed");
  }
  const auto hex =
      post("/v1/projects/athi/holds", request(), {key("0123456789abcdef0123456789ABCDEF")});
  EXPECT_EQ(hex.status, 201);
}

TEST_F(Conventions, EveryAnswerCarriesThePosition) {
  EXPECT_FALSE(get("/v1/projects").header("Ledger-Position").empty());
  EXPECT_FALSE(get("/v1/projects/unknown").header("Ledger-Position").empty());
  EXPECT_TRUE(hold("athi", "1").contains("hold_id"));
}

TEST_F(Conventions, AMapIsAsNewAsThePositionAskedFor) {
  const auto held = post("/v1/projects/athi/holds", request("3"));
  const auto map = get("/v1/projects/athi/map?min_position=" + held.header("Ledger-Position"));
  EXPECT_EQ(map.json().at("statuses"), "aahaaa");
  const auto by_header =
      get("/v1/projects/athi/map", {{"Ledger-Min-Position", held.header("Ledger-Position")}});
  EXPECT_EQ(by_header.body, map.body);
}

TEST_F(Conventions, AMalformedPositionIs400) {
  const auto bad = get("/v1/projects/athi/map?min_position=soon");
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(bad.problem(), "position-malformed");
}

TEST_F(Conventions, ProblemsSayWhatIsWrongAndWhere) {
  const auto bad =
      post("/v1/projects/athi/holds", {{"plots", {"1"}},
                                       {"contact", {{"name", "Asha"}, {"phone", "9876543210"}}},
                                       {"colour", "red"}});
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(bad.header("Content-Type"), "application/problem+json");
  const auto body = bad.json();
  EXPECT_EQ(body.at("type"), "/problems/invalid-request");
  EXPECT_EQ(body.at("status"), 400);
  EXPECT_EQ(body.at("instance"), "/v1/projects/athi/holds");
  ASSERT_EQ(body.at("errors").size(), 2U);
  EXPECT_EQ(body.at("errors")[0].at("pointer"), "/contact/phone");
  EXPECT_EQ(body.at("errors")[1].at("pointer"), "/colour");
}

TEST_F(Conventions, OnlyJsonIsTakenForJson) {
  const auto refused =
      call("POST", "/v1/projects/athi/holds", request().dump(), {{"Content-Type", "text/plain"}});
  EXPECT_EQ(refused.status, 415);
  EXPECT_EQ(refused.problem(), "unsupported-media-type");
}

TEST_F(Conventions, AnUnknownProjectIs404WithNothingElse) {
  const auto one = get("/v1/projects/unknown/map");
  const auto other = get("/v1/projects/elsewhere/map");
  EXPECT_EQ(one.status, 404);
  EXPECT_EQ(one.problem(), "not-found");
  EXPECT_EQ(one.body, other.body);
}

// On Kafka the log's end can be answered by a broker that no longer leads.
TEST_F(Conventions, AHoldThatWasGivenOutIsNotDeniedByANodeThatDoesNotShowItYet) {
  const HoldId given("0190b7a0-0000-7000-8000-000000000000");
  const Headers bearer = {{"Hold-Token", hold_token(*vault_, given)}};
  const auto path = "/v1/holds/" + given.str();
  for (const auto& answer : {get(path, bearer), post(path + "/extend", Json::object(), bearer),
                             post(path + "/release", Json::object(), bearer)}) {
    EXPECT_EQ(answer.status, 503) << answer.body;
    EXPECT_EQ(answer.problem(), "projection-behind");
    EXPECT_EQ(answer.header("Retry-After"), "1");
  }
}

TEST_F(Conventions, AnUnknownOutcomeIsSaidAndTheSameKeyGetsTheTruth) {
  std::atomic<bool> slow = true;
  std::atomic<bool> on_its_way = false;
  log_.decide_fates([&](Partition partition, const std::string&) {
    if (!slow || partition != 1) return Fate{};
    on_its_way = true;
    on_its_way.notify_one();
    return Fate{Fate::kDelay};
  });
  services_->decision_wait = milliseconds(50);
  const std::jthread time([&] {
    on_its_way.wait(false);
    clock_.pass(milliseconds(50));
  });
  const auto k = key(fresh_key());
  const auto body = request();
  const auto unknown = post("/v1/projects/athi/holds", body, {k});
  EXPECT_EQ(unknown.status, 503);
  EXPECT_EQ(unknown.problem(), "outcome-unknown");
  EXPECT_EQ(unknown.header("Retry-After"), "1");
  slow = false;
  log_.release(1);
  services_->decision_wait = seconds(20);
  const auto told = post("/v1/projects/athi/holds", body, {k});
  EXPECT_EQ(told.status, 201) << told.body;
  const auto map = get("/v1/projects/athi/map?min_position=" + told.header("Ledger-Position"));
  EXPECT_EQ(map.json().at("statuses"), "haaaaa");
}

TEST_F(Conventions, NothingRefusedAtTheDoorIsRecorded) {
  const auto before = log_.end(1);
  (void)post("/v1/projects/athi/holds", request(), {key("weak")});
  (void)post("/v1/projects/athi/holds", {{"plots", Json::array()}});
  EXPECT_EQ(log_.end(1), before);
}

TEST_F(Conventions, VisitorsAreLimitedByAddress) {
  services_->limits = true;
  int refused = 0;
  for (int i = 0; i < 80; ++i) {
    const auto asked = post("/v1/projects/athi/holds", {{"plots", Json::array()}});
    if (asked.status != 429) continue;
    ++refused;
    EXPECT_EQ(asked.problem(), "too-many-requests");
    EXPECT_EQ(asked.header("Retry-After"), "1");
  }
  EXPECT_EQ(refused, 20);
  clock_.pass(seconds(2));
  EXPECT_EQ(post("/v1/projects/athi/holds", request()).status, 201);
}

}  // namespace ledger::test
