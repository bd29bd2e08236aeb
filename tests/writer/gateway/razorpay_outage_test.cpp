#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/sandbox/rig.h"
#include "writer/gateway/razorpay.h"

namespace ledger {
namespace {

using sandbox::kKeyId;
using sandbox::kSecret;
using sandbox::Rig;

const Money kAmount = Money::paise(100'00);
constexpr const char* kKey = "refund-0001-key";

// A port that accepts connections and, left alone, never answers.
class DeafServer {
 public:
  DeafServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address), length), 0);
    EXPECT_EQ(listen(socket_, 16), 0);
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
  }

  ~DeafServer() { close(socket_); }

  DeafServer(const DeafServer&) = delete;
  DeafServer& operator=(const DeafServer&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  // Takes one connection and feeds it a byte of an endless header every 20 ms, until the client
  // hangs up; whether it did.
  [[nodiscard]] bool trickle() const {
    const int client = accept(socket_, nullptr, nullptr);
    bool hung_up = false;
    for (int i = 0; i < 500 && !hung_up; ++i) {
      hung_up = send(client, "H", 1, MSG_NOSIGNAL) < 0;
      pollfd wait{.fd = client, .events = POLLRDHUP, .revents = 0};
      hung_up = hung_up || poll(&wait, 1, 20) > 0;
    }
    close(client);
    return hung_up;
  }

 private:
  int socket_;
  int port_ = 0;
};

RazorpayGateway impatient(const std::string& url) {
  return RazorpayGateway({.base_url = url,
                          .key_id = kKeyId,
                          .key_secret = kSecret,
                          .connect_timeout = milliseconds(100),
                          .total_timeout = milliseconds(200)});
}

ErrorCode create_code(Gateway& gateway) {
  return gateway.create_order(kAmount, "INR", "hold-7", {}).error().code;
}

// A server that gives every request the same answer.
class Stubborn {
 public:
  Stubborn(int status, std::string body) {
    const auto handler = [status, body = std::move(body)](const httplib::Request&,
                                                          httplib::Response& response) {
      response.status = status;
      response.set_content(body, "application/json");
    };
    server_.Get(".*", handler).Post(".*", handler);
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }

  ~Stubborn() {
    server_.stop();
    thread_.join();
  }

  Stubborn(const Stubborn&) = delete;
  Stubborn& operator=(const Stubborn&) = delete;

  [[nodiscard]] RazorpayGateway client() const {
    return impatient("http://127.0.0.1:" + std::to_string(port_));
  }

 private:
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
};

TEST(GatewayOutage, IsUnavailableWhenNothingListens) {
  std::string url;
  {
    url = DeafServer().url();
  }
  RazorpayGateway gateway = impatient(url);
  EXPECT_EQ(create_code(gateway), ErrorCode::kUnavailable);
  EXPECT_EQ(gateway.find_order_by_receipt("hold-7").error().code, ErrorCode::kUnavailable);
}

TEST(GatewayOutage, IsUnavailableWhenTheGatewaySaysSo) {
  Rig rig;
  const GatewayOrder order = rig.order();
  const PaymentId payment = rig.paid(order.id);
  rig.drive("/sandbox/outage", {{"api", true}});
  EXPECT_EQ(create_code(*rig.gateway), ErrorCode::kUnavailable);
  EXPECT_EQ(rig.gateway->refund(payment, kAmount, kKey, {}).error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(rig.gateway->payments_of(order.id).error().code, ErrorCode::kUnavailable);
  rig.drive("/sandbox/outage", {{"api", false}});
  EXPECT_EQ(rig.summary().at("orders"), 1);
  EXPECT_EQ(rig.summary().at("refunds"), 0);
  EXPECT_TRUE(rig.gateway->refund(payment, kAmount, kKey, {}));
}

TEST(GatewayOutage, IsUnknownWhenNoAnswerComesToAChange) {
  const DeafServer deaf;
  RazorpayGateway gateway = impatient(deaf.url());
  EXPECT_EQ(create_code(gateway), ErrorCode::kUnknown);
  EXPECT_EQ(gateway.refund(PaymentId("pay_1"), kAmount, kKey, {}).error().code,
            ErrorCode::kUnknown);
  EXPECT_EQ(gateway.order(OrderId("order_1")).error().code, ErrorCode::kUnavailable);
}

TEST(GatewayOutage, EndsACallWhoseAnswerTrickles) {
  const DeafServer deaf;
  bool hung_up = false;
  std::thread server([&] { hung_up = deaf.trickle(); });
  RazorpayGateway gateway = impatient(deaf.url());
  EXPECT_EQ(create_code(gateway), ErrorCode::kUnknown);
  server.join();
  EXPECT_TRUE(hung_up);
}

TEST(GatewayOutage, LeavesAnOrderWhoseAnswerWasLostToBeFoundByReceipt) {
  Rig rig;
  rig.drive("/sandbox/outage", {{"lost_answers", true}});
  EXPECT_EQ(create_code(*rig.gateway), ErrorCode::kUnknown);
  rig.drive("/sandbox/outage", {{"lost_answers", false}});
  const auto found = rig.gateway->find_order_by_receipt("hold-7").value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->amount, kAmount);
  EXPECT_EQ(rig.summary().at("orders"), 1);
}

