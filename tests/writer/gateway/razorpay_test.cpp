#include "writer/gateway/razorpay.h"

#include "tests/sandbox/rig.h"

namespace ledger {
namespace {

using sandbox::Rig;

const GatewayNotes kNotes{{"project", "athi-river"}, {"hold", "hold-7"}};
constexpr const char* kKey = "refund-0001-key";

TEST(GatewayOrders, AreMadeFoundAndFetched) {
  Rig rig;
  const auto made = rig.gateway->create_order(Money::paise(1'24'800'00), "INR", "hold-7", kNotes);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(made->id.str().starts_with("order_"));
  EXPECT_EQ(made->id.length(), 20U);
  EXPECT_EQ(made->amount, Money::paise(1'24'800'00));
  EXPECT_EQ(made->receipt, "hold-7");
  EXPECT_EQ(made->notes, kNotes);
  EXPECT_EQ(made->status, GatewayOrderStatus::kCreated);
  EXPECT_EQ(rig.gateway->order(made->id).value(), *made);
  EXPECT_EQ(rig.gateway->find_order_by_receipt("hold-7").value(), *made);
}

TEST(GatewayOrders, AreNotFoundByAReceiptThatNobodyUsed) {
  Rig rig;
  rig.order(100'00, "hold-7");
  EXPECT_EQ(rig.gateway->find_order_by_receipt("hold-8").value(), std::nullopt);
}

TEST(GatewayOrders, AreFoundByAReceiptThatNeedsEscaping) {
  Rig rig;
  const GatewayOrder made = rig.order(100'00, "a&b=c/d ₹+%#?");
  EXPECT_EQ(rig.gateway->find_order_by_receipt("a&b=c/d ₹+%#?").value(), made);
}

TEST(GatewayOrders, ThatShareAReceiptAreTakenPaidFirst) {
  Rig rig;
  rig.order(100'00, "hold-7");
  const GatewayOrder second = rig.order(100'00, "hold-7");
  rig.order(100'00, "hold-7");
  rig.paid(second.id);
  EXPECT_EQ(rig.gateway->find_order_by_receipt("hold-7").value()->id, second.id);
}

TEST(GatewayOrders, AreRefusedWithTheGatewaysReason) {
  Rig rig;
  const auto tiny = rig.gateway->create_order(Money::paise(99), "INR", "r", {});
  ASSERT_FALSE(tiny);
  EXPECT_EQ(tiny.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(tiny.error().message, "Order amount less than minimum amount allowed");
  EXPECT_EQ(rig.gateway->create_order(Money::paise(100), "rupee", "r", {}).error().code,
            ErrorCode::kInvalid);
  const auto unknown = rig.gateway->order(OrderId("order_00000000000000"));
  EXPECT_EQ(unknown.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(unknown.error().message, "The id provided does not exist");
}

TEST(GatewayOrders, AreNotSentWhenTheirReceiptOrNotesDoNotFit) {
  Rig rig;
  const Money amount = Money::paise(100'00);
  const auto code = [&](const std::string& receipt, const GatewayNotes& notes) {
    const auto made = rig.gateway->create_order(amount, "INR", receipt, notes);
    return made ? std::optional<ErrorCode>() : made.error().code;
  };
  GatewayNotes many;
  for (char c = 'a'; c < 'a' + 16; ++c) many[std::string(1, c)] = "x";
  EXPECT_EQ(code(std::string(40, 'r'), {{"k", std::string(256, 'v')}}), std::nullopt);
  EXPECT_EQ(code("", {}), ErrorCode::kInvalid);
  EXPECT_EQ(code(std::string(41, 'r'), {}), ErrorCode::kInvalid);
  EXPECT_EQ(code("r", many), ErrorCode::kInvalid);
  EXPECT_EQ(code("r", {{"k", std::string(257, 'v')}}), ErrorCode::kInvalid);
  EXPECT_EQ(rig.summary().at("orders"), 1);
}

TEST(GatewayPayments, AreListedWithTheirState) {
  Rig rig;
  const GatewayOrder order = rig.order();
  const PaymentId failed = rig.paid(order.id, "failure");
  const PaymentId captured = rig.paid(order.id);
  const auto payments = rig.gateway->payments_of(order.id).value();
  ASSERT_EQ(payments.size(), 2U);
  EXPECT_EQ(payments[0].id, failed);
  EXPECT_EQ(payments[0].status, GatewayPaymentStatus::kFailed);
  EXPECT_EQ(payments[0].error_code, "BAD_REQUEST_ERROR");
  EXPECT_FALSE(payments[0].captured);
  EXPECT_EQ(payments[1].id, captured);
  EXPECT_EQ(payments[1].status, GatewayPaymentStatus::kCaptured);
  EXPECT_TRUE(payments[1].captured);
  EXPECT_EQ(payments[1].order_id, order.id);
  EXPECT_EQ(payments[1].amount, order.amount);
  EXPECT_EQ(payments[1].notes, order.notes);
  EXPECT_EQ(rig.gateway->payment(captured).value(), payments[1]);
  EXPECT_EQ(rig.gateway->order(order.id)->status, GatewayOrderStatus::kPaid);
}

TEST(GatewayPayments, ThatAreMalformedIdsAreNeverAskedFor) {
  Rig rig;
  for (const char* id : {"", "pay_/../../sandbox/summary", "pay_1?x=1", "pay_1\r\nX: y", "pay 1"}) {
    const auto payment = rig.gateway->payment(PaymentId(id));
    ASSERT_FALSE(payment) << id;
    EXPECT_EQ(payment.error().reason, "gateway-input") << id;
  }
}

TEST(GatewayRefunds, WithOneKeyAreOneRefund) {
  Rig rig;
  const PaymentId payment = rig.paid(rig.order(100'00).id);
  const auto first = rig.gateway->refund(payment, Money::paise(40'00), kKey, kNotes);
  ASSERT_TRUE(first) << first.error().message;
  const auto again = rig.gateway->refund(payment, Money::paise(40'00), kKey, kNotes);
  EXPECT_EQ(again.value(), *first);
  EXPECT_EQ(first->status, GatewayRefundStatus::kProcessed);
  EXPECT_EQ(first->payment_id, payment);
  EXPECT_EQ(rig.gateway->refunds_of(payment).value(), std::vector{*first});
  EXPECT_EQ(rig.gateway->payment(payment)->amount_refunded, Money::paise(40'00));
}

TEST(GatewayRefunds, WithOneKeyForAnotherAmountAreRefused) {
  Rig rig;
  const PaymentId payment = rig.paid(rig.order(100'00).id);
  ASSERT_TRUE(rig.gateway->refund(payment, Money::paise(40'00), kKey, {}));
  EXPECT_EQ(rig.gateway->refund(payment, Money::paise(41'00), kKey, {}).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(rig.gateway->refunds_of(payment)->size(), 1U);
}

TEST(GatewayRefunds, NeverExceedWhatWasCaptured) {
  Rig rig;
  const PaymentId payment = rig.paid(rig.order(100'00).id);
  ASSERT_TRUE(rig.gateway->refund(payment, Money::paise(60'00), "refund-0001-a", {}));
  const auto above = rig.gateway->refund(payment, Money::paise(40'01), "refund-0002-a", {});
  ASSERT_FALSE(above);
  EXPECT_EQ(above.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(above.error().message, "The refund amount provided is greater than amount captured");
  ASSERT_TRUE(rig.gateway->refund(payment, Money::paise(40'00), "refund-0003-a", {}));
  EXPECT_EQ(rig.gateway->payment(payment)->status, GatewayPaymentStatus::kRefunded);
  EXPECT_EQ(rig.summary().at("refunded_paise"), 100'00);
}

TEST(GatewayRefunds, OfAnUncapturedPaymentAreRefused) {
  Rig rig;
  const GatewayOrder order = rig.order();
  for (const char* outcome : {"failure", "authorized"}) {
    const auto refund = rig.gateway->refund(rig.paid(order.id, outcome), Money::paise(1), kKey, {});
    ASSERT_FALSE(refund) << outcome;
    EXPECT_EQ(refund.error().code, ErrorCode::kInvalid) << outcome;
  }
}

TEST(GatewayRefunds, AreListedBeyondOnePage) {
  Rig rig;
  const PaymentId payment = rig.paid(rig.order(1000'00).id);
  for (int i = 0; i < 120; ++i) {
    const std::string key = "refund-page-" + std::to_string(i);
    ASSERT_TRUE(rig.gateway->refund(payment, Money::paise(100), key, {}));
  }
  EXPECT_EQ(rig.gateway->refunds_of(payment)->size(), 120U);
}

}  // namespace
}  // namespace ledger
