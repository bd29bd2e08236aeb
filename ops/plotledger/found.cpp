#include <cstdio>

#include <CLI/CLI.hpp>

#include "ops/plotledger/commands.h"
#include "ops/plotledger/ledger_home.h"
#include "writer/founding.h"

namespace ledger {
namespace {

struct Words {
  std::string data;
  LogWords log;
  Partition partitions = 0;  // 0: as many as usual
  int replicas = 0;
};

constexpr Partition kUsualOnKafka = 16;

int found(const Words& words) {
  const auto place = log_place(words.log, words.data);
  if (!place) return complain(place.error());
  const Partition usual = place->kafka ? kUsualOnKafka : kEmbeddedPartitions;
  const Partition partitions = words.partitions == 0 ? usual : words.partitions;
  const int replicas = words.replicas == 0 ? (words.log.single_broker ? 1 : 3) : words.replicas;
  const auto ledger = found_home(*place, partitions, replicas);
  if (!ledger) return complain(ledger.error());
  std::printf(
      "%s is founded in %s, with %u partitions.\n"
      "  %s/master.key opens the personal data: keep a copy elsewhere, and give it to every node\n"
      "  %s/admin.key is an API key with role admin\n",
      ledger->str().c_str(), place->name().c_str(), partitions, words.data.c_str(),
      words.data.c_str());
  return kExitOk;
}

}  // namespace

void add_found(CLI::App& app, int& exit_code) {
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand("found", "begin a ledger: topics, first records, keys");
  command->add_option("--data", words->data, "where master.key and admin.key go")
      ->required()
      ->envname("PLOTLEDGER_DATA");
  add_log_options(*command, words->log);
  command
      ->add_option("--partitions", words->partitions,
                   "the directory's, and those that projects are shared out to; 16 on Kafka")
      ->check(CLI::Range(2, 4096));
  command->add_option("--replication", words->replicas, "3 unless --single-broker")
      ->check(CLI::Range(1, 99));
  command->callback([words, &exit_code] { exit_code = found(*words); });
}

}  // namespace ledger
