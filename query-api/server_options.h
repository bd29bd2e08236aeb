#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "query-api/http_head.h"

namespace ledger {

// What one class of bodies may take.
struct BodyLimit {
  std::size_t bytes = 0;              // over it -> 413
  std::chrono::milliseconds time{0};  // from the head's end to the body's -> 408
};

// One request has been answered (or its stream has ended).
struct RequestDone {
  std::string_view method;   // empty: the request was refused before it was understood
  std::string_view pattern;  // the route's; empty: none matched
  int status = 0;
  std::int64_t micros = 0;  // from the head's end until the answer was handed to the network
  bool streamed = false;    // micros is then the stream's life
};

struct ServerOptions {
  HeadLimits head;
  std::chrono::milliseconds head_time{10'000};  // for the whole head -> 408
  BodyLimit json{64 * kKiB, std::chrono::milliseconds(10'000)};
  BodyLimit webhook{256 * kKiB, std::chrono::milliseconds(10'000)};
  BodyLimit node{1 * kKiB * kKiB, std::chrono::milliseconds(10'000)};  // a record holds half
  BodyLimit upload{25 * kKiB * kKiB, std::chrono::milliseconds(60'000)};
  std::size_t uploads_at_once = 8;  // further ones -> 503
  std::chrono::milliseconds idle_time{5'000};
  std::size_t requests_per_connection = 10'000;
  // A client that takes nothing of its answer for so long is cut. The whole answer may take this
  // long and a second more for each 64 KiB, each write of a stream this long.
  std::chrono::milliseconds write_time{10'000};

  std::size_t connections = 8192;           // one thread each; further ones are shed with 503
  std::size_t connections_per_address = 0;  // further ones -> 503; 0: any number (behind a proxy)
  std::size_t streams = 6144;               // of these; further ones -> 503
  std::size_t thread_stack_bytes = 256 * kKiB;
  int backlog = 4096;

  bool behind_proxy = false;  // the peer is our proxy: the last X-Forwarded-For is the client
  bool https = false;         // clients come over https: send Strict-Transport-Security

  // Both may be empty, are called by any thread, must be quick and must not throw.
  std::function<void(std::string_view)> log;  // one line; never holds anything from a request
  std::function<void(const RequestDone&)> on_request_done;
};

}  // namespace ledger
