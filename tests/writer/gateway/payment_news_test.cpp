#include "writer/gateway/payment_news.h"

#include <gtest/gtest.h>

namespace ledger {
namespace {

GatewayPayment payment(const char* id, GatewayPaymentStatus status) {
  GatewayPayment payment;
  payment.id = PaymentId(id);
  payment.order_id = OrderId("order_1");
  payment.status = status;
  payment.amount = Money::paise(500);
  payment.currency = "INR";
  payment.method = "upi";
  payment.error_code = "BAD_REQUEST_ERROR";
  payment.error_description = "declined";
  payment.created_at = Instant::micros(7);
  return payment;
}

RecordPayment news(const GatewayPayment& payment, wire::Source source) {
  return news_of(ProjectId("athi"), payment, source).value();
}

TEST(PaymentNews, NothingIsKnownOfAPaymentThatWasOnlyCreated) {
  const auto created = payment("pay_1", GatewayPaymentStatus::kCreated);
  EXPECT_EQ(status_of(created), std::nullopt);
  EXPECT_FALSE(news_of({}, created, wire::Source::Poll).has_value());
}

TEST(PaymentNews, MoneyThatWasRefundedHadBeenCaptured) {
  using Status = GatewayPaymentStatus;
  EXPECT_EQ(status_of(payment("pay_1", Status::kAuthorized)), PaymentStatus::kAuthorized);
  EXPECT_EQ(status_of(payment("pay_1", Status::kCaptured)), PaymentStatus::kCaptured);
  EXPECT_EQ(status_of(payment("pay_1", Status::kRefunded)), PaymentStatus::kCaptured);
  EXPECT_EQ(status_of(payment("pay_1", Status::kFailed)), PaymentStatus::kFailed);
}

TEST(PaymentNews, SaysWhatTheGatewaySaidAndHowItWasHeard) {
  const auto told = news(payment("pay_1", GatewayPaymentStatus::kFailed), wire::Source::Webhook);
  EXPECT_EQ(told.project, ProjectId("athi"));
  EXPECT_EQ(told.payment.payment, PaymentId("pay_1"));
  EXPECT_EQ(told.payment.order, OrderId("order_1"));
  EXPECT_EQ(told.payment.amount, Money::paise(500));
  EXPECT_EQ(told.payment.currency, "INR");
  EXPECT_EQ(told.payment.method, "upi");
  EXPECT_EQ(told.payment.source, wire::Source::Webhook);
  EXPECT_EQ(told.payment.created_at, Instant::micros(7));
  EXPECT_EQ(told.error_code, "BAD_REQUEST_ERROR");
  EXPECT_EQ(told.description, "declined");
}

TEST(PaymentNews, ItsRefundFollowsFromThePaymentHoweverItWasHeard) {
  const auto captured = payment("pay_1", GatewayPaymentStatus::kCaptured);
  const auto refund = news(captured, wire::Source::Webhook).refund;
  EXPECT_EQ(refund, news(captured, wire::Source::Poll).refund);
  EXPECT_EQ(refund.str().size(), 36U);
  const auto other = payment("pay_2", GatewayPaymentStatus::kCaptured);
  EXPECT_NE(refund, news(other, wire::Source::Webhook).refund);
}

}  // namespace
}  // namespace ledger
