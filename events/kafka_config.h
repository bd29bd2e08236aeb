#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace ledger {

// Where a ledger lives on Kafka: three topics, of which the first is the log.
struct KafkaConfig {
  std::string brokers;  // "host:port,…"
  std::string topic;
  // Handed to librdkafka as they are: security.*, ssl.*, sasl.*, enable.ssl.* and enable.sasl.*.
  std::map<std::string, std::string> properties = {};
  bool single_broker = false;    // fewer than three replicas are fine
  std::uint32_t partitions = 0;  // of the ledger that is known to be there; 0: any number

  [[nodiscard]] std::string keys() const { return topic + ".keys"; }

  [[nodiscard]] std::string documents() const { return topic + ".documents"; }
};

}  // namespace ledger
