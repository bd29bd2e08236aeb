#include "query-api/transport.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

namespace ledger {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kLingerBytes = 1 << 20;
constexpr int kDeadPeerMs = 30'000;  // unacknowledged for so long: the peer is gone

timeval to_timeval(milliseconds time) {
  return {.tv_sec = time.count() / 1000, .tv_usec = (time.count() % 1000) * 1000};
}

// Takes `sent` bytes off the front of the pieces.
void advance(msghdr& message, std::size_t sent) {
  while (message.msg_iovlen > 0 && sent >= message.msg_iov->iov_len) {
    sent -= message.msg_iov->iov_len;
    ++message.msg_iov;
    --message.msg_iovlen;
  }
  if (message.msg_iovlen == 0) return;
  message.msg_iov->iov_base = static_cast<char*>(message.msg_iov->iov_base) + sent;
  message.msg_iov->iov_len -= sent;
}

std::string to_text(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  int family = address.ss_family;
  if (family == AF_INET) bytes = &reinterpret_cast<const sockaddr_in*>(&address)->sin_addr;
  if (family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6*>(&address)->sin6_addr;
    const bool mapped = IN6_IS_ADDR_V4MAPPED(&v6);
    bytes = mapped ? &v6.s6_addr[12] : static_cast<const void*>(&v6);
    family = mapped ? AF_INET : AF_INET6;
  }
  if (bytes == nullptr || ::inet_ntop(family, bytes, text.data(), text.size()) == nullptr)
    return {};
  return text.data();
}

}  // namespace

SocketTransport::SocketTransport(int socket, const SocketTimes& times)
    : socket_(socket), stall_(times.stall) {
  const int yes = 1;
  const timeval idle = to_timeval(times.idle);
  ::fcntl(socket_, F_SETFD, FD_CLOEXEC);
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  ::setsockopt(socket_, IPPROTO_TCP, TCP_USER_TIMEOUT, &kDeadPeerMs, sizeof kDeadPeerMs);
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &idle, sizeof idle);
}

SocketTransport::~SocketTransport() {
  ::close(socket_);
}

std::size_t SocketTransport::await(char* to, std::size_t size) {
  ssize_t count = 0;
  do {
    count = ::recv(socket_, to, size, 0);  // ends by SO_RCVTIMEO
  } while (count < 0 && errno == EINTR);
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}

ssize_t SocketTransport::read(char* to, std::size_t size, Deadline deadline) {
  while (true) {
    const ssize_t count = ::recv(socket_, to, size, MSG_DONTWAIT);
    if (count >= 0) return count;
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return 0;
    if (!wait(POLLIN, deadline)) return -1;
  }
}

bool SocketTransport::write(std::initializer_list<std::string_view> pieces, Deadline deadline) {
  std::array<iovec, 4> parts{};
  assert(pieces.size() <= parts.size());
  msghdr message{};
  message.msg_iov = parts.data();
  for (const auto piece : pieces) {
    parts[message.msg_iovlen++] = {const_cast<char*>(piece.data()), piece.size()};
  }
  advance(message, 0);
  while (message.msg_iovlen > 0) {
    const ssize_t sent = ::sendmsg(socket_, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0) {
      advance(message, static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!wait(POLLOUT, std::min(deadline, steady_clock::now() + stall_))) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

bool SocketTransport::peer_gone() const {
  pollfd state{.fd = socket_, .events = POLLRDHUP, .revents = 0};
  return ::poll(&state, 1, 0) > 0 && (state.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

void SocketTransport::linger(Deadline deadline) {
  ::shutdown(socket_, SHUT_WR);
  std::array<char, 8192> rest{};
  for (std::size_t total = 0; total < kLingerBytes;) {
    const ssize_t count = read(rest.data(), rest.size(), deadline);
    if (count <= 0) return;
    total += static_cast<std::size_t>(count);
  }
}

void SocketTransport::end_reading() {
  ::shutdown(socket_, SHUT_RD);
}

void SocketTransport::abort() {
  ::shutdown(socket_, SHUT_RDWR);
}

std::string SocketTransport::peer() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getpeername(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  return to_text(address);
}

bool SocketTransport::wait(int events, Deadline deadline) const {
  pollfd state{
      .fd = socket_, .events = static_cast<decltype(pollfd::events)>(events), .revents = 0};
  while (true) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    if (left.count() <= 0) return false;
    const int ready =
        ::poll(&state, 1, static_cast<int>(std::min<std::int64_t>(left.count(), 60'000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

}  // namespace ledger
