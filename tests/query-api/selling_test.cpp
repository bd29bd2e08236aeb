#include "tests/query-api/api_fixture.h"
#include "writer/gateway/payment_news.h"
#include "writer/gateway/signature.h"

namespace ledger::test {

class Selling : public ApiTest {
 protected:
  Selling() { open_project("athi", "AKR"); }

  static std::string path(const Json& hold, const std::string& rest = "") {
    return "/v1/holds/" + hold.at("hold_id").get<std::string>() + rest;
  }

  Json state(const Json& hold) { return get(path(hold), token(hold)).json(); }

  Json checkout_body(const std::string& pay = "token") {
    return {{"applicants", {contact()}}, {"plan", "standard"}, {"pay", pay}};
  }
};

TEST_F(Selling, AHoldTurnsThePlotAndItsTokenOpensIt) {
  const auto held = hold("athi", "2");
  EXPECT_EQ(held.at("plots"), Json::array({"2"}));
  const auto shown = state(held);
  EXPECT_EQ(shown.at("state"), "held");
  EXPECT_EQ(shown.at("project"), "athi");
  EXPECT_EQ(shown.at("expires_at"), held.at("expires_at"));
  EXPECT_GT(shown.at("total").at("paise"), 0);
  EXPECT_GT(shown.at("token_amount").at("paise"), 0);
  EXPECT_TRUE(shown.at("order").is_null());
}

TEST_F(Selling, TheTokenComesAsACookieOutOfScriptsReach) {
  const auto held = post("/v1/projects/athi/holds", {{"plots", {"1"}}, {"contact", contact()}});
  const auto cookie = held.header("Set-Cookie");
  EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
  EXPECT_NE(cookie.find("SameSite=Lax"), std::string::npos);
  EXPECT_EQ(cookie.find("Secure"), std::string::npos);
  const auto shown = get(path(held.json()), {{"Cookie", cookie.substr(0, cookie.find(';'))}});
  EXPECT_EQ(shown.status, 200);
}

TEST_F(Selling, BehindHttpsTheCookieIsSecure) {
  services_->public_url = "https://plots.example";
  const auto held = post("/v1/projects/athi/holds", {{"plots", {"1"}}, {"contact", contact()}});
  EXPECT_NE(held.header("Set-Cookie").find("; Secure"), std::string::npos);
}

TEST_F(Selling, AForeignTokenSeesExactlyWhatAMissingHoldShows) {
  const auto mine = hold("athi", "1", 1);
  const auto other = hold("athi", "2", 2);
  const auto missing = get("/v1/holds/0190b7a0-0000-7000-8000-000000000000", token(mine));
  for (const auto& headers : {token(other), Headers{}, Headers{{"Hold-Token", "x"}}}) {
    const auto refused = get(path(mine), headers);
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(refused.body, missing.body);
    for (const char* command : {"/extend", "/release"}) {
      const auto tried = post(path(mine, command), Json::object(), headers);
      EXPECT_EQ(tried.status, 404);
      EXPECT_EQ(tried.body, missing.body);
    }
  }
  EXPECT_EQ(state(mine).at("state"), "held");
}

TEST_F(Selling, AHoldIsExtendedOnce) {
  const auto held = hold("athi", "1");
  const auto longer = post(path(held, "/extend"), Json::object(), token(held));
  EXPECT_EQ(longer.status, 200);
  EXPECT_GT(longer.json().at("expires_at"), held.at("expires_at"));
  EXPECT_EQ(state(held).at("extended"), true);
  EXPECT_EQ(post(path(held, "/extend"), Json::object(), token(held)).status, 409);
}

TEST_F(Selling, AReleasedPlotIsFreeAgain) {
  const auto held = hold("athi", "1");
  EXPECT_EQ(post(path(held, "/release"), Json::object(), token(held)).status, 200);
  EXPECT_EQ(state(held).at("state"), "released");
  EXPECT_EQ(get("/v1/projects/athi/map").json().at("statuses"), "aaaaaa");
}

TEST_F(Selling, StaffReleaseAHoldWithAReason) {
  const auto held = hold("athi", "1");
  EXPECT_EQ(post(path(held, "/staff-release"), Json::object(), as("sales")).status, 400);
  EXPECT_EQ(post(path(held, "/staff-release"), {{"reason", "asked by phone"}}, as("sales")).status,
            200);
  EXPECT_EQ(state(held).at("state"), "released");
}

TEST_F(Selling, CheckoutGivesAnOrderAndAskingTwiceTheSameOne) {
  const auto held = hold("athi", "1");
  const auto order = checkout(held);
  EXPECT_EQ(order.at("gateway").at("provider"), "sandbox");
  EXPECT_EQ(order.at("gateway").at("checkout_url").get<std::string>(),
            "http://127.0.0.1:1/v1/checkout/" + order.at("order_id").get<std::string>());
  const auto again = post(path(held, "/checkout"), checkout_body("full"), token(held));
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.json(), order);
  EXPECT_EQ(state(held).at("order").at("state"), "open");
}

