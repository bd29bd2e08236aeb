#include "bench/http_client.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <random>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ledger::bench {
namespace {

constexpr std::string_view kLength = "\r\nContent-Length: ";

[[noreturn]] void broken(const char* why) {
  throw std::runtime_error(std::string("HTTP: ") + why);
}

// 304 has none, and no body.
std::size_t content_length(std::string_view head) {
  if (head.starts_with("HTTP/1.1 304 ")) return 0;
  const auto at = head.find(kLength);
  if (at == std::string_view::npos) broken("an answer without Content-Length");
  const auto* first = head.data() + at + kLength.size();
  std::size_t length = 0;
  std::from_chars(first, head.data() + head.size(), length);
  return length;
}

}  // namespace

std::string request(std::string_view method, std::string_view path, std::string_view body,
                    std::string_view key, std::string_view token, std::string_view type) {
  std::string text(method);
  text.append(" ").append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
  if (!key.empty()) text.append("Idempotency-Key: ").append(key).append("\r\n");
  if (!token.empty()) text.append("Authorization: Bearer ").append(token).append("\r\n");
  if (method != "GET") {
    text.append("Content-Type: ").append(type).append("\r\nContent-Length: ");
    text.append(std::to_string(body.size())).append("\r\n");
  }
  return text.append("\r\n").append(body);
}

std::string fresh_key() {
  static std::mt19937_64 random(std::random_device{}());
  std::array<char, 33> text{};
  std::snprintf(text.data(), text.size(), "%016llx%016llx",
                static_cast<unsigned long long>(random()),   // NOLINT(google-runtime-int)
                static_cast<unsigned long long>(random()));  // NOLINT(google-runtime-int)
  return text.data();
}

HttpClient::HttpClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  const timeval patience{.tv_sec = 30, .tv_usec = 0};
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    broken("no connection");
  }
}

HttpClient::~HttpClient() {
  ::close(socket_);
}

void HttpClient::send(std::string_view request) {
  received_.clear();
  head_ = whole_ = 0;
  while (!request.empty()) {
    const auto sent = ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL);
    if (sent <= 0) broken("the server closed the connection");
    request.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void HttpClient::take() {
  std::array<char, 65536> bytes;
  const auto count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count <= 0) broken("no answer");
  received_.append(bytes.data(), static_cast<std::size_t>(count));
}

bool HttpClient::begins() {
  while (received_.find("\r\n\r\n") == std::string::npos) take();
  return status() == 200;
}

bool HttpClient::receive() {
  take();
  if (whole_ == 0) {
    const auto end = received_.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    head_ = end + 4;
    whole_ = head_ + content_length(std::string_view(received_).substr(0, head_));
  }
  return received_.size() >= whole_;
}

int HttpClient::status() const {
  return std::atoi(received_.c_str() + std::string_view("HTTP/1.1 ").size());
}

std::string_view HttpClient::head() const {
  return std::string_view(received_).substr(0, head_);
}

std::string_view HttpClient::body() const {
  return std::string_view(received_).substr(head_);
}

Reply HttpClient::ask(std::string_view request) {
  send(request);
  while (!receive()) {
  }
  return {status(), std::string(body())};
}

}  // namespace ledger::bench
