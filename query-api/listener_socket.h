#pragma once

#include <cstdint>
#include <string>

#include "events/result.h"

namespace ledger {

// Owns a file descriptor, or none.
class FileDescriptor {
 public:
  FileDescriptor() = default;

  explicit FileDescriptor(int number) : number_(number) {}

  FileDescriptor(FileDescriptor&& other) noexcept;
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();

  [[nodiscard]] int get() const { return number_; }

  // Another descriptor for the same thing, the caller's to close; -1 if there can be none.
  [[nodiscard]] int duplicate() const;
  // Ends a socket for all its descriptors: whoever waits on one of them wakes up.
  void shut_down() const;

 private:
  int number_ = -1;
};

struct Listener {
  FileDescriptor socket;
  std::uint16_t port = 0;
};

// Binds a TCP socket to a name or address and listens. Port 0: any free one. Fails with
// kUnavailable, "cannot-listen".
Result<Listener> listen_on(const std::string& host, std::uint16_t port, int backlog);

}  // namespace ledger
