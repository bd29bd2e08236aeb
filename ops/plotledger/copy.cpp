#include <cstdio>
#include <filesystem>

#include "events/kafka_log.h"
#include "ops/plotledger/beside.h"
#include "ops/plotledger/command_line.h"
#include "ops/plotledger/commands.h"
#include "ops/plotledger/copying.h"
#include "ops/plotledger/progress.h"

namespace ledger {
namespace {

struct Words {
  std::string from, to;
  std::string kafka_config;
  bool single_broker = false;
  int replicas = 0;  // 0: three, or one on a single broker
  bool quiet = false;
};

// A place of the command line: a ledger's directory, or kafka://…/TOPIC.
Result<LogPlace> place_of(const std::string& text, const Words& words) {
  if (!text.starts_with("kafka://")) return LogPlace{text};
  return log_place({text, words.kafka_config, words.single_broker}, "");
}

Result<std::unique_ptr<EventLog>> open_target(const LogPlace& place, int replicas,
                                              Partition partitions) {
  if (place.kafka) {
    const int usual = place.kafka->single_broker ? 1 : 3;
    const auto made = KafkaLog::found(*place.kafka, partitions, replicas == 0 ? usual : replicas);
    if (!made && made.error().reason != "log-exists") return fail(made.error());
  } else {
    std::error_code error;
    std::filesystem::create_directories(place.data, error);
  }
  return open_log(place, partitions);
}

// What was copied, read from its new place and held against itself and against the original's
// heads.
Result<void> verify_copy(const LogPlace& place, const CopyReport& copied, bool quiet) {
  auto copy = Beside::open(place);
  if (!copy) return fail(copy.error());
  Progress progress(quiet);
  VerifyReport report;
  std::vector<Expectation> expected;
  for (const auto& head : copied.heads) expected.push_back(*parse_expectation(head));
  verify_history((*copy)->log(), expected, report,
                 [&](std::string_view what, std::uint64_t done, std::uint64_t of) {
                   progress.show(what, done, of);
                 });
  if (report.whole()) return {};
  const auto& first = report.findings.front();
  return fail(ErrorCode::kCorrupt, "copy-not-whole", first.where + ": " + first.what);
}

int copy(const Words& words) {
  const auto from = place_of(words.from, words);
  if (!from) return complain(from.error());
  const auto to = place_of(words.to, words);
  if (!to) return complain(to.error());
  auto original = Beside::open(*from);
  if (!original) return complain(original.error());
  const auto report = copy_into((*original)->log(), *to, words.replicas, words.quiet);
  if (!report) return complain(report.error());
  print_copied(*report, "copied");
  if (auto whole = verify_copy(*to, *report, words.quiet); !whole) return complain(whole.error());
  std::printf(
      "The copy is whole. A node serves it with the ledger's master key:\n"
      "  plotledger serve --log %s --data DIR --master-key-file master.key …\n",
      to->kafka ? words.to.c_str() : "embedded");
  return kExitOk;
}

}  // namespace

Result<CopyReport> copy_with_progress(EventLog& from, EventLog& to, bool quiet) {
  Progress progress(quiet);
  return copy_ledger(from, to, [&](std::string_view what, std::uint64_t done, std::uint64_t of) {
    progress.show(what, done, of);
  });
}

Result<CopyReport> copy_into(EventLog& from, const LogPlace& to, int replicas, bool quiet) {
  auto target = open_target(to, replicas, from.partitions());
  if (!target) return fail(target.error());
  auto report = copy_with_progress(from, **target, quiet);
  if (auto closed = (*target)->close(); !closed) return fail(closed.error());
  return report;
}

void print_copied(const CopyReport& report, const char* what) {
  std::printf("%s: %llu records, %llu data keys, %llu documents\n", what,
              static_cast<unsigned long long>(report.records),
              static_cast<unsigned long long>(report.keys),
              static_cast<unsigned long long>(report.documents));
  for (const auto& head : report.heads) std::printf("  head %s\n", head.c_str());
}

void add_copy(CommandLine& line) {
  auto words = std::make_shared<Words>();
  auto command = line.command(
      "copy", "move house: copy a ledger between a directory and Kafka, hashes unchanged");
  command.option("--from", words->from, "a ledger's directory, or kafka://host:port,…/TOPIC")
      .required();
  command
      .option("--to", words->to,
              "the same; what is begun there is gone on with, what is missing is made")
      .required();
  command.option("--replication", words->replicas, "of new topics; 3 unless --single-broker");
  command.option("--kafka-config", words->kafka_config,
                 "file of TLS and SASL settings for the brokers, name=value");
  command.flag("--single-broker", words->single_broker, "accept fewer than three replicas");
  command.flag("--quiet", words->quiet, "no progress");
  command.does([words] { return copy(*words); });
}

}  // namespace ledger
