#include "tests/query-api/api_fixture.h"

// What a buyer does in his portal with the token of his hold.
namespace ledger::test {

class Portal : public ApiTest {
 protected:
  Portal() { open_project("athi", "AKR"); }

  static std::string path(const Json& held, const std::string& rest = "") {
    return "/v1/holds/" + held.at("hold_id").get<std::string>() + rest;
  }

  static std::int64_t paise(const Json& body, const char* name) {
    return body.at(name).at("paise").get<std::int64_t>();
  }

  std::string now() { return "?min_position=" + to_string(1, writers_->at(1).head().sequence); }

  // Pays the token of a hold; where the buyer finds his booking.
  std::string pay_token(const Json& held, const std::string& payment) {
    const auto order = checkout(held);
    EXPECT_EQ(
        webhook("payment.captured", payment_of(payment, order, "captured"), kWebhookSecret).status,
        200);
    const auto shown = get(path(held) + now(), token(held)).json();
    return "/v1/me/bookings/" + shown.at("booking_id").get<std::string>();
  }

  // Declares and verifies a transfer over what is open and ₹5,000 more.
  void pay_too_much(const std::string& at, const Json& held) {
    const auto open = paise(get(at, token(held)).json(), "outstanding");
    const auto told =
        post(at + "/declare", {{"mode", "neft"}, {"reference", "UTR77"}, {"paise", open + 500'000}},
             token(held));
    EXPECT_EQ(told.status, 201) << told.body;
    const auto id = told.json().at("payment_id").get<std::string>();
    EXPECT_EQ(post("/v1/payments/" + id + "/verify", Json::object(), as("finance")).status, 200);
  }
};

TEST_F(Portal, TheTokenThatIsQuotedIsTheOneThatIsAskedAndLeavesNothingOpen) {
  for (int n = 1; n <= 6; ++n) {
    const auto plot = std::to_string(n);
    const auto quoted = get("/v1/projects/athi/quote?plots=" + plot).json();
    const auto card = get("/v1/projects/athi/plots?id=" + plot).json();
    const auto held = hold("athi", plot, n);
    const auto shown = get(path(held), token(held)).json();
    const auto at = pay_token(held, "pay_" + plot);
    const auto booking = get(at, token(held)).json();
    const auto paid = paise(booking, "paid");
    EXPECT_EQ(paise(quoted.at("price"), "token"), paid);
    EXPECT_EQ(paise(card.at("price"), "token"), paid);
    EXPECT_EQ(paise(shown, "token_amount"), paid);
    const auto& parts = booking.at("installments");
    EXPECT_EQ(parts[0].at("status"), "paid");
    const auto& planned = quoted.at("plans")[0].at("installments");
    for (std::size_t i = 0; i < parts.size(); ++i)
      EXPECT_EQ(planned[i].at("amount"), parts[i].at("amount")) << i;
  }
}

TEST_F(Portal, CreditPaysWhatIsOpenOrGoesBackAsTheBuyerSays) {
  const auto held = hold("athi", "1");
  const auto at = pay_token(held, "pay_1");
  pay_too_much(at, held);
  EXPECT_EQ(paise(get(at + now(), token(held)).json(), "credit"), 500'000);
  const auto stranger = hold("athi", "2", 2);
  EXPECT_EQ(post(at + "/refunds", {{"reason", "mine"}}, token(stranger)).status, 404);
  EXPECT_EQ(post(at + "/apply-credit", Json::object(), token(stranger)).status, 404);

  const auto part = post(at + "/refunds", {{"paise", 200'000}, {"reason", "half"}}, token(held));
  ASSERT_EQ(part.status, 200) << part.body;
  const auto more = post(at + "/refunds", {{"paise", 400'000}, {"reason", "more"}}, token(held));
  EXPECT_EQ(more.problem(), "refund-exceeds-credit");
  const auto shown = get(at + now(), token(held)).json();
  EXPECT_EQ(paise(shown, "credit"), 300'000);
  EXPECT_EQ(shown.at("refunds")[0].at("state"), "requested");
  const auto refund = shown.at("refunds")[0].at("refund_id").get<std::string>();
  EXPECT_EQ(post("/v1/refunds/" + refund + "/approve", Json::object(), as("finance")).status, 200);
  EXPECT_EQ(get("/v1/finance/portal-check", as("finance")).json().at("mismatches"), Json::array());
}

TEST_F(Portal, AHoldShowsWhatWasDeclaredForIt) {
  const auto held = hold("athi", "3");
  EXPECT_EQ(get(path(held), token(held)).json().at("declared"), Json::array());
  const auto told = post(path(held, "/declare"),
                         {{"mode", "cheque"},
                          {"reference", "771204"},
                          {"bank", "SBI"},
                          {"paise", 10'000'000},
                          {"applicants", {contact()}}},
                         token(held));
  ASSERT_EQ(told.status, 201) << told.body;
  const auto id = told.json().at("payment_id").get<std::string>();
  const auto declared = [&] { return get(path(held) + now(), token(held)).json().at("declared"); };
  ASSERT_EQ(declared().size(), 1U);
  EXPECT_EQ(declared()[0].at("state"), "declared");
  EXPECT_EQ(declared()[0].at("amount").at("paise"), 10'000'000);
  EXPECT_EQ(declared()[0].at("method"), "cheque");
  EXPECT_EQ(post("/v1/payments/" + id + "/deposit", Json::object(), as("finance")).status, 200);
  EXPECT_EQ(declared()[0].at("state"), "deposited");
  EXPECT_EQ(
      post("/v1/payments/" + id + "/bounce", {{"reason", "funds insufficient"}}, as("finance"))
          .status,
      200);
  EXPECT_EQ(declared()[0].at("state"), "bounced");
  EXPECT_EQ(declared()[0].at("reason"), "funds insufficient");
}

}  // namespace ledger::test
