#pragma once

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace ledger {

using Deadline = std::chrono::steady_clock::time_point;

// One connection's bytes, in clear. The seam for TLS: everything above it knows no socket. One
// thread reads while another may write.
class Transport {
 public:
  virtual ~Transport() = default;
  // Waits for the first bytes of a request, as long as an idle connection may last. Returns their
  // count, 0: hung up, idle for too long, or reset.
  virtual std::size_t await(char* to, std::size_t size) = 0;
  // At least one byte by the deadline. Returns the count, 0: hung up or reset, -1: too late.
  virtual ssize_t read(char* to, std::size_t size, Deadline deadline) = 0;
  // All the pieces (at most four), in one go where the peer can take it. False: gone, or it stood
  // still for too long, or it was not done by the deadline.
  virtual bool write(std::initializer_list<std::string_view> pieces, Deadline deadline) = 0;
  [[nodiscard]] virtual bool peer_gone() const = 0;
  // Ends our side and lets the peer read what was sent, though it may still be sending: closing
  // at once would reset the connection under the answer. Reads a bounded rest until the deadline.
  virtual void linger(Deadline deadline) = 0;
  // Any thread: `await` and `read` end at once, later writes still go out.
  virtual void end_reading() = 0;
  // Any thread: everything ends at once.
  virtual void abort() = 0;
  // The peer's address, as text.
  [[nodiscard]] virtual std::string peer() const = 0;
};

struct SocketTimes {
  std::chrono::milliseconds idle;   // between two requests
  std::chrono::milliseconds stall;  // in a write, without a byte being taken
};

// A TCP socket; owns it.
class SocketTransport final : public Transport {
 public:
  SocketTransport(int socket, const SocketTimes& times);
  ~SocketTransport() override;
  SocketTransport(const SocketTransport&) = delete;
  SocketTransport& operator=(const SocketTransport&) = delete;

  std::size_t await(char* to, std::size_t size) override;
  ssize_t read(char* to, std::size_t size, Deadline deadline) override;
  bool write(std::initializer_list<std::string_view> pieces, Deadline deadline) override;
  [[nodiscard]] bool peer_gone() const override;
  void linger(Deadline deadline) override;
  void end_reading() override;
  void abort() override;
  [[nodiscard]] std::string peer() const override;

 private:
  [[nodiscard]] bool wait(int events, Deadline deadline) const;

  int socket_;
  std::chrono::milliseconds stall_;
};

}  // namespace ledger
