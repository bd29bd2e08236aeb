#include "ops/sandbox-gateway/server.h"

#include <array>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ledger::sandbox {
namespace {

constexpr int kAcceptQueue = 1024;
constexpr int kIdleMs = 60'000;   // a kept-alive connection without a request
constexpr int kBytesMs = 10'000;  // between two parts of one request

thread_local bool answer_is_lost = false;

// Threads are made when all are busy, and stay.
class ElasticPool final : public httplib::TaskQueue {
 public:
  explicit ElasticPool(std::size_t most) : most_(most) {}

  void enqueue(std::function<void()> job) override {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    if (jobs_.size() > idle_ && threads_.size() < most_) threads_.emplace_back([this] { work(); });
    ready_.notify_one();
  }

  void shutdown() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    ready_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      ++idle_;
      ready_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
      --idle_;
      if (jobs_.empty()) return;
      const std::function<void()> job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      job();
      lock.lock();
    }
  }

  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> jobs_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

std::pair<std::string, int> name_of(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    return {text.data(), ntohs(v4.sin_port)};
  }
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
  return {text.data(), ntohs(v6.sin6_port)};
}

// One connection, read in blocks; what is written waits for flush().
class Connection final : public httplib::Stream {
 public:
  explicit Connection(socket_t socket) : socket_(socket) {}

  using httplib::Stream::write;

  // Blocks until a request begins; false when none came in time, or never will.
  bool next_request() { return begin_ < end_ || fill(kIdleMs); }

  bool flush() {
    std::size_t sent = 0;
    while (sent < out_.size()) {
      const ssize_t n = send(socket_, out_.data() + sent, out_.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) return false;
      sent += static_cast<std::size_t>(n);
    }
    out_.clear();
    return true;
  }

  [[nodiscard]] bool is_readable() const override {
    return begin_ < end_ || ready(POLLIN, kBytesMs);
  }

  [[nodiscard]] bool is_writable() const override { return ready(POLLOUT, kBytesMs); }

  ssize_t read(char* to, std::size_t size) override {
    if (begin_ == end_ && !fill(kBytesMs)) return -1;
    const std::size_t n = std::min(size, end_ - begin_);
    std::memcpy(to, in_.data() + begin_, n);
    begin_ += n;
    return static_cast<ssize_t>(n);
  }

  ssize_t write(const char* from, std::size_t size) override {
    out_.append(from, size);
    return static_cast<ssize_t>(size);
  }

  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &length) == 0) {
      std::tie(ip, port) = name_of(address);
    }
  }

  void get_local_ip_and_port(std::string& ip, int& port) const override {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length) == 0) {
      std::tie(ip, port) = name_of(address);
    }
  }

  [[nodiscard]] socket_t socket() const override { return socket_; }

 private:
  bool fill(int patience_ms) {
    if (!ready(POLLIN, patience_ms)) return false;
    const ssize_t n = recv(socket_, in_.data(), in_.size(), 0);
    begin_ = 0;
    end_ = n > 0 ? static_cast<std::size_t>(n) : 0;
    return n > 0;
  }

  [[nodiscard]] bool ready(short what, int patience_ms) const {
    pollfd wait{.fd = socket_, .events = what, .revents = 0};
    return poll(&wait, 1, patience_ms) > 0;
  }

  socket_t socket_;
  std::array<char, 16 * 1024> in_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::string out_;
};

}  // namespace

Server::Server() {
  new_task_queue = [] { return new ElasticPool(kMaxConnections); };
  set_tcp_nodelay(true);
  // Not SO_REUSEPORT, which is httplib's default: two gateways would share a port unnoticed.
  set_socket_options([](socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
}

int Server::bind(const std::string& host, int port) {
  if (port == 0) {
    port = bind_to_any_port(host);
  } else if (!bind_to_port(host, port)) {
    return -1;
  }
  // httplib listens with a queue of 5; listening again only makes it longer.
  if (port > 0) ::listen(svr_sock_, kAcceptQueue);
  return port;
}

void Server::stop_all() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const socket_t socket : open_) shutdown(socket, SHUT_RD);
  }
  stop();
}

void Server::lose_this_answer() {
  answer_is_lost = true;
}

bool Server::process_and_close_socket(socket_t socket) {
  if (admit(socket)) {
    Connection connection(socket);
    while (connection.next_request()) {
      answer_is_lost = false;
      bool closed = false;
      const bool done = process_request(connection, false, closed, nullptr);
      if (answer_is_lost || !connection.flush() || !done || closed) break;
    }
    dismiss(socket);
  }
  shutdown(socket, SHUT_RDWR);
  close(socket);
  return true;
}

bool Server::admit(socket_t socket) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return false;
  open_.insert(socket);
  return true;
}

void Server::dismiss(socket_t socket) {
  const std::lock_guard lock(mutex_);
  open_.erase(socket);
}

}  // namespace ledger::sandbox
