#include <filesystem>
#include <fstream>

#include "tests/sandbox/rig.h"

namespace ledger::sandbox {
namespace {

class StateFileTest : public testing::Test {
 protected:
  StateFileTest() {
    std::string name = (std::filesystem::temp_directory_path() / "sandbox-XXXXXX").string();
    directory_ = mkdtemp(name.data());
  }

  ~StateFileTest() override { std::filesystem::remove_all(directory_); }

  [[nodiscard]] SandboxConfig config() const {
    SandboxConfig config = test_config();
    config.state_file = (directory_ / "gateway.json").string();
    return config;
  }

  std::filesystem::path directory_;
};

using SandboxState = StateFileTest;

TEST_F(SandboxState, SurvivesARestart) {
  std::optional<GatewayOrder> order;
  PaymentId payment;
  std::optional<GatewayRefund> refund;
  {
    Rig rig(config());
    order = rig.order(100'00, "hold-7");
    payment = rig.paid(order->id);
    refund =
        rig.gateway->refund(payment, Money::paise(40'00), "refund-0001-a", {{"why", "₹"}}).value();
    order = rig.gateway->order(order->id).value();
  }
  Rig rig(config());
  EXPECT_EQ(rig.gateway->find_order_by_receipt("hold-7").value(), order);
  EXPECT_EQ(rig.gateway->payments_of(order->id)->at(0).amount_refunded, Money::paise(40'00));
  EXPECT_EQ(rig.gateway->refund(payment, Money::paise(40'00), "refund-0001-a", {}).value(), refund);
  EXPECT_EQ(rig.summary().at("refunds"), 1);
  Receiver receiver;
  rig.sandbox.set_webhook_url(receiver.url());
  rig.drive("/sandbox/webhooks/replay", {{"payment_id", payment.str()}});
  EXPECT_EQ(receiver.wait_for(5).size(), 5U);
}

TEST_F(SandboxState, IsNotOverwrittenWhenItIsDamaged) {
  const std::string path = config().state_file;
  for (const char* text :
       {"", "{", "{}", R"({"format":2})",
        R"({"format":1,"orders":[],"payments":[{"id":"pay_1"}],"refunds":[]})"}) {
    std::ofstream(path) << text;
    SandboxGateway gateway(config());
    const Result<void> started = gateway.start();
    ASSERT_FALSE(started) << text;
    EXPECT_EQ(started.error().code, ErrorCode::kCorrupt);
    std::ifstream file(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), text);
  }
}

}  // namespace
}  // namespace ledger::sandbox
