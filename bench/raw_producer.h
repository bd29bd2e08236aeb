#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ledger::bench {

// A message as it goes to the brokers.
struct RawMessage {
  std::string topic;
  std::int32_t partition = 0;
  std::string key;
  std::string value;
  std::vector<std::pair<std::string, std::string>> headers = {};
};

// Seconds that librdkafka's idempotent producer alone takes for these messages: with the log's own
// settings, and `window` of them on their way at most. The topics are there, and known to the
// producer before the clock starts.
double seconds_to_produce(const std::string& brokers, const std::vector<RawMessage>& messages,
                          std::size_t window);

}  // namespace ledger::bench
