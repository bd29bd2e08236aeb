#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "bench/http_client.h"

namespace ledger::bench {

// Many clients at once, each on a keep-alive connection of its own: it sends its next request as
// soon as the last one is answered. Driven by two threads, as pgbench -j 2.
class Crowd {
 public:
  // The nth request (0, 1, …) of a client; empty: it has no more. Called by its thread.
  using Next = std::function<std::string_view(std::size_t client, std::size_t nth)>;
  // Each answer. Throws what ends the run.
  using Check = std::function<void(std::size_t client, int status, std::string_view body)>;

  Crowd(std::uint16_t port, std::size_t clients);

  // From the first request to the last answer.
  double seconds(const Next& next, const Check& check);

 private:
  void drive(std::size_t first, std::size_t end, const Next& next, const Check& check);

  std::vector<std::unique_ptr<HttpClient>> clients_;
};

// A Check that wants this status.
Crowd::Check wants(int status);

}  // namespace ledger::bench
