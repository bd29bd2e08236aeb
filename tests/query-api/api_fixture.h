#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "events/memory_log.h"
#include "projectors/map_store.h"
#include "projectors/threaded_runner.h"
#include "query-api/api.h"
#include "writer/founding.h"
#include "writer/gateway/gateway.h"
#include "writer/index.h"
#include "writer/reactors/reactor.h"
#include "writer/writers.h"

namespace ledger::test {

using Json = nlohmann::json;

// Stands still until a test moves it.
class HandClock final : public Clock {
 public:
  Instant now() override { return kStart + Micros(passed_); }

  Micros steady() override { return Micros(passed_); }

  void pass(Micros by) { passed_ += by.count(); }

  static constexpr Instant kStart = Instant::micros(1'780'295'400'000'000);  // 1 June 2026

 private:
  std::atomic<std::int64_t> passed_ = 0;
};

// A gateway that makes every order it is asked for, unless it is down.
class FakeGateway final : public Gateway {
 public:
  Result<GatewayOrder> create_order(Money amount, std::string_view currency,
                                    std::string_view receipt, const GatewayNotes& notes) override;
  Result<std::optional<GatewayOrder>> find_order_by_receipt(std::string_view receipt) override;
  Result<GatewayOrder> order(const OrderId& id) override;
  Result<std::vector<GatewayPayment>> payments_of(const OrderId& id) override;
  Result<GatewayPayment> payment(const PaymentId& id) override;
  Result<GatewayRefund> refund(const PaymentId& payment, Money amount,
                               std::string_view idempotency_key,
                               const GatewayNotes& notes) override;
  Result<std::vector<GatewayRefund>> refunds_of(const PaymentId& payment) override;
  Result<std::vector<SettledItem>> settled_on(Day day) override;

  std::vector<SettledItem> settled;  // what it says of any day

  // From now on asking for this order's payments gives a captured one.
  void capture(const OrderId& order, const PaymentId& payment);

  std::atomic<bool> down = false;

 private:
  std::mutex mutex_;
  std::map<std::string, GatewayOrder> by_receipt_;
  std::map<OrderId, std::vector<GatewayPayment>> payments_;
};

// What a route answered.
struct Answered {
  int status = 0;
  std::string body;
  HttpResponse response;

  [[nodiscard]] Json json() const { return Json::parse(body); }

  [[nodiscard]] std::string header(std::string_view name) const {
    return std::string(response.header(name));
  }

  // The last part of a problem's type.
  [[nodiscard]] std::string problem() const;
};

using Headers = std::vector<NameValue>;

// The whole interface in one process, without sockets: real writers, reactors and projections over
// a log in memory.
class ApiTest : public testing::Test {
 protected:
  ApiTest();
  ~ApiTest() override;

  // `target` is path and query, percent-encoded. POST and PUT get a fresh key unless one is given.
  Answered call(std::string_view method, const std::string& target, const std::string& body = "",
                Headers headers = {});

  Answered get(const std::string& target, Headers headers = {}) {
    return call("GET", target, "", std::move(headers));
  }

  Answered post(const std::string& target, const Json& body, Headers headers = {});
  Answered put(const std::string& target, const Json& body, Headers headers = {});

  static Json must(const Answered& answered);  // the body of a success

  Position everything();  // that was decided so far
  void catch_up();        // until all of it is shown

  static NameValue key(const std::string& value) { return {"Idempotency-Key", value}; }

  static std::string fresh_key();

  [[nodiscard]] Headers as_admin() const { return {{"Authorization", "Bearer " + admin_}}; }

  // A key of that role, made on first use.
  Headers as(const std::string& role, const std::vector<std::string>& projects = {});

  // A project of `plots` squares "1", "2", …, priced and released.
  void open_project(const std::string& id, const std::string& code, std::size_t plots = 6);
  static std::string squares(std::size_t plots);
  static Json contact(int n = 1);

  // A hold of one plot: {"hold_id","token",…}.
  Json hold(const std::string& project, const std::string& plot, int n = 1);

  static Headers token(const Json& hold) {
    return {{"Hold-Token", hold.at("token").get<std::string>()}};
  }

  Json checkout(const Json& hold, int n = 1);
  // A signed webhook of that payment.
  Answered webhook(const std::string& event, const Json& payment, const std::string& secret);
  static Json payment_of(const std::string& id, const Json& order, const std::string& status);
  // Holds, checks out and pays by webhook; the booking's id.
  std::string book(const std::string& project, const std::string& plot, int n = 1);

  std::string everything_in_log();

  HandClock clock_;
  FakeGateway gateway_;
  MemoryLog log_{2};
  std::filesystem::path directory_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<CommandIndex> index_;
  std::unique_ptr<MapStore> store_;
  std::unique_ptr<Writers> writers_;
  std::unique_ptr<Reactor> reactor_;
  std::unique_ptr<ThreadedReactor> reactors_;
  std::unique_ptr<Services> services_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<ThreadedRunner> runner_;
  Router router_;
  std::vector<std::string> logged_;
  std::mutex logged_mutex_;

 private:
  void start_writers();
  void start_reading();
  Services services();

  std::string admin_;
  std::map<std::string, std::string> keys_;
};

inline constexpr const char* kWebhookSecret = "webhook-secret-123456";
inline constexpr const char* kOldWebhookSecret = "webhook-secret-before";
inline constexpr const char* kGatewaySecret = "gateway-secret-123456";

}  // namespace ledger::test
