#pragma once

#include <memory>
#include <optional>
#include <string>

#include "events/kafka_config.h"
#include "events/log.h"

namespace ledger {

class Subcommand;

// What the command line says of a ledger's log.
struct LogWords {
  std::string log = "embedded";  // or kafka://host:port,…/TOPIC
  std::string kafka_config;      // a file of TLS and SASL settings: name=value, a line each
  bool single_broker = false;    // fewer than three replicas are fine
};

void add_log_options(Subcommand& command, LogWords& words);

// Where a ledger's log lives: in DATA/log, or on Kafka.
struct LogPlace {
  std::string data;
  std::optional<KafkaConfig> kafka = std::nullopt;

  [[nodiscard]] std::string directory() const { return data + "/log"; }

  [[nodiscard]] std::string name() const;  // for messages: the directory, or the topic
};

// kInvalid "log-malformed", "kafka-setting"; kNotFound "kafka-config-missing".
Result<LogPlace> log_place(const LogWords& words, const std::string& data);

// Opens the log for writing; an embedded one that is not there yet is created, with `partitions`.
// Kafka: kNotFound "log-missing" says how to found it.
Result<std::unique_ptr<EventLog>> open_log(const LogPlace& place, Partition partitions);

}  // namespace ledger