TEST_F(Selling, CheckoutsReplayIsTheSameBytes) {
  const auto held = hold("athi", "1");
  auto headers = token(held);
  headers.push_back(key(fresh_key()));
  const auto first = post(path(held, "/checkout"), checkout_body(), headers);
  const auto again = post(path(held, "/checkout"), checkout_body(), headers);
  EXPECT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
}

TEST_F(Selling, WhileTheGatewayIsDownTheOrderIsPendingAndTheSameKeyGoesOn) {
  services_->order_wait = milliseconds(50);
  gateway_.down = true;
  const auto held = hold("athi", "1");
  auto headers = token(held);
  headers.push_back(key(fresh_key()));
  const auto pending = post(path(held, "/checkout"), checkout_body(), headers);
  EXPECT_EQ(pending.status, 503);
  EXPECT_EQ(pending.problem(), "order-pending");
  EXPECT_FALSE(pending.header("Retry-After").empty());
  gateway_.down = false;
  services_->order_wait = seconds(20);
  clock_.pass(seconds(2));
  reactors_->wake();
  EXPECT_EQ(post(path(held, "/checkout"), checkout_body(), headers).status, 201);
}

TEST_F(Selling, AnOrderThatComesAfterTheHoldsEndIsNobodysToPay) {
  services_->order_wait = milliseconds(50);
  gateway_.down = true;
  const auto held = hold("athi", "1");
  auto headers = token(held);
  headers.push_back(key(fresh_key()));
  EXPECT_EQ(post(path(held, "/checkout"), checkout_body(), headers).problem(), "order-pending");
  services_->order_wait = seconds(20);
  clock_.pass(hours(1));
  reactors_->wake();
  const auto over = post(path(held, "/checkout"), checkout_body(), headers);
  EXPECT_EQ(over.problem(), "hold-expired");
  // The gateway had made it, and the answer was on its way.
  const auto due = Money::paise(state(held).at("amount_due").at("paise").get<std::int64_t>());
  const HoldId id(held.at("hold_id").get<std::string>());
  const RecordOrder late{ProjectId("athi"), id, OrderId("order_late"), due, "INR"};
  ASSERT_TRUE(writers_->ask(1, {{}, late}, seconds(30)));
  catch_up();
  EXPECT_EQ(state(held).at("order").at("state"), "closed");
  EXPECT_EQ(post(path(held, "/checkout"), checkout_body(), headers).body, over.body);
}

TEST_F(Selling, WithoutAGatewayThereIsNoCheckout) {
  services_->gateway.checkout_base_url.clear();
  const auto held = hold("athi", "1");
  const auto refused = post(path(held, "/checkout"), checkout_body(), token(held));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.problem(), "no-gateway");
  EXPECT_FALSE(refused.header("Retry-After").empty());
}

TEST_F(Selling, PaidMeansBookedWithReceiptAndBalance) {
  const auto id = book("athi", "1");
  const auto booking = get("/v1/bookings/" + id, as("finance")).json();
  EXPECT_EQ(booking.at("state"), "confirmed");
  EXPECT_EQ(booking.at("payments").size(), 1U);
  EXPECT_EQ(booking.at("receipts").size(), 1U);
  EXPECT_EQ(booking.at("paid").at("paise").get<std::int64_t>() +
                booking.at("outstanding").at("paise").get<std::int64_t>(),
            booking.at("price").at("paise").get<std::int64_t>());
  EXPECT_EQ(booking.at("installments").size(), 2U);
  EXPECT_EQ(booking.at("installments")[0].at("status"), "paid");
  EXPECT_EQ(booking.at("next_due").at("amount"), booking.at("outstanding"));
  EXPECT_EQ(get("/v1/projects/athi/map").json().at("statuses"), "baaaaa");
}

TEST_F(Selling, ABuyerSeesHisBookingByHisToken) {
  const auto held = hold("athi", "1");
  const auto order = checkout(held);
  EXPECT_EQ(
      webhook("payment.captured", payment_of("pay_1", order, "captured"), kWebhookSecret).status,
      200);
  const auto position = to_string(1, writers_->at(1).head().sequence);
  const auto shown = get(path(held) + "?min_position=" + position, token(held)).json();
  const auto at = "/v1/me/bookings/" + shown.at("booking_id").get<std::string>();
  const auto booking = get(at, token(held));
  EXPECT_EQ(booking.status, 200);
  EXPECT_EQ(booking.json().at("project_name"), "Athi River");
  EXPECT_EQ(get(at, {token(held)[0], {"If-None-Match", booking.header("ETag")}}).status, 304);
  EXPECT_EQ(get(at + "/schedule", token(held)).json().at("installments").size(), 2U);
  EXPECT_EQ(get(at + "/payments", token(held)).json().at("payments").size(), 1U);
  const auto stranger = hold("athi", "2", 2);
  EXPECT_EQ(get(at, token(stranger)).status, 404);
  EXPECT_EQ(get(at).body, get("/v1/me/bookings/AKR-26-000009-X").body);
}

