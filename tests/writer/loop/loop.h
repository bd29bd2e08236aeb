#pragma once

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "events/memory_log.h"
#include "events/vault.h"
#include "tests/events/directory.h"
#include "tests/sim/sim_clock.h"
#include "tests/support/given.h"
#include "writer/founding.h"
#include "writer/partition_writer.h"

namespace ledger::test {

using Answered = std::future<Result<Answer>>;
using Phase = PartitionWriter::Phase;

bool is_ready(const Answered& answer);
Envelope envelope(const std::string& key, const std::string& digest = "input");

// Folds what is stored and gives the accepted records.
std::vector<std::shared_ptr<const Record>> history_of(EventLog& log, Partition partition = 0);

// What another writer would append right after what is stored now.
std::string rival_record(EventLog& log, Event event, Partition partition = 0);
std::string rival_claim(EventLog& log, Partition partition = 0);

// One partition's writer with all that it stands on, stepped by hand. The log and the index's
// directory outlive it, as they do a crash.
class Loop : public testing::Test {
 protected:
  Loop();
  ~Loop() override;

  void open_index();
  std::unique_ptr<PartitionWriter> another(const std::string& node, CommandIndex& its,
                                           WriterLimits limits = {});

  // A writer that serves, if it may.
  PartitionWriter& start(WriterLimits limits = {});
  void run(int steps = 12);

  // Stops as a server does: what is in flight is settled and a snapshot saved.
  void stop();

  Answered send(const std::string& key, Command command, const std::string& digest = "input");
  Result<Answer> ask(const std::string& key, Command command, const std::string& digest = "input");
  static Result<Answer> got(Answered& answer);

  // A project with six plots for sale.
  void sell();

  // How many accepted records carry this key.
  int recorded(const std::string& key);

  // The next appended record fares so, all others well.
  void next_fate(Fate fate);

  sim::SimClock clock;
  MemoryLog log{1};
  TestDirectory directory;
  std::unique_ptr<Vault> vault;
  std::unique_ptr<CommandIndex> index;
  std::unique_ptr<PartitionWriter> writer;
};

}  // namespace ledger::test
