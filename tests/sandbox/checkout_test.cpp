#include "ops/sandbox-gateway/checkout_page.h"
#include "ops/sandbox-gateway/url.h"
#include "tests/sandbox/rig.h"
#include "writer/gateway/signature.h"

namespace ledger::sandbox {
namespace {

using Names = std::vector<std::string>;

constexpr const char* kReturn = "https://shop.example/done?lang=hi#top";

SandboxConfig shop_config() {
  SandboxConfig config = test_config();
  config.allowed_return_origins = {"https://shop.example"};
  return config;
}

// Presses a button on an order's page; where the browser is sent.
std::string press(Rig& rig, const OrderId& order, const std::string& choice) {
  const httplib::Result result = rig.http->Post(
      "/v1/checkout/" + order.str(), httplib::Params{{"choice", choice}, {"return", kReturn}});
  EXPECT_EQ(result->status, 303) << result->body;
  return result->get_header_value("Location");
}

// The values of the return address's query, which must be the allowed one.
std::map<std::string, std::string> query_of(const std::string& location) {
  EXPECT_TRUE(location.starts_with("https://shop.example/done?lang=hi&")) << location;
  EXPECT_TRUE(location.ends_with("#top")) << location;
  std::map<std::string, std::string> values;
  std::istringstream pairs(location.substr(26, location.size() - 26 - 4));
  for (std::string pair; std::getline(pairs, pair, '&');) {
    const std::size_t equals = pair.find('=');
    values[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return values;
}

TEST(CheckoutPage, ShowsTheAmountInIndianGrouping) {
  EXPECT_EQ(amount_text(1'24'80'000'00, "INR"), "₹1,24,80,000.00");
  EXPECT_EQ(amount_text(123456789, "INR"), "₹12,34,567.89");
  EXPECT_EQ(amount_text(100'000, "INR"), "₹1,000.00");
  EXPECT_EQ(amount_text(99'905, "INR"), "₹999.05");
  EXPECT_EQ(amount_text(5, "INR"), "₹0.05");
  EXPECT_EQ(amount_text(123456789, "USD"), "USD 12,34,567.89");
}

TEST(CheckoutPage, IsThereInEnglishAndHindi) {
  Rig rig(shop_config());
  const GatewayOrder order = rig.order(1'24'80'000'00, "<b>\"hold'&");
  const std::string path = "/v1/checkout/" + order.id.str() + "?return=" + percent_encoded(kReturn);
  const httplib::Result english = rig.http->Get(path);
  ASSERT_EQ(english->status, 200);
  EXPECT_NE(english->body.find("₹1,24,80,000.00"), std::string::npos);
  EXPECT_NE(english->body.find("Pay, tell nobody"), std::string::npos);
  EXPECT_NE(english->body.find("&lt;b&gt;&quot;hold&#39;&amp;"), std::string::npos);
  EXPECT_EQ(english->body.find("<b>"), std::string::npos);
  EXPECT_EQ(english->body.find("<script"), std::string::npos);
  EXPECT_NE(english->get_header_value("Content-Security-Policy").find("default-src 'none'"),
            std::string::npos);
  const httplib::Result hindi = rig.http->Get(path + "&lang=hi");
  EXPECT_NE(hindi->body.find("<html lang=\"hi\">"), std::string::npos);
  EXPECT_NE(hindi->body.find("भुगतान करें"), std::string::npos);
}

TEST(CheckoutPage, SendsTheBrowserOnlyToAnAllowedOrigin) {
  Rig rig(shop_config());
  const std::string path = "/v1/checkout/" + rig.order().id.str();
  for (const char* url :
       {"", "//shop.example/", "javascript:alert(1)", "http://shop.example/",
        "https://shop.example.evil.example/", "https://shop.example@evil.example/",
        "https://evil.example/?https://shop.example", "https://shop.example:444/",
        "https://shop.example\\@evil.example/", "https://shop.example/\r\nX: y"}) {
    EXPECT_EQ(rig.http->Get(path + "?return=" + percent_encoded(url))->status, 400) << url;
    const httplib::Params form{{"choice", "pay"}, {"return", url}};
    EXPECT_EQ(rig.http->Post(path, form)->status, 400) << url;
  }
  for (const char* url : {"https://shop.example", "HTTPS://SHOP.example:443/x?y"}) {
    EXPECT_EQ(rig.http->Get(path + "?return=" + percent_encoded(url))->status, 200) << url;
  }
  EXPECT_EQ(rig.summary().at("payments"), 0);
}

TEST(CheckoutPage, ReturnsToTheWebhooksOriginUnlessToldOtherwise) {
  Rig rig;
  rig.sandbox.set_webhook_url("http://127.0.0.1:8080/v1/webhooks/razorpay");
  const std::string path = "/v1/checkout/" + rig.order().id.str() + "?return=";
  EXPECT_EQ(rig.http->Get(path + percent_encoded("http://127.0.0.1:8080/me"))->status, 200);
  EXPECT_EQ(rig.http->Get(path + percent_encoded("http://127.0.0.1:8081/me"))->status, 400);
}

TEST(CheckoutPage, TellsTheShopOfAPayment) {
  Rig rig(shop_config());
  const GatewayOrder order = rig.order(100'00);
  auto fields = query_of(press(rig, order.id, "pay"));
  EXPECT_EQ(fields["razorpay_order_id"], order.id.str());
  const PaymentId payment(fields["razorpay_payment_id"]);
  EXPECT_TRUE(callback_signature_ok(order.id, payment, fields["razorpay_signature"], kSecret));
  EXPECT_TRUE(rig.gateway->payment(payment)->captured);
}

TEST(CheckoutPage, TellsTheShopOfAFailureWithoutASignature) {
  Rig rig(shop_config());
  const GatewayOrder order = rig.order(100'00);
  auto fields = query_of(press(rig, order.id, "fail"));
  EXPECT_EQ(fields["razorpay_error_code"], "BAD_REQUEST_ERROR");
  EXPECT_FALSE(fields.contains("razorpay_signature"));
  EXPECT_EQ(rig.gateway->payment(PaymentId(fields["razorpay_payment_id"]))->status,
            GatewayPaymentStatus::kFailed);
}

TEST(CheckoutPage, TakesNothingWhenClosedAndTellsNobodyWhenSilent) {
  Rig rig(shop_config());
  Receiver receiver;
  rig.sandbox.set_webhook_url(receiver.url());
  const GatewayOrder order = rig.order(100'00);
  for (const auto& [choice, captured] : {std::pair{"close", 0}, std::pair{"silent", 100'00}}) {
    auto fields = query_of(press(rig, order.id, choice));
    EXPECT_EQ(fields["razorpay_closed"], "1");
    EXPECT_FALSE(fields.contains("razorpay_payment_id"));
    EXPECT_EQ(rig.summary().at("captured_paise"), captured);
    EXPECT_EQ(rig.summary().at("webhooks").at("pending"), 0);
  }
  EXPECT_TRUE(receiver.all().empty());
}

TEST(CheckoutPage, SendsWebhooksAsEachButtonSays) {
  Rig rig(shop_config());
  Receiver receiver;
  rig.sandbox.set_webhook_url(receiver.url());
  press(rig, rig.order().id, "lost");
  EXPECT_EQ(rig.summary().at("webhooks").at("pending"), 0);
  press(rig, rig.order().id, "reversed");
  EXPECT_EQ(events_of(receiver.wait_for(3)),
            (Names{"order.paid", "payment.captured", "payment.authorized"}));
  press(rig, rig.order().id, "triple");
  EXPECT_EQ(receiver.wait_for(12).size(), 12U);
}

TEST(CheckoutPage, ConfirmsLaterWhenAsked) {
  SandboxConfig config = shop_config();
  config.confirm_after = milliseconds(300);
  Rig rig(config);
  Receiver receiver;
  rig.sandbox.set_webhook_url(receiver.url());
  const GatewayOrder order = rig.order();
  auto fields = query_of(press(rig, order.id, "later"));
  const PaymentId payment(fields["razorpay_payment_id"]);
  EXPECT_EQ(rig.gateway->payment(payment)->status, GatewayPaymentStatus::kAuthorized);
  EXPECT_EQ(events_of(receiver.wait_for(3)),
            (Names{"payment.authorized", "payment.captured", "order.paid"}));
  EXPECT_TRUE(rig.gateway->payment(payment)->captured);
}

}  // namespace
}  // namespace ledger::sandbox