TEST_F(Selling, TheTypedIdMayLackDashes) {
  auto id = book("athi", "1");
  std::erase(id, '-');
  EXPECT_EQ(get("/v1/bookings/" + id, as("support")).status, 200);
}

TEST_F(Selling, ManyCopiesOfAWebhookAreOnePayment) {
  const auto held = hold("athi", "1");
  const auto order = checkout(held);
  const auto payment = payment_of("pay_1", order, "captured");
  EXPECT_EQ(webhook("order.paid", payment, kWebhookSecret).status, 200);
  const auto records = log_.end(1);
  EXPECT_EQ(webhook("payment.captured", payment, kWebhookSecret).status, 200);
  EXPECT_EQ(
      webhook("payment.authorized", payment_of("pay_1", order, "authorized"), kOldWebhookSecret)
          .status,
      200);
  EXPECT_EQ(log_.end(1), records);
}

TEST_F(Selling, MoneyThatGoesBackIsOneRefundWhetherToldOrAskedFor) {
  const auto held = hold("athi", "1");
  const auto order = checkout(held);
  const auto tell = [&](const char* payment) {
    must(webhook("payment.captured", payment_of(payment, order, "captured"), kWebhookSecret));
    catch_up();
  };
  tell("pay_1");
  const auto booking = state(held).at("booking_id").get<std::string>();
  must(post("/v1/bookings/" + booking + "/cancel", {{"reason", "asked"}}, as("finance")));
  tell("pay_2");
  tell("pay_2");
  GatewayPayment polled;
  polled.id = PaymentId("pay_2");
  polled.status = GatewayPaymentStatus::kCaptured;
  const auto news = news_of(ProjectId("athi"), polled, wire::Source::Poll);
  std::vector<std::string> refunds;
  const auto listed = must(get("/v1/refunds", as("finance")));
  for (const auto& refund : listed.at("refunds"))
    if (refund.at("payment_id") == "pay_2") refunds.push_back(refund.at("refund_id"));
  EXPECT_EQ(refunds, std::vector{news->refund.str()});
}

TEST_F(Selling, ABadSignatureIs400AndNothingIsAppended) {
  const auto order = checkout(hold("athi", "1"));
  const auto before = log_.end(1);
  const auto refused =
      webhook("payment.captured", payment_of("pay_1", order, "captured"), "another secret");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.problem(), "invalid-signature");
  EXPECT_EQ(call("POST", "/v1/webhooks/razorpay", "{}").status, 400);
  EXPECT_EQ(log_.end(1), before);
}

TEST_F(Selling, SignedNonsenseIs400) {
  for (const char* body : {"", "null", "[]", "{", R"({"event":7})"}) {
    const auto refused = call("POST", "/v1/webhooks/razorpay", body,
                              {{"X-Razorpay-Signature", hmac_sha256_hex(kWebhookSecret, body)}});
    EXPECT_EQ(refused.status, 400) << body;
  }
}

TEST_F(Selling, AnUnknownOrderIsKeptAndAnswered200) {
  const Json stranger = {{"order_id", "order_of_nobody"}, {"amount", {{"paise", 100}}}};
  const auto before = *log_.end(0);
  EXPECT_EQ(
      webhook("payment.captured", payment_of("pay_9", stranger, "captured"), kWebhookSecret).status,
      200);
  EXPECT_EQ(*log_.end(0), before + 1);
}

TEST_F(Selling, AWrongAmountBooksNothing) {
  const auto held = hold("athi", "1");
  auto order = checkout(held);
  order["amount"]["paise"] = order.at("amount").at("paise").get<std::int64_t>() - 1;
  EXPECT_EQ(
      webhook("payment.captured", payment_of("pay_1", order, "captured"), kWebhookSecret).status,
      200);
  const auto position = to_string(1, writers_->at(1).head().sequence);
  const auto shown = get(path(held) + "?min_position=" + position, token(held)).json();
  EXPECT_EQ(shown.at("state"), "held");
  EXPECT_EQ(get("/v1/finance/trial-balance?project=athi", as("finance")).json().at("sum_paise"), 0);
}

