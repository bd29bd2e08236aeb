#include <ctime>

#include "tests/sandbox/rig.h"

namespace ledger::sandbox {
namespace {

using nlohmann::json;

// The API's answer to a request with the right key, whatever its status.
struct Api {
  explicit Api(Rig& rig) : http(rig.sandbox.base_url()) { http.set_basic_auth(kKeyId, kSecret); }

  std::pair<int, json> get(const std::string& path) {
    const httplib::Result result = http.Get(path);
    return {result->status, json::parse(result->body)};
  }

  std::pair<int, json> post(const std::string& path, const std::string& body) {
    const httplib::Result result = http.Post(path, body, "application/json");
    return {result->status, json::parse(result->body)};
  }

  httplib::Client http;
};

TEST(SandboxApi, AsksForTheKey) {
  Rig rig;
  for (const char* path : {"/v1/orders", "/v1/payments/pay_1", "/v1/refunds/rfnd_1"}) {
    const httplib::Result result = rig.http->Get(path);
    EXPECT_EQ(result->status, 401) << path;
    EXPECT_EQ(json::parse(result->body).at("error").at("description"), "Authentication failed");
  }
}

TEST(SandboxApi, RefusesInRazorpaysShape) {
  Rig rig;
  Api api(rig);
  const auto [status, body] = api.post("/v1/orders", R"({"amount": 50, "currency": "INR"})");
  EXPECT_EQ(status, 400);
  const json& error = body.at("error");
  EXPECT_EQ(error.at("code"), "BAD_REQUEST_ERROR");
  EXPECT_EQ(error.at("field"), "amount");
  for (const char* field : {"description", "source", "step", "reason", "metadata"}) {
    EXPECT_TRUE(error.contains(field)) << field;
  }
}

TEST(SandboxApi, RefusesOrdersThatAreNotAsTheyShouldBe) {
  Rig rig;
  Api api(rig);
  for (
      const char* body : {
          "",
          "[]",
          "{",
          R"({"currency": "INR"})",
          R"({"amount": 100})",
          R"({"amount": 100.5, "currency": "INR"})",
          R"({"amount": "100", "currency": "INR"})",
          R"({"amount": -100, "currency": "INR"})",
          R"({"amount": 9223372036854775808, "currency": "INR"})",
          R"({"amount": 100, "currency": "inr"})",
          R"({"amount": 100, "currency": "INR", "receipt": "01234567890123456789012345678901234567890"})",
          R"({"amount": 100, "currency": "INR", "notes": "x"})",
      }) {
    EXPECT_EQ(api.post("/v1/orders", body).first, 400) << body;
  }
  EXPECT_EQ(rig.summary().at("orders"), 0);
}

TEST(SandboxApi, KnowsNoOtherRoutes) {
  Rig rig;
  Api api(rig);
  EXPECT_EQ(api.get("/v1/customers").first, 404);
  EXPECT_EQ(api.get("/v1/orders/" + std::string(5'000, 'a')).first, 404);
}

TEST(SandboxApi, ListsOrdersNewestFirstInPages) {
  Rig rig;
  Api api(rig);
  std::vector<std::string> made;
  for (int i = 0; i < 12; ++i) made.push_back(rig.order(100'00, std::to_string(i)).id.str());
  EXPECT_EQ(api.get("/v1/orders").second.at("count"), 10);
  const json page = api.get("/v1/orders?count=5&skip=10").second;
  ASSERT_EQ(page.at("count"), 2);
  EXPECT_EQ(page.at("items")[0].at("id"), made[1]);
  EXPECT_EQ(api.get("/v1/orders?count=101").first, 400);
  EXPECT_EQ(api.get("/v1/orders?receipt=7").second.at("items")[0].at("id"), made[7]);
}

TEST(SandboxApi, CapturesAnAuthorizedPaymentOnceAndInFull) {
  Rig rig;
  Api api(rig);
  const GatewayOrder order = rig.order(100'00);
  const std::string path = "/v1/payments/" + rig.paid(order.id, "authorized").str() + "/capture";
  EXPECT_EQ(api.post(path, R"({"amount": 9999, "currency": "INR"})").first, 400);
  EXPECT_EQ(rig.gateway->order(order.id)->amount_paid, Money());
  const auto [status, payment] = api.post(path, R"({"amount": 10000, "currency": "INR"})");
  EXPECT_EQ(status, 200);
  EXPECT_EQ(payment.at("status"), "captured");
  EXPECT_EQ(api.post(path, R"({"amount": 10000, "currency": "INR"})").first, 400);
  EXPECT_EQ(rig.gateway->order(order.id)->amount_paid, Money::paise(100'00));
}

TEST(SandboxApi, LetsAnOrderBePaidTwice) {
  Rig rig;
  const GatewayOrder order = rig.order(100'00);
  EXPECT_NE(rig.paid(order.id), rig.paid(order.id));
  EXPECT_EQ(rig.summary().at("captured_paise"), 200'00);
  EXPECT_EQ(rig.gateway->order(order.id)->amount_paid, Money::paise(200'00));
}

TEST(SandboxApi, PaysAnotherAmountOrCurrencyWhenAsked) {
  Rig rig;
  const GatewayOrder order = rig.order(100'00);
  rig.pay(order.id, {{"amount_paise", 60'00}, {"method", "card"}});
  EXPECT_EQ(rig.gateway->order(order.id)->status, GatewayOrderStatus::kAttempted);
  rig.pay(order.id, {{"currency", "USD"}});
  const auto payments = rig.gateway->payments_of(order.id).value();
  EXPECT_EQ(payments[0].amount, Money::paise(60'00));
  EXPECT_EQ(payments[0].method, "card");
  EXPECT_EQ(payments[1].currency, "USD");
  EXPECT_EQ(rig.gateway->order(order.id)->amount_paid, Money::paise(60'00));
}

TEST(SandboxApi, RefusesAScriptItDoesNotUnderstand) {
  Rig rig;
  const std::string path = "/sandbox/orders/" + rig.order().id.str() + "/pay";
  rig.drive(path, {{"outcome", "perhaps"}}, 400);
  rig.drive(path, {{"webhooks", {{"order", "backwards"}}}}, 400);
  rig.drive(path, {{"webhooks", {{"copies", 0}}}}, 400);
  rig.drive(path, {{"webhooks", "none"}}, 400);
  rig.drive(path, {{"amount_paise", 1.5}}, 400);
  rig.drive("/sandbox/orders/order_00000000000000/pay", {}, 400);
  EXPECT_EQ(rig.summary().at("payments"), 0);
}

TEST(SandboxApi, RefundsTheRestWhenNoAmountIsNamed) {
  Rig rig;
  Api api(rig);
  const std::string path = "/v1/payments/" + rig.paid(rig.order(100'00).id).str() + "/refund";
  EXPECT_EQ(api.post(path, R"({"amount": 4000})").second.at("amount"), 4000);
  const json rest = api.post(path, "").second;
  EXPECT_EQ(rest.at("amount"), 6000);
  EXPECT_EQ(api.post(path, "").first, 400);
  const auto id = rest.at("id").get<std::string>();
  EXPECT_EQ(api.get("/v1/refunds/" + id).second, rest);
  EXPECT_EQ(api.get(path + "s/" + id).second, rest);
  const auto other = rig.paid(rig.order().id).str();
  EXPECT_EQ(api.get("/v1/payments/" + other + "/refunds/" + id).first, 400);
  EXPECT_EQ(api.get("/v1/refunds?count=1").second.at("items"), json::array({rest}))
      << "newest first";
  EXPECT_EQ(api.get("/v1/refunds").second.at("count"), 2);
  EXPECT_EQ(json::parse(rig.http->Get("/sandbox/refunds")->body).at("count"), 2);
}

TEST(SandboxApi, SettlesCapturesAndRefundsOnTheirIndianDay) {
  Rig rig;
  Api api(rig);
  const GatewayOrder order = rig.order(1000'00, "hold-7");
  const PaymentId payment = rig.paid(order.id);
  rig.paid(rig.order().id, "failure");
  rig.gateway->refund(payment, Money::paise(300'00), "refund-0001-a", {}).value();
  // Around midnight in India the two could fall on different days: ask for each one's own.
  const auto lines_at = [&](Instant at) {
    const std::time_t local = static_cast<std::time_t>(at.micros() / 1'000'000 + 19'800);
    std::tm day{};
    gmtime_r(&local, &day);
    return api
        .get("/v1/settlements/recon/combined?year=" + std::to_string(day.tm_year + 1900) +
             "&month=" + std::to_string(day.tm_mon + 1) + "&day=" + std::to_string(day.tm_mday))
        .second.at("items");
  };
  const json paid = lines_at(rig.gateway->payment(payment)->created_at).at(0);
  EXPECT_EQ(paid.at("entity_id"), payment.str());
  EXPECT_EQ(paid.at("type"), "payment");
  EXPECT_EQ(paid.at("order_receipt"), "hold-7");
  EXPECT_EQ(paid.at("fee"), 23'60);  // 2 % and 18 % on that
  EXPECT_EQ(paid.at("tax"), 3'60);
  EXPECT_EQ(paid.at("credit"), 1000'00 - 23'60);
  const json back = lines_at(rig.gateway->refunds_of(payment)->at(0).created_at).back();
  EXPECT_EQ(back.at("type"), "refund");
  EXPECT_EQ(back.at("debit"), 300'00);
  EXPECT_EQ(back.at("payment_id"), payment.str());
  EXPECT_EQ(api.get("/v1/settlements/recon/combined?year=2019&month=2").second.at("count"), 0);
  EXPECT_EQ(api.get("/v1/settlements/recon/combined?year=2023&month=2&day=29").first, 400);
  EXPECT_EQ(api.get("/v1/settlements/recon/combined").first, 400);
}

TEST(SandboxApi, ItsSettlementsAreReadByTheProductsClientPageByPage) {
  Rig rig;
  const PaymentId payment = rig.paid(rig.order(1000'00, "hold-7").id);
  rig.gateway->refund(payment, Money::paise(300'00), "refund-0001-a", {}).value();
  for (int i = 0; i < 120; ++i) rig.paid(rig.order(100'00, "h-" + std::to_string(i)).id);
  const Day today = day_of(rig.gateway->payment(payment)->created_at, kIndia);
  // Midnight in India may pass meanwhile.
  auto items = rig.gateway->settled_on(today).value();
  const auto tomorrows = rig.gateway->settled_on(today + 1).value();
  items.insert(items.end(), tomorrows.begin(), tomorrows.end());
  ASSERT_EQ(items.size(), 122U);
  const auto first = std::ranges::find(items, std::string(payment.str()), &SettledItem::entity);
  ASSERT_NE(first, items.end());
  EXPECT_EQ(first->amount, Money::paise(1000'00));
  EXPECT_EQ(first->fee, Money::paise(23'60));
  EXPECT_EQ(first->tax, Money::paise(3'60));
  EXPECT_EQ(first->credit, first->amount - first->fee);
  EXPECT_EQ(first->receipt, "hold-7");
  EXPECT_FALSE(first->settlement.empty());
  EXPECT_FALSE(first->utr.empty());
  EXPECT_GE(first->settled_on, today);
  const auto back = std::ranges::find(items, std::string("refund"), &SettledItem::kind);
  ASSERT_NE(back, items.end());
  EXPECT_EQ(back->debit, Money::paise(300'00));
  EXPECT_EQ(back->payment, payment.str());
}

TEST(SandboxApi, ServesThreeHundredClientsAtOnce) {
  constexpr std::size_t kClients = 300;
  Rig rig;
  const GatewayOrder order = rig.order(100'00);
  std::atomic<std::size_t> paid = 0;
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < kClients; ++i) {
    clients.emplace_back([&] {
      httplib::Client http(rig.sandbox.base_url());
      http.set_keep_alive(true);
      for (int n = 0; n < 4; ++n) {
        const httplib::Result result =
            http.Post("/sandbox/orders/" + order.id.str() + "/pay", "{}", "application/json");
        if (result && result->status == 200) ++paid;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(paid, 4 * kClients);
  EXPECT_EQ(rig.summary().at("captured_paise"), 4 * kClients * 100'00);
}

TEST(SandboxApi, TellsWhenItsAddressIsTaken) {
  Rig rig;
  SandboxConfig config = test_config();
  config.listen = "127.0.0.1:" + std::to_string(rig.sandbox.port());
  SandboxGateway second(config);
  const Result<void> started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::kUnavailable);
}

TEST(SandboxApi, RefusesAConfigurationThatCannotWork) {
  const auto with = [](auto change) {
    SandboxConfig config = test_config();
    change(config);
    return config;
  };
  for (const SandboxConfig& config : {
           with([](SandboxConfig& c) { c.listen = "8090"; }),
           with([](SandboxConfig& c) { c.listen = "127.0.0.1:99999"; }),
           with([](SandboxConfig& c) { c.webhook_url = "ftp://x/"; }),
           with([](SandboxConfig& c) { c.webhook_secret = ""; }),
           with([](SandboxConfig& c) { c.allowed_return_origins = {"http://x/path"}; }),
       }) {
    EXPECT_THROW(SandboxGateway{config}, std::invalid_argument);
  }
}

}  // namespace
}  // namespace ledger::sandbox
