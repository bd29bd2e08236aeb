#include <algorithm>
#include <array>
#include <future>
#include <set>
#include <utility>

#include "tests/sandbox/rig.h"
#include "writer/gateway/signature.h"
#include "writer/gateway/webhook_json.h"

namespace ledger::sandbox {
namespace {

using Names = std::vector<std::string>;

const std::array<std::string, 1> kSecrets{kWebhookSecret};
const Names kSuccess{"payment.authorized", "payment.captured", "order.paid"};

// A rig whose webhooks go to a receiver of its own.
struct Wired {
  explicit Wired(std::function<int(std::size_t)> status = [](std::size_t) { return 200; })
      : receiver(std::move(status)) {
    rig.sandbox.set_webhook_url(receiver.url());
  }

  Receiver receiver;
  Rig rig;
};

bool well_signed(const Received& one) {
  return webhook_signature_ok(one.body, one.signature, kSecrets);
}

TEST(SandboxWebhooks, TellASuccessInThreeSignedEvents) {
  Wired wired;
  const GatewayOrder order = wired.rig.order(100'00, "hold-7");
  const PaymentId payment = wired.rig.paid(order.id);
  const auto received = wired.receiver.wait_for(3);
  EXPECT_EQ(events_of(received), kSuccess);
  std::set<std::string> ids;
  for (const Received& one : received) {
    EXPECT_TRUE(well_signed(one));
    const auto event = parse_webhook(one.body);
    ASSERT_TRUE(event) << one.body;
    EXPECT_EQ(event->payment->id, payment);
    EXPECT_EQ(event->payment->notes, order.notes);
    ids.insert(one.event_id);
  }
  EXPECT_EQ(ids.size(), 3U);
  EXPECT_FALSE(ids.contains(""));
}

TEST(SandboxWebhooks, ShowThePaymentAsItWasAtEachEvent) {
  Wired wired;
  wired.rig.paid(wired.rig.order(100'00, "hold-7").id);
  const auto received = wired.receiver.wait_for(3);
  ASSERT_EQ(received.size(), 3U);
  const auto authorized = parse_webhook(received[0].body);
  EXPECT_EQ(authorized->payment->status, GatewayPaymentStatus::kAuthorized);
  EXPECT_FALSE(authorized->payment->captured);
  EXPECT_FALSE(authorized->order);
  EXPECT_TRUE(parse_webhook(received[1].body)->payment->captured);
  const auto paid = parse_webhook(received[2].body);
  EXPECT_EQ(paid->order->status, GatewayOrderStatus::kPaid);
  EXPECT_EQ(paid->order->receipt, "hold-7");
  EXPECT_EQ(paid->order->notes, (GatewayNotes{{"hold", "hold-7"}}));
}

TEST(SandboxWebhooks, TellAFailureAndAnAuthorizationInOneEvent) {
  for (const auto& [outcome, event] :
       {std::pair{"failure", "payment.failed"}, std::pair{"authorized", "payment.authorized"}}) {
    Wired wired;
    wired.rig.paid(wired.rig.order().id, outcome);
    EXPECT_EQ(events_of(wired.receiver.wait_for(1)), Names{event});
    EXPECT_EQ(wired.rig.summary().at("captured_paise"), 0);
  }
}

TEST(SandboxWebhooks, SayNothingOfASilentOrDroppedPayment) {
  Wired wired;
  const GatewayOrder order = wired.rig.order(100'00);
  wired.rig.paid(order.id, "silent");
  wired.rig.pay(order.id, {{"outcome", "success"}, {"webhooks", {{"drop", true}}}});
  wired.rig.paid(order.id, "failure");
  EXPECT_EQ(events_of(wired.receiver.wait_for(1)), Names{"payment.failed"});
  EXPECT_EQ(wired.rig.summary().at("captured_paise"), 200'00);
  const nlohmann::json webhooks = wired.rig.summary().at("webhooks");
  EXPECT_EQ(webhooks.at("pending").get<int>() + webhooks.at("delivered").get<int>(), 1);
}

TEST(SandboxWebhooks, ComeReversedWhenAsked) {
  Wired wired;
  wired.rig.pay(wired.rig.order().id, {{"webhooks", {{"order", "reversed"}}}});
  EXPECT_EQ(events_of(wired.receiver.wait_for(3)), Names(kSuccess.rbegin(), kSuccess.rend()));
}

TEST(SandboxWebhooks, ComeInEveryOrderWhenShuffled) {
  Wired wired;
  std::set<Names> orders;
  for (int i = 0; i < 200 && orders.size() < 6; ++i) {
    const std::size_t before = wired.receiver.all().size();
    wired.rig.pay(wired.rig.order().id, {{"webhooks", {{"order", "shuffled"}}}});
    const Names events = events_of(wired.receiver.wait_for(before + 3));
    orders.emplace(events.end() - 3, events.end());
  }
  EXPECT_EQ(orders.size(), 6U);
}

TEST(SandboxWebhooks, ComeInCopiesWithTheSameIdAndBytes) {
  Wired wired;
  wired.rig.pay(wired.rig.order().id, {{"webhooks", {{"copies", 100}}}});
  const auto received = wired.receiver.wait_for(300);
  ASSERT_EQ(received.size(), 300U);
  std::map<std::string, std::multiset<std::string>> by_id;
  for (const Received& one : received) by_id[one.event_id].insert(one.body);
  EXPECT_EQ(by_id.size(), 3U);
  for (const auto& [id, bodies] : by_id) EXPECT_EQ(bodies.count(*bodies.begin()), 100U);
}

TEST(SandboxWebhooks, AreSignedWronglyWhenAsked) {
  Wired wired;
  wired.rig.pay(wired.rig.order().id, {{"webhooks", {{"bad_signature", true}}}});
  for (const Received& one : wired.receiver.wait_for(3)) EXPECT_FALSE(well_signed(one));
}

TEST(SandboxWebhooks, AreTriedAgainUntilTheyAreTaken) {
  Wired wired([](std::size_t earlier) { return earlier < 2 ? 500 : 204; });
  wired.rig.paid(wired.rig.order().id, "failure");
  const auto received = wired.receiver.wait_for(3);
  ASSERT_EQ(received.size(), 3U);
  for (const Received& one : received) {
    EXPECT_EQ(one.event_id, received[0].event_id);
    EXPECT_EQ(one.body, received[0].body);
  }
}

TEST(SandboxWebhooks, WaitForTheNetworkToReturn) {
  Wired wired;
  wired.rig.drive("/sandbox/outage", {{"webhooks", true}});
  wired.rig.paid(wired.rig.order().id);
  EXPECT_EQ(wired.rig.summary().at("webhooks").at("pending"), 3);
  EXPECT_TRUE(wired.receiver.all().empty());
  wired.rig.drive("/sandbox/outage", {{"webhooks", false}});
  EXPECT_EQ(events_of(wired.receiver.wait_for(3)), kSuccess);
}

TEST(SandboxWebhooks, AreReplayedWithTheIdsTheyHad) {
  Wired wired;
  const PaymentId payment = wired.rig.paid(wired.rig.order(100'00).id);
  const auto first = wired.receiver.wait_for(3);
  wired.rig.gateway->refund(payment, Money::paise(100'00), "refund-0001-a", {}).value();
  wired.receiver.wait_for(5);
  wired.rig.drive("/sandbox/webhooks/replay", {{"payment_id", payment.str()}});
  const auto all = wired.receiver.wait_for(10);
  ASSERT_EQ(all.size(), 10U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(all[5 + i].event_id, first[i].event_id);
    EXPECT_EQ(all[5 + i].body, first[i].body);
  }
  EXPECT_EQ(all[8].event(), "refund.created");
  EXPECT_EQ(all[9].event(), "refund.processed");
  EXPECT_EQ(parse_webhook(all[9].body)->refund->amount, Money::paise(100'00));
}

TEST(SandboxWebhooks, TellALateCapture) {
  Wired wired;
  const PaymentId payment = wired.rig.paid(wired.rig.order().id, "failure");
  wired.receiver.wait_for(1);
  wired.rig.drive("/sandbox/payments/" + payment.str() + "/capture-late", {});
  const Names all{"payment.failed", "payment.authorized", "payment.captured", "order.paid"};
  EXPECT_EQ(events_of(wired.receiver.wait_for(4)), all);
  EXPECT_EQ(wired.rig.gateway->payment(payment)->status, GatewayPaymentStatus::kCaptured);
  wired.rig.drive("/sandbox/payments/" + payment.str() + "/capture-late", {}, 400);
}

TEST(SandboxWebhooks, NeverHoldUpThePayerWhenTheShopHangs) {
  std::mutex gate;
  Wired wired([&](std::size_t) {
    const std::lock_guard wait(gate);
    return 200;
  });
  std::unique_lock closed(gate);
  const GatewayOrder order = wired.rig.order(100'00);
  for (int i = 0; i < 50; ++i) wired.rig.paid(order.id);
  EXPECT_EQ(wired.rig.summary().at("captured_paise"), 50 * 100'00);
  EXPECT_EQ(wired.rig.summary().at("webhooks").at("delivered"), 0);
  closed.unlock();
  EXPECT_EQ(wired.receiver.wait_for(150).size(), 150U);
}

TEST(SandboxWebhooks, DoNotKeepTheGatewayFromStoppingWhenTheShopHangs) {
  std::promise<void> asked;
  std::promise<void> released;
  Wired wired([&, first = true, go = released.get_future().share()](std::size_t) mutable {
    if (std::exchange(first, false)) asked.set_value();
    go.wait();
    return 200;
  });
  wired.rig.paid(wired.rig.order().id);
  asked.get_future().wait();
  const auto begin = std::chrono::steady_clock::now();
  wired.rig.sandbox.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(3));  // patience is 5 s
  released.set_value();
}

TEST(Sandbox, DoesNotStartAfterItWasStopped) {
  SandboxGateway gateway(test_config());
  gateway.stop();
  const Result<void> started = gateway.run();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace ledger::sandbox
