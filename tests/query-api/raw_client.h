#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ledger {

// A client that sends just the bytes it is told to; reads wait at most ten seconds.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(socket_);
      throw std::runtime_error("no connection");
    }
  }

  ~RawClient() { ::close(socket_); }

  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // False: the server has closed (it may well do so in the middle of what we send).
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // Up to and with `end`; what came until then if the connection ends or patience does.
  std::string read_until(std::string_view end) {
    while (received_.find(end) == std::string::npos && receive()) {
    }
    const auto found = received_.find(end);
    return take(found == std::string::npos ? received_.size() : found + end.size());
  }

  // One answer with a Content-Length (or without a body), head and body.
  std::string read_response(bool with_body = true) {
    std::string response = read_until("\r\n\r\n");
    const auto at = response.find("Content-Length: ");
    if (at == std::string::npos || !with_body) return response;
    const auto length = static_cast<std::size_t>(std::stoul(response.substr(at + 16)));
    while (received_.size() < length && receive()) {
    }
    return response + take(std::min(length, received_.size()));
  }

  // Everything until the server closes.
  std::string read_all() {
    while (receive()) {
    }
    return take(received_.size());
  }

  // True if the server has closed, or does so within the patience; nothing more may come.
  bool is_closed() { return read_all().empty() && closed_; }

  bool was_reset() const { return reset_; }

  std::string ask(std::string_view request) {
    send(request);
    return read_response();
  }

 private:
  bool receive() {
    std::array<char, 16384> bytes;
    const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    reset_ = count < 0 && errno == ECONNRESET;
    if (count <= 0) closed_ = count == 0 || reset_;
    if (count > 0) received_.append(bytes.data(), static_cast<std::size_t>(count));
    return count > 0;
  }

  std::string take(std::size_t count) {
    std::string taken = received_.substr(0, count);
    received_.erase(0, count);
    return taken;
  }

  int socket_;
  std::string received_;
  bool closed_ = false;
  bool reset_ = false;
};

inline std::string get(std::string_view path) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

inline std::string post(std::string_view path, std::string_view body) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

}  // namespace ledger
