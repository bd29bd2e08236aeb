#include "writer/gateway/http_caller.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include <httplib.h>

namespace ledger {
namespace {

using Steady = std::chrono::steady_clock;

// A server closes idle connections after some seconds; one that it is about to close is not reused.
constexpr seconds kReuseWithin{4};

// Cuts the connection of a call that outlives its deadline. (httplib's own time-outs are per read,
// so that a trickle of bytes could last for ever.)
class Deadlines {
 public:
  Deadlines() : thread_([this] { run(); }) {}

  ~Deadlines() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

  void watch(httplib::Client& client, Steady::time_point until) {
    const std::lock_guard lock(mutex_);
    watched_[&client] = until;
    changed_.notify_all();
  }

  // After it returns, the client is no longer touched.
  void release(httplib::Client& client) {
    const std::lock_guard lock(mutex_);
    watched_.erase(&client);
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      const Steady::time_point next = cut_overdue();
      if (next == Steady::time_point::max()) {
        changed_.wait(lock);
      } else {
        changed_.wait_until(lock, next);
      }
    }
  }

  // The earliest deadline left. An overdue call is cut again and again until it is released: it may
  // have been between two connections the first time.
  Steady::time_point cut_overdue() {
    auto next = Steady::time_point::max();
    const auto now = Steady::now();
    for (auto& [client, until] : watched_) {
      if (until <= now) {
        client->stop();
        until = now + milliseconds(50);
      }
      next = std::min(next, until);
    }
    return next;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<httplib::Client*, Steady::time_point> watched_;
  bool stopping_ = false;
  std::thread thread_;
};

bool before_sending(httplib::Error error) {
  switch (error) {
    case httplib::Error::Connection:
    case httplib::Error::ConnectionTimeout:
    case httplib::Error::BindIPAddress:
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification:
      return true;
    case httplib::Error::Success:
    case httplib::Error::Unknown:
    case httplib::Error::Read:
    case httplib::Error::Write:
    case httplib::Error::ExceedRedirectCount:
    case httplib::Error::Canceled:
    case httplib::Error::UnsupportedMultipartBoundaryChars:
    case httplib::Error::Compression:
      return false;
  }
  return false;
}

}  // namespace

class HttpCaller::State {
 public:
  explicit State(HttpCallerConfig config) : config_(std::move(config)) {}

  HttpReply call(httplib::Request request) {
    HttpReply reply;
    request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t,
                                   std::uint64_t) {
      reply.body.append(data, size);
      return reply.body.size() <= config_.max_reply_bytes;
    };
    std::unique_ptr<httplib::Client> client = take();
    deadlines_.watch(*client, Steady::now() + config_.connect_timeout + config_.total_timeout);
    const httplib::Result result = client->send(request);
    deadlines_.release(*client);
    if (!result) {
      const bool unsent = before_sending(result.error());
      return {.fate = unsent ? HttpReply::Fate::kNotSent : HttpReply::Fate::kLost,
              .why = httplib::to_string(result.error())};
    }
    give_back(std::move(client));
    reply.fate = HttpReply::Fate::kAnswered;
    reply.status = result->status;
    return reply;
  }

 private:
  struct Idle {
    std::unique_ptr<httplib::Client> client;
    Steady::time_point since;
  };

  std::unique_ptr<httplib::Client> take() {
    const std::lock_guard lock(mutex_);
    std::erase_if(idle_,
                  [](const Idle& idle) { return Steady::now() - idle.since > kReuseWithin; });
    if (idle_.empty()) return connect();
    std::unique_ptr<httplib::Client> client = std::move(idle_.back().client);
    idle_.pop_back();
    return client;
  }

  void give_back(std::unique_ptr<httplib::Client> client) {
    const std::lock_guard lock(mutex_);
    idle_.push_back({std::move(client), Steady::now()});
  }

  [[nodiscard]] std::unique_ptr<httplib::Client> connect() const {
    auto client = std::make_unique<httplib::Client>(config_.base_url);
    client->set_connection_timeout(config_.connect_timeout);
    client->set_read_timeout(config_.total_timeout);
    client->set_write_timeout(config_.total_timeout);
    client->set_keep_alive(true);
    client->set_tcp_nodelay(true);
    if (!config_.user.empty()) client->set_basic_auth(config_.user, config_.password);
    return client;
  }

  HttpCallerConfig config_;
  Deadlines deadlines_;
  std::mutex mutex_;
  std::vector<Idle> idle_;
};

HttpCaller::HttpCaller(HttpCallerConfig config)
    : state_(std::make_unique<State>(std::move(config))) {}

HttpCaller::~HttpCaller() = default;

HttpReply HttpCaller::get(const std::string& path) {
  httplib::Request request;
  request.method = "GET";
  request.path = path;
  return state_->call(std::move(request));
}

HttpReply HttpCaller::post(const std::string& path, std::string json_body,
                           const std::vector<std::pair<std::string, std::string>>& headers) {
  httplib::Request request;
  request.method = "POST";
  request.path = path;
  request.body = std::move(json_body);
  request.headers = {headers.begin(), headers.end()};
  request.set_header("Content-Type", "application/json");
  return state_->call(std::move(request));
}

HttpReply HttpCaller::post_bytes(const std::string& path, std::string body) {
  httplib::Request request;
  request.method = "POST";
  request.path = path;
  request.body = std::move(body);
  request.set_header("Content-Type", "application/octet-stream");
  return state_->call(std::move(request));
}

}  // namespace ledger
