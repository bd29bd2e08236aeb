#include "ops/plotledger/log_place.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "events/embedded_log.h"
#include "events/kafka_log.h"
#include "ops/plotledger/command_line.h"

namespace ledger {
namespace {

constexpr std::string_view kScheme = "kafka://";
constexpr std::size_t kLongestTopic = 249 - std::string_view(".documents").size();

tl::unexpected<Error> malformed(const std::string& said) {
  return fail(
      ErrorCode::kInvalid, "log-malformed",
      "--log wants \"embedded\" or kafka://host:port,host:port/TOPIC, not \"" + said + "\"");
}

// As Kafka allows it.
bool is_topic(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= kLongestTopic && std::ranges::all_of(name, allowed);
}

std::string trimmed_line(const std::string& line) {
  const auto first = line.find_first_not_of(" \t\r");
  if (first == std::string::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

Result<std::map<std::string, std::string>> read_properties(const std::string& path) {
  std::map<std::string, std::string> properties;
  if (path.empty()) return properties;
  std::ifstream file(path);
  if (!file) return fail(ErrorCode::kNotFound, "kafka-config-missing", "cannot read " + path);
  for (std::string line; std::getline(file, line);) {
    line = trimmed_line(line);
    if (line.empty() || line.starts_with('#')) continue;
    const auto equals = line.find('=');
    if (equals == std::string::npos) {
      return fail(ErrorCode::kInvalid, "kafka-setting",
                  path + ": a line is name=value, not \"" + line.substr(0, 40) + "\"");
    }
    properties[trimmed_line(line.substr(0, equals))] = trimmed_line(line.substr(equals + 1));
  }
  return properties;
}

Result<std::unique_ptr<EventLog>> open_embedded(const LogPlace& place, Partition partitions) {
  auto log = std::filesystem::exists(place.directory())
                 ? EmbeddedLog::open(place.directory())
                 : EmbeddedLog::create(place.directory(), partitions);
  if (!log) return fail(log.error());
  return std::unique_ptr<EventLog>(std::move(*log));
}

}  // namespace

void add_log_options(Subcommand& command, LogWords& words) {
  command.option("--log", words.log, "embedded, or kafka://host:port,…/TOPIC")
      .env("PLOTLEDGER_LOG");
  command
      .option("--kafka-config", words.kafka_config,
              "file of TLS and SASL settings for the brokers, name=value")
      .env("PLOTLEDGER_KAFKA_CONFIG");
  command
      .flag("--single-broker", words.single_broker,
            "accept fewer than three replicas: one broken disk loses history")
      .env("PLOTLEDGER_SINGLE_BROKER");
}

std::string LogPlace::name() const {
  return kafka ? "the topic " + kafka->topic : directory();
}

Result<LogPlace> log_place(const LogWords& words, const std::string& data) {
  LogPlace place{data};
  if (words.log == "embedded") return place;
  if (!words.log.starts_with(kScheme)) return malformed(words.log);
  const auto rest = words.log.substr(kScheme.size());
  const auto slash = rest.find('/');
  if (slash == std::string::npos || slash == 0 || !is_topic(rest.substr(slash + 1))) {
    return malformed(words.log);
  }
  auto properties = read_properties(words.kafka_config);
  if (!properties) return fail(properties.error());
  place.kafka = KafkaConfig{rest.substr(0, slash), rest.substr(slash + 1), std::move(*properties),
                            words.single_broker};
  return place;
}

Result<std::unique_ptr<EventLog>> open_log(const LogPlace& place, Partition partitions) {
  if (!place.kafka) return open_embedded(place, partitions);
  auto log = KafkaLog::open(*place.kafka);
  if (log) return std::unique_ptr<EventLog>(std::move(*log));
  auto error = std::move(log.error());
  if (error.reason == "log-missing") {
    error.message += "; to begin a ledger there: plotledger found --log kafka://" +
                     place.kafka->brokers + "/" + place.kafka->topic + " --data " + place.data;
  }
  return fail(std::move(error));
}

}  // namespace ledger
