#include "query-api/listener_socket.h"

#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ledger {
namespace {

tl::unexpected<Error> cannot_listen(const std::string& host, std::uint16_t port,
                                    const std::string& why) {
  return fail(ErrorCode::kUnavailable, "cannot-listen",
              "cannot listen on " + host + ":" + std::to_string(port) + ": " + why);
}

std::string last_error() {
  return std::error_code(errno, std::generic_category()).message();
}

std::uint16_t bound_port(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return ntohs(address.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port
                   : reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

}  // namespace

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : number_(std::exchange(other.number_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) ::close(number_);
}

int FileDescriptor::duplicate() const {
  return ::fcntl(number_, F_DUPFD_CLOEXEC, 0);
}

void FileDescriptor::shut_down() const {
  if (number_ >= 0) ::shutdown(number_, SHUT_RDWR);
}

Result<Listener> listen_on(const std::string& host, std::uint16_t port, int backlog) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const int failure = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (failure != 0) return cannot_listen(host, port, ::gai_strerror(failure));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, ::freeaddrinfo);
  std::string why = "no address";
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    FileDescriptor socket(::socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int yes = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (::bind(socket.get(), one->ai_addr, one->ai_addrlen) == 0 &&
        ::listen(socket.get(), backlog) == 0) {
      const std::uint16_t bound = bound_port(socket.get());
      return Listener{std::move(socket), bound};
    }
    why = last_error();
  }
  return cannot_listen(host, port, why);
}

}  // namespace ledger