TEST(GatewayOutage, NeverMakesASecondRefundOfOneWhoseAnswerWasLost) {
  Rig rig;
  const PaymentId payment = rig.paid(rig.order(100'00).id);
  rig.drive("/sandbox/outage", {{"lost_answers", true}});
  EXPECT_EQ(rig.gateway->refund(payment, Money::paise(30'00), kKey, {}).error().code,
            ErrorCode::kUnknown);
  rig.drive("/sandbox/outage", {{"lost_answers", false}});
  EXPECT_TRUE(rig.gateway->refund(payment, Money::paise(30'00), kKey, {}));
  EXPECT_EQ(rig.gateway->refunds_of(payment)->size(), 1U);
  EXPECT_EQ(rig.summary().at("refunded_paise"), 30'00);
}

TEST(GatewayOutage, IsToldFromTheStatus) {
  struct Case {
    int status;
    std::string body;
    ErrorCode change;
    ErrorCode question;
  };

  const std::vector<Case> cases{
      {400, "{}", ErrorCode::kInvalid, ErrorCode::kInvalid},
      {404, "not JSON", ErrorCode::kInvalid, ErrorCode::kInvalid},
      {401, "{}", ErrorCode::kUnavailable, ErrorCode::kUnavailable},
      {429, "{}", ErrorCode::kUnavailable, ErrorCode::kUnavailable},
      {503, "{}", ErrorCode::kUnavailable, ErrorCode::kUnavailable},
      {408, "{}", ErrorCode::kUnknown, ErrorCode::kUnavailable},
      {409, "{}", ErrorCode::kUnknown, ErrorCode::kUnavailable},
      {500, "{}", ErrorCode::kUnknown, ErrorCode::kUnavailable},
      {502, "{}", ErrorCode::kUnknown, ErrorCode::kUnavailable},
      {504, "{}", ErrorCode::kUnknown, ErrorCode::kUnavailable},
      {302, "{}", ErrorCode::kUnknown, ErrorCode::kUnavailable},
      {200, "{}", ErrorCode::kUnknown, ErrorCode::kUnavailable},
      {200, "<html>", ErrorCode::kUnknown, ErrorCode::kUnavailable},
      {200, std::string(5 * 1024 * 1024, ' '), ErrorCode::kUnknown, ErrorCode::kUnavailable},
  };
  for (const Case& one : cases) {
    const Stubborn server(one.status, one.body);
    RazorpayGateway gateway = server.client();
    EXPECT_EQ(create_code(gateway), one.change) << one.status;
    EXPECT_EQ(gateway.order(OrderId("order_1")).error().code, one.question) << one.status;
  }
}

TEST(GatewayOutage, IsUnavailableWithAWrongKey) {
  Rig rig;
  RazorpayConfig config = rig.client_config();
  config.key_secret = "another";
  RazorpayGateway gateway(config);
  const auto made = gateway.create_order(kAmount, "INR", "hold-7", {});
  EXPECT_EQ(made.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(made.error().reason, "gateway-credentials");
  EXPECT_EQ(rig.summary().at("orders"), 0);
}

}  // namespace
}  // namespace ledger
