#include "writer/gateway/webhook_json.h"

#include <gtest/gtest.h>

namespace ledger {
namespace {

// As Razorpay's documentation shows it, shortened.
constexpr std::string_view kOrderPaid = R"json({
  "entity": "event", "account_id": "acc_BFQ7uQEaa7j2z7", "event": "order.paid",
  "contains": ["payment", "order"],
  "payload": {
    "payment": {"entity": {
      "id": "pay_DESlfW9H8K9uqM", "entity": "payment", "amount": 12480000000, "currency": "INR",
      "status": "captured", "order_id": "order_DESlLckIVRkHWj", "method": "netbanking",
      "amount_refunded": 0, "refund_status": null, "captured": true, "fee": 2360, "tax": 360,
      "bank": "HDFC", "vpa": null, "notes": [], "error_code": null, "error_description": null,
      "created_at": 1567674599}},
    "order": {"entity": {
      "id": "order_DESlLckIVRkHWj", "entity": "order", "amount": 12480000000,
      "amount_paid": 12480000000, "amount_due": 0, "currency": "INR", "receipt": "hold-17",
      "offer_id": null, "status": "paid", "attempts": 1, "notes": {"project": "athi-river"},
      "created_at": 1567674581}}},
  "created_at": 1567674606})json";

std::string with(std::string_view from, std::string_view to) {
  std::string text(kOrderPaid);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string nested(std::size_t arrays) {
  const std::string inner = std::string(arrays, '[') + std::string(arrays, ']');
  return with(R"("vpa": null)", R"("vpa": null, "deep": )" + inner);
}

struct Refused {
  const char* why;
  std::string body;
};

TEST(Webhook, CarriesPaymentAndOrderOfAnOrderPaid) {
  const Result<WebhookEvent> event = parse_webhook(kOrderPaid);
  ASSERT_TRUE(event) << event.error().message;
  EXPECT_EQ(event->event, "order.paid");
  EXPECT_EQ(event->created_at, Instant::micros(1'567'674'606'000'000));
  EXPECT_FALSE(event->refund);
  const GatewayPayment payment{.id = PaymentId("pay_DESlfW9H8K9uqM"),
                               .order_id = OrderId("order_DESlLckIVRkHWj"),
                               .status = GatewayPaymentStatus::kCaptured,
                               .amount = Money::paise(12'480'000'000),
                               .currency = "INR",
                               .method = "netbanking",
                               .captured = true,
                               .fee = Money::paise(2360),
                               .tax = Money::paise(360),
                               .created_at = Instant::micros(1'567'674'599'000'000)};
  EXPECT_EQ(event->payment, payment);
  const GatewayOrder order{.id = OrderId("order_DESlLckIVRkHWj"),
                           .amount = Money::paise(12'480'000'000),
                           .amount_paid = Money::paise(12'480'000'000),
                           .currency = "INR",
                           .receipt = "hold-17",
                           .status = GatewayOrderStatus::kPaid,
                           .notes = {{"project", "athi-river"}},
                           .created_at = Instant::micros(1'567'674'581'000'000)};
  EXPECT_EQ(event->order, order);
}

TEST(Webhook, OfAnUnknownKindIsKeptByName) {
  const Result<WebhookEvent> event = parse_webhook(with("order.paid", "payment.dispute.created"));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->event, "payment.dispute.created");
}

TEST(Webhook, CarriesARefundAndAFailuresReason) {
  const Result<WebhookEvent> event = parse_webhook(R"({"event":"refund.processed","payload":{
    "payment":{"entity":{"id":"pay_1","amount":100,"currency":"INR","status":"failed",
      "error_code":"BAD_REQUEST_ERROR","error_description":"declined","created_at":1}},
    "refund":{"entity":{"id":"rfnd_1","payment_id":"pay_1","amount":60,"currency":"INR",
      "status":"processed","notes":{"n":7},"created_at":2}}},"created_at":3})");
  ASSERT_TRUE(event) << event.error().faults.at(0).pointer;
  EXPECT_TRUE(event->payment->order_id.empty());
  EXPECT_EQ(event->payment->error_description, "declined");
  EXPECT_EQ(event->refund->amount, Money::paise(60));
  EXPECT_EQ(event->refund->status, GatewayRefundStatus::kProcessed);
  EXPECT_EQ(event->refund->notes, (GatewayNotes{{"n", "7"}}));
}

TEST(Webhook, IsRefusedWhenMalformed) {
  const std::string amount = R"("amount": 12480000000)";
  const std::vector<Refused> cases{
      {"a float", with(amount, R"("amount": 124.5)")},
      {"a whole float", with(amount, R"("amount": 124.0)")},
      {"an exponent", with(amount, R"("amount": 1e3)")},
      {"a text", with(amount, R"("amount": "12480000000")")},
      {"2^53", with(amount, R"("amount": 9007199254740992)")},
      {"2^63", with(amount, R"("amount": 9223372036854775808)")},
      {"2^64", with(amount, R"("amount": 18446744073709551616)")},
      {"below zero", with(amount, R"("amount": -1)")},
      {"no amount", with(amount, R"("amont": 1)")},
      {"a null amount", with(amount, R"("amount": null)")},
      {"a float fee", with(R"("fee": 2360)", R"("fee": 2360.5)")},
      {"a key twice", with(amount, R"("amount": 1, "amount": 1)")},
      {"an escaped key twice", with(amount, R"("amount": 1, "amoun\u0074": 2)")},
      {"a key twice at the top", with(R"("entity": "event",)", R"("event": "x",)")},
      {"bad UTF-8", with("HDFC",
                         "HD\xff"
                         "C")},
      {"a surrogate in UTF-8", with("HDFC", "\xed\xa0\x80")},
      {"an overlong sequence", with("HDFC", "\xc0\xaf")},
      {"half a surrogate pair", with("HDFC", R"(\ud800)")},
      {"a cut text", std::string(kOrderPaid.substr(0, kOrderPaid.size() - 1))},
      {"two texts", std::string(kOrderPaid) + "{}"},
      {"an array", "[]"},
      {"nothing", ""},
      {"no payload", R"({"event":"x","created_at":1})"},
      {"an empty event", with("order.paid", "")},
      {"an unknown status", with(R"("status": "captured")", R"("status": "maybe")")},
      {"an id with a slash", with("pay_DESlfW9H8K9uqM", "pay_/../orders")},
      {"no id", with(R"("id": "pay_DESlfW9H8K9uqM")", R"("id": null)")},
      {"a currency in words", with(R"("currency": "INR")", R"("currency": "rupees")")},
      {"a text for captured", with(R"("captured": true)", R"("captured": "true")")},
      {"a payment that is no object", R"({"event":"x","payload":{"payment":[]},"created_at":1})"},
      {"depth 40", nested(40)},
  };
  for (const Refused& refused : cases) {
    const Result<WebhookEvent> event = parse_webhook(refused.body);
    ASSERT_FALSE(event) << refused.why;
    EXPECT_EQ(event.error().code, ErrorCode::kInvalid) << refused.why;
  }
}

TEST(Webhook, NamesThePlaceOfEachFault) {
  const Result<WebhookEvent> event =
      parse_webhook(with(R"("amount": 12480000000)", R"("amount": 1.5)"));
  ASSERT_FALSE(event);
  ASSERT_EQ(event.error().faults.size(), 1U);
  EXPECT_EQ(event.error().faults[0].pointer, "/payload/payment/entity/amount");
}

TEST(Webhook, MayBeNestedThirtyTwoDeepAndNoDeeper) {
  constexpr std::size_t kAround = 4;  // the event, payload, payment and entity
  EXPECT_TRUE(parse_webhook(nested(32 - kAround)));
  EXPECT_FALSE(parse_webhook(nested(32 - kAround + 1)));
}

TEST(Webhook, MayHave256KiBAndNoMore) {
  std::string body(kOrderPaid);
  body.resize(kMaxWebhookBytes, ' ');
  EXPECT_TRUE(parse_webhook(body));
  body += ' ';
  const Result<WebhookEvent> event = parse_webhook(body);
  ASSERT_FALSE(event);
  EXPECT_EQ(event.error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(parse_webhook(std::string(300 * 1024, '[')).error().code, ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace ledger