TEST_F(Selling, EventsThatMeanNothingToUsAreAnswered200) {
  const auto before = log_.end(1);
  const std::string body =
      R"({"entity":"event","event":"invoice.paid","payload":{},"created_at":1})";
  EXPECT_EQ(call("POST", "/v1/webhooks/razorpay", body,
                 {{"X-Razorpay-Signature", hmac_sha256_hex(kWebhookSecret, body)}})
                .status,
            200);
  EXPECT_EQ(log_.end(1), before);
}

TEST_F(Selling, TheBrowsersReturnHasTheGatewayAsked) {
  const auto held = hold("athi", "1");
  const auto order = checkout(held);
  const OrderId id(order.at("order_id").get<std::string>());
  gateway_.capture(id, PaymentId("pay_1"));
  const Json fields = {
      {"razorpay_order_id", id.str()},
      {"razorpay_payment_id", "pay_1"},
      {"razorpay_signature", callback_signature(id, PaymentId("pay_1"), kGatewaySecret)}};
  const auto before = static_cast<Sequence>(*log_.end(1));  // every record here is accepted
  const auto taken = post("/v1/payments/callback", fields);
  EXPECT_TRUE(taken.status == 200 || taken.status == 202) << taken.body;
  const auto shown =
      get(path(held) + "?min_position=" + to_string(1, before + 1), token(held)).json();
  EXPECT_EQ(shown.at("state"), "booked");
}

TEST_F(Selling, AForgedReturnIsRefused) {
  const auto order = checkout(hold("athi", "1"));
  Json fields = {{"razorpay_order_id", order.at("order_id")},
                 {"razorpay_payment_id", "pay_1"},
                 {"razorpay_signature", std::string(64, '0')}};
  EXPECT_EQ(post("/v1/payments/callback", fields).problem(), "invalid-signature");
  fields["razorpay_order_id"] = "order_of_nobody";
  EXPECT_EQ(post("/v1/payments/callback", fields).problem(), "invalid-signature");
}

TEST_F(Selling, UnknownPlotsAndMalformedContactsAreRefused) {
  const auto asked = [&](const Json& body) { return post("/v1/projects/athi/holds", body); };
  EXPECT_EQ(asked({{"plots", {"99"}}, {"contact", contact()}}).problem(), "plot-unknown");
  for (const char* phone : {"9876543210", "+0123456789", "+91 98765 43210", "+91987654321098765",
                            "+9198abc43210", ""}) {
    Json who = {{"name", "Asha"}, {"phone", phone}};
    EXPECT_EQ(asked({{"plots", {"1"}}, {"contact", who}}).status, 400) << phone;
  }
  for (const char* email : {"asha", "@example.com", "asha@example", "a b@example.com", "asha@.com",
                            "asha@example..com"}) {
    Json who = {{"name", "Asha"}, {"email", email}};
    EXPECT_EQ(asked({{"plots", {"1"}}, {"contact", who}}).status, 400) << email;
  }
  Json bell = contact();
  bell["name"] = "Asha\x07";
  EXPECT_EQ(asked({{"plots", {"1"}}, {"contact", bell}}).status, 400);
  EXPECT_EQ(get("/v1/projects/athi/map").json().at("statuses"), "aaaaaa");
}

TEST_F(Selling, APlotWithoutAPriceCannotBeReleased) {
  ASSERT_EQ(
      post(
          "/v1/projects",
          {{"project_id", "bare"}, {"name", "Bare"}, {"code", "BRE"}, {"timezone", "Asia/Kolkata"}},
          as_admin())
          .status,
      201);
  const auto digest = call("POST", "/v1/projects/bare/layout?plot_no=Name", squares(2), as_admin())
                          .json()
                          .at("digest")
                          .get<std::string>();
  ASSERT_EQ(call("POST", "/v1/projects/bare/layout?plot_no=Name&confirm=" + digest, squares(2),
                 as_admin())
                .status,
            201);
  EXPECT_EQ(post("/v1/projects/bare/release", {{"plots", "all"}}, as_admin()).problem(),
            "prices-not-set");
  const auto card = get("/v1/projects/bare/plots?id=1").json();
  EXPECT_TRUE(card.at("price").is_null());
  EXPECT_EQ(card.at("plot").at("status"), "u");
}

TEST_F(Selling, NobodysDetailsAreInTheLogOrTheApplicationLog) {
  (void)book("athi", "1");
  const auto all = everything_in_log();
  for (const char* detail : {"Asha Rao", "+919876510001", "asha1@example.com", "1 Test Street"}) {
    EXPECT_EQ(all.find(detail), std::string::npos) << detail;
    for (const auto& line : logged_) EXPECT_EQ(line.find(detail), std::string::npos);
  }
}

}  // namespace ledger::test
