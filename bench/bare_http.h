#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "bench/child.h"

namespace ledger::bench {

// cpp-httplib alone, in a process of its own: GET / gives the same bytes and headers each time, or
// 304 if the request carries their ETag. Keep-alive without end, no Nagle, a thread a connection.
class BareHttp {
 public:
  BareHttp(const std::string& directory, const std::string& body, std::size_t threads);

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  std::uint16_t port_ = 0;
  std::unique_ptr<Child> server_;
};

inline constexpr const char* kBareEtag = "\"1-57\"";

}  // namespace ledger::bench
