#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include "ops/sandbox-gateway/sandbox.h"
#include "writer/gateway/razorpay.h"

namespace ledger::sandbox {

inline constexpr const char* kKeyId = "rzp_test_key";
inline constexpr const char* kSecret = "key-secret-1";
inline constexpr const char* kWebhookSecret = "webhook-secret-1";

inline SandboxConfig test_config() {
  return {.listen = "127.0.0.1:0",
          .key_id = kKeyId,
          .secret = kSecret,
          .webhook_secret = kWebhookSecret};
}

struct Received {
  std::string body;
  std::string signature;
  std::string event_id;

  [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(body); }

  [[nodiscard]] std::string event() const { return json().at("event"); }
};

// A shop that takes webhooks and keeps them. `status` decides each answer, by the count of those
// that came before.
class Receiver {
 public:
  explicit Receiver(std::function<int(std::size_t)> status = [](std::size_t) { return 200; })
      : status_(std::move(status)) {
    server_.new_task_queue = [] { return new httplib::ThreadPool(16); };
    server_.Post("/hook", [this](const httplib::Request& request, httplib::Response& response) {
      const std::lock_guard lock(mutex_);
      response.status = status_(all_.size());
      all_.push_back({request.body, request.get_header_value("X-Razorpay-Signature"),
                      request.get_header_value("x-razorpay-event-id")});
      arrived_.notify_all();
    });
    server_.set_keep_alive_timeout(1);
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }

  ~Receiver() {
    server_.stop();
    thread_.join();
  }

  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/hook";
  }

  // The first `count` that arrived; fewer when they do not come in time.
  std::vector<Received> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, std::chrono::seconds(20), [&] { return all_.size() >= count; });
    return all_;
  }

  std::vector<Received> all() { return wait_for(0); }

 private:
  std::function<int(std::size_t)> status_;
  httplib::Server server_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Received> all_;
  int port_ = 0;
  std::thread thread_;
};

inline std::vector<std::string> events_of(const std::vector<Received>& received) {
  std::vector<std::string> events;
  for (const Received& one : received) events.push_back(one.event());
  return events;
}

// A sandbox in this process, with the product's client and a raw one at its door.
class Rig {
 public:
  explicit Rig(SandboxConfig config = test_config()) : sandbox(std::move(config)) {
    const Result<void> started = sandbox.start();
    EXPECT_TRUE(started) << (started ? "" : started.error().message);
    http = std::make_unique<httplib::Client>(sandbox.base_url());
    http->set_keep_alive(true);
    http->set_tcp_nodelay(true);
    gateway = std::make_unique<RazorpayGateway>(client_config());
  }

  [[nodiscard]] RazorpayConfig client_config() const {
    return {.base_url = sandbox.base_url(), .key_id = kKeyId, .key_secret = kSecret};
  }

  GatewayOrder order(std::int64_t paise = 50'000'00, const std::string& receipt = "hold-1") {
    return gateway->create_order(Money::paise(paise), "INR", receipt, {{"hold", receipt}}).value();
  }

  // A driving route's JSON answer; fails the test on another status. No body: none is sent.
  nlohmann::json drive(const std::string& path, const nlohmann::json& body, int status = 200) {
    const std::string text = body.is_null() ? "" : body.dump();
    const httplib::Result result = http->Post(path, text, "application/json");
    EXPECT_TRUE(result);
    if (!result) return {};
    EXPECT_EQ(result->status, status) << result->body;
    return nlohmann::json::parse(result->body);
  }

  nlohmann::json pay(const OrderId& order, nlohmann::json wish) {
    return drive("/sandbox/orders/" + order.str() + "/pay", wish);
  }

  PaymentId paid(const OrderId& order, const std::string& outcome = "success") {
    return PaymentId(pay(order, {{"outcome", outcome}}).at("payment_id").get<std::string>());
  }

  nlohmann::json summary() { return nlohmann::json::parse(http->Get("/sandbox/summary")->body); }

  SandboxGateway sandbox;
  std::unique_ptr<httplib::Client> http;
  std::unique_ptr<RazorpayGateway> gateway;
};

}  // namespace ledger::sandbox
