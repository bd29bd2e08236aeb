#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "events/result.h"
#include "query-api/router.h"
#include "query-api/server_options.h"

namespace ledger {

struct ServerStats {
  std::size_t connections = 0;  // open now
  std::size_t streams = 0;      // of these
  std::size_t threads = 0;      // working or waiting for work
  std::uint64_t shed = 0;       // connections turned away since the start
};

// An HTTP/1.1 server on cpp-httplib: that library listens, accepts, and hands each connection to
// our workers; requests are read and judged by our own code, once, because two readers of the same
// bytes (a guard, and the library behind it) could understand them in two ways.
class HttpServer {
 public:
  HttpServer(ServerOptions options, Router router);
  // Stops, and waits for every request that is still being worked on.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Listens and serves on threads of its own. Port 0: any free one. Returns the bound port; fails
  // (kUnavailable, "cannot-listen") if the address cannot be had. Once.
  Result<std::uint16_t> start(const std::string& host, std::uint16_t port);

  // Accepts no more, ends streams and idle connections, lets requests finish; what is left after
  // nine tenths of `grace` is cut. True: no worker is left. May be called again.
  bool stop(std::chrono::milliseconds grace = std::chrono::seconds(10));

  [[nodiscard]] ServerStats stats() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ledger
