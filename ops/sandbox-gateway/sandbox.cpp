#include "ops/sandbox-gateway/sandbox.h"

#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <thread>
#include <utility>

#include "events/sodium.h"
#include "ops/sandbox-gateway/core.h"
#include "ops/sandbox-gateway/http_json.h"
#include "ops/sandbox-gateway/server.h"
#include "ops/sandbox-gateway/state_file.h"
#include "ops/sandbox-gateway/url.h"

namespace ledger::sandbox {
namespace {

constexpr std::size_t kMostBodyBytes = 64 * 1024;

struct Address {
  std::string host;
  int port = 0;
};

Address parse_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  Address address{.host = text.substr(0, std::min(colon, text.size()))};
  const char* begin = text.data() + std::min(colon + 1, text.size());
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(begin, end, address.port);
  const bool ok = colon != std::string::npos && !address.host.empty() && error == std::errc() &&
                  stop == end && address.port >= 0 && address.port <= 65'535;
  if (!ok) throw std::invalid_argument("not an address of the form host:port: " + text);
  return address;
}

void not_found(const httplib::Request&, httplib::Response& response) {
  if (!response.body.empty() || response.status < 400) return;
  answer(response, tl::make_unexpected(Refusal{
                       response.status, "BAD_REQUEST_ERROR",
                       response.status == 404 ? "The requested URL was not found on the server."
                                              : "The request cannot be served.",
                       ""}));
}

void out_of_order(const httplib::Request&, httplib::Response& response, std::exception_ptr) {
  answer(response,
         tl::make_unexpected(Refusal{500, "SERVER_ERROR", "The request could not be served.", ""}));
}

}  // namespace

class SandboxGateway::Running {
 public:
  explicit Running(SandboxConfig config)
      : address_(parse_address(config.listen)), core_(std::move(config)) {
    start_sodium();
    server_.set_payload_max_length(kMostBodyBytes);
    server_.set_error_handler(httplib::Server::Handler(not_found));
    server_.set_exception_handler(out_of_order);
    add_api_routes(server_, core_);
    add_drive_routes(server_, core_);
    add_checkout_routes(server_, core_);
  }

  Result<void> start() {
    const std::lock_guard once(stopping_);
    if (has_stopped_) return fail(ErrorCode::kUnavailable, "stopped", "stopped before it began");
    if (Result<void> loaded = state_.load(core_.books); !loaded) return loaded;
    port_ = server_.bind(address_.host, address_.port);
    if (port_ <= 0) {
      return fail(ErrorCode::kUnavailable, "address-taken",
                  "cannot listen on " + core_.config.listen);
    }
    state_.follow(core_.books);
    serving_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
    return {};
  }

  void wait() {
    std::unique_lock lock(mutex_);
    stopped_.wait(lock, [&] { return has_stopped_; });
  }

  void stop() {
    const std::lock_guard once(stopping_);
    if (has_stopped_) return;
    server_.stop_all();
    if (serving_.joinable()) serving_.join();
    core_.dispatcher.stop();
    core_.books.close();
    state_.finish();
    const std::lock_guard lock(mutex_);
    has_stopped_ = true;
    stopped_.notify_all();
  }

  [[nodiscard]] int port() const { return port_; }

  [[nodiscard]] std::string base_url() const {
    return "http://" + address_.host + ":" + std::to_string(port_);
  }

  void set_webhook_url(const std::string& url) {
    if (!parse_url(url)) throw std::invalid_argument("the webhook URL is not an http or https URL");
    core_.dispatcher.set_url(url);
  }

 private:
  Address address_;
  Core core_;
  StateFile state_{core_.config.state_file};
  Server server_;
  int port_ = 0;
  std::thread serving_;
  std::mutex stopping_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool has_stopped_ = false;
};

SandboxGateway::SandboxGateway(SandboxConfig config)
    : running_(std::make_unique<Running>(std::move(config))) {}

SandboxGateway::~SandboxGateway() {
  stop();
}

Result<void> SandboxGateway::start() {
  return running_->start();
}

Result<void> SandboxGateway::run() {
  if (Result<void> started = start(); !started) return started;
  running_->wait();
  return {};
}

void SandboxGateway::stop() {
  running_->stop();
}

int SandboxGateway::port() const {
  return running_->port();
}

std::string SandboxGateway::base_url() const {
  return running_->base_url();
}

void SandboxGateway::set_webhook_url(const std::string& url) {
  running_->set_webhook_url(url);
}

}  // namespace ledger::sandbox
