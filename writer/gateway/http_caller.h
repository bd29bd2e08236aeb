#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "events/instant.h"

namespace ledger {

// What became of one request.
struct HttpReply {
  enum class Fate {
    kAnswered,  // `status` and `body` are the whole answer
    kNotSent,   // no connection, or no TLS: the other side cannot have acted
    kLost,      // sent at least in part, and no whole answer within the deadline
  };
  Fate fate = Fate::kNotSent;
  int status = 0;
  std::string body;
  std::string why;  // one word or two for the log, unless answered
};

struct HttpCallerConfig {
  std::string base_url;  // "https://api.razorpay.com": scheme, host, port; no path
  std::string user;      // for Basic auth; empty: none
  std::string password;
  milliseconds connect_timeout{2'000};
  milliseconds total_timeout{10'000};  // from the first byte sent to the last received
  std::size_t max_reply_bytes = 4 * 1024 * 1024;
};

// Blocking HTTP calls to one origin over kept-alive connections. Thread-safe; each call in flight
// has a connection of its own. Never repeats a request by itself, never follows a redirect.
class HttpCaller {
 public:
  explicit HttpCaller(HttpCallerConfig config);
  ~HttpCaller();
  HttpCaller(const HttpCaller&) = delete;
  HttpCaller& operator=(const HttpCaller&) = delete;

  HttpReply get(const std::string& path);
  HttpReply post(const std::string& path, std::string json_body,
                 const std::vector<std::pair<std::string, std::string>>& headers = {});
  HttpReply post_bytes(const std::string& path, std::string body);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace ledger
