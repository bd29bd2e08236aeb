// P2: decided, chained, durable commands a second on Kafka, in process, against the same messages
// sent by librdkafka's idempotent producer alone: the same settings, broker, topics' settings and
// window.

#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <type_traits>

#include <sys/wait.h>

#include "bench/claim.h"
#include "bench/market.h"
#include "bench/raw_producer.h"
#include "events/kafka_appender.h"
#include "events/kafka_log.h"
#include "writer/founding.h"

namespace ledger::bench {
namespace {

constexpr Partition kProjects = 1;

constexpr int kSkipped = 4;  // the exit code where brokers cannot be had
constexpr int kCannotBeHad = 3;

struct NoBrokers : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// One broker for all runs, from ops/kafka/brokers.
class Broker {
 public:
  explicit Broker(std::string directory) : directory_(std::move(directory)) {
    bootstrap_ = run("start 1");
  }

  ~Broker() {
    try {
      (void)run("stop");
      std::filesystem::remove_all(directory_);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
  }

  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;

  KafkaConfig fresh_topic() {
    KafkaConfig config{bootstrap_, "bench-" + std::to_string(++topics_)};
    config.single_broker = true;
    return config;
  }

 private:
  [[nodiscard]] std::string run(const std::string& what) const {
    const auto command = std::string(BROKERS) + " " + what + " --dir " + directory_;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    std::array<char, 256> text{};
    std::string said;
    while (pipe != nullptr && std::fgets(text.data(), text.size(), pipe) != nullptr) {
      said += text.data();
    }
    const int status = pipe == nullptr ? -1 : ::pclose(pipe);
    if (WIFEXITED(status) && WEXITSTATUS(status) == kCannotBeHad) {
      throw NoBrokers("SKIPPED: no Kafka broker can be had here");
    }
    if (status != 0) throw std::runtime_error("ops/kafka/brokers " + what + " failed");
    return said.substr(0, said.find('\n'));
  }

  const std::string directory_;
  std::string bootstrap_;
  int topics_ = 0;
};

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().reason + ": " + result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// What our run sent, as anybody else would send it to `config`'s topics.
std::vector<RawMessage> messages_of(const std::vector<Append>& rows, const KafkaConfig& config) {
  std::vector<RawMessage> messages;
  const auto stream = kafka_stream(config.topic, kProjects);
  for (const auto& row : rows) {
    for (const auto& key : row.keys) {
      messages.push_back({config.keys(), 0, key.person.str(), key.wrapped});
    }
    messages.push_back(
        {config.topic, kProjects, stream, row.record, kafka_headers(row.record, "/" + stream)});
  }
  return messages;
}

Pair run(const Options& options, Broker& broker) {
  const std::size_t count = options.smoke ? 1'000 : 60'000;
  const std::size_t plots = options.smoke ? 100 : 1'000;
  const WriterLimits limits;
  std::vector<Append> rows(count);
  Pair pair;
  {
    const auto config = broker.fresh_topic();
    must(KafkaLog::found(config, kEmbeddedPartitions, 1));
    Market market(must(KafkaLog::open(config)), fresh_directory(options, "ours"), plots, limits);
    auto submissions = market.holds_and_releases(count);
    for (std::size_t i = 0; i < count; ++i) rows[i].keys = submissions[i].envelope.keys;
    const auto first = market.end();
    pair.ours = static_cast<double>(count) / market.seconds_to_decide(std::move(submissions));
    auto records = market.records(first, count);
    for (std::size_t i = 0; i < count; ++i) rows[i].record = std::move(records[i]);
  }
  const auto config = broker.fresh_topic();
  must(KafkaLog::found(config, kEmbeddedPartitions, 1));
  const auto messages = messages_of(rows, config);
  // As many records on their way as ours has, and the keys that go with them.
  const auto window = limits.in_flight * messages.size() / rows.size();
  pair.baseline = static_cast<double>(count) / seconds_to_produce(config.brokers, messages, window);
  return pair;
}

}  // namespace
}  // namespace ledger::bench

int main(int argc, char** argv) try {
  using namespace ledger::bench;
  const auto options = read_options(argc, argv, "p2_kafka_commands_bench");
  Broker broker(options.directory + "-broker");
  // A broker that has just begun compiles its own code for a while.
  for (int i = 0; i < 2 && !options.smoke; ++i) (void)run(options, broker);
  const Claim claim{"P2",
                    "decided, chained, durable commands on Kafka, one broker",
                    "raw idempotent librdkafka producer",
                    "/s",
                    false,
                    0.5,
                    0.9};
  return measure(options, claim, [&] { return run(options, broker); });
} catch (const ledger::bench::NoBrokers& none) {
  std::printf("%s\n", none.what());
  return ledger::bench::kSkipped;
} catch (const std::exception& error) {
  std::fprintf(stderr, "p2_kafka_commands_bench: %s\n", error.what());
  return 3;
}
