#include <cstdio>

#include "ops/plotledger/command_line.h"
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

void add_found(CommandLine& line) {
  auto words = std::make_shared<Words>();
  auto command = line.command("found", "begin a ledger: topics, first records, keys");
  command.option("--data", words->data, "where master.key and admin.key go")
      .required()
      .env("PLOTLEDGER_DATA");
  add_log_options(command, words->log);
  command
      .option("--partitions", words->partitions,
              "the directory's, and those that projects are shared out to; 16 on Kafka")
      .between(2, 4096);
  command.option("--replication", words->replicas, "3 unless --single-broker").between(1, 99);
  command.does([words] { return found(*words); });
}

}  // namespace ledger
