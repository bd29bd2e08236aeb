#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ledger::bench {

struct Reply {
  int status = 0;
  std::string body;
};

// The text of a POST or PUT with an Idempotency-Key, or of a GET. `key` may be empty; `token` is an
// API key, or empty for a visitor.
std::string request(std::string_view method, std::string_view path, std::string_view body = {},
                    std::string_view key = {}, std::string_view token = {},
                    std::string_view type = "application/json");

// A key as a browser makes it: 32 hexadecimal digits.
std::string fresh_key();

// One keep-alive connection to 127.0.0.1 that costs as little as a client can. Throws
// std::runtime_error where the connection breaks or the answer has no Content-Length.
class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  void send(std::string_view request);

  // Takes what the socket has, waiting for the first of it. True once the answer is whole.
  bool receive();

  // Takes what comes until the head is whole: for an answer without end. False: it is no 200.
  bool begins();

  [[nodiscard]] int status() const;
  [[nodiscard]] std::string_view head() const;
  [[nodiscard]] std::string_view body() const;
  Reply ask(std::string_view request);

  [[nodiscard]] int socket() const { return socket_; }

 private:
  void take();

  int socket_ = -1;
  std::string received_;
  std::size_t head_ = 0;   // bytes of the head, once it is whole
  std::size_t whole_ = 0;  // bytes of the answer, once the head is whole
};

}  // namespace ledger::bench
