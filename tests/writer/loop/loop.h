#pragma once

#include <algorithm>
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

inline bool is_ready(const Answered& answer) {
  return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

inline Envelope envelope(const std::string& key, const std::string& digest = "input") {
  Envelope to;
  to.scope = "visitor POST /v1/holds";
  to.key = key;
  to.digest = sha256(digest);
  to.actor = "visitor";
  return to;
}

// Folds what is stored and gives the accepted records.
inline std::vector<std::shared_ptr<const Record>> history_of(EventLog& log,
                                                             Partition partition = 0) {
  PartitionFold fold;
  std::vector<std::shared_ptr<const Record>> history;
  const auto reader = log.reader(partition, 0);
  for (auto records = reader->read(1024, Micros(0)); records && !records->empty();
       records = reader->read(1024, Micros(0))) {
    for (const auto& stored : *records) {
      const auto read = fold.read(stored);
      EXPECT_TRUE(read.has_value()) << read.error().message;
      if (read && read->record) history.push_back(read->record);
    }
  }
  return history;
}

// What another writer would append right after what is stored now.
inline std::string rival_record(EventLog& log, Event event, Partition partition = 0) {
  PartitionFold fold;
  const auto reader = log.reader(partition, 0);
  const auto records = reader->read(100'000, Micros(0));
  for (const auto& stored : *records) EXPECT_TRUE(fold.read(stored));
  Record record;
  record.sequence = fold.head().sequence + 1;
  record.term = fold.head().term + (std::holds_alternative<WriterStarted>(event) ? 1 : 0);
  record.previous = fold.head().hash;
  record.recorded_at = fold.head().recorded_at + Micros(1);
  record.actor = "rival";
  record.events.push_back(std::move(event));
  return encode(record);
}

inline std::string rival_claim(EventLog& log, Partition partition = 0) {
  WriterStarted started;
  started.node = "rival";
  started.advertised_url = "http://rival";
  return rival_record(log, std::move(started), partition);
}

// One partition's writer with all that it stands on, stepped by hand. The log and the index's
// directory outlive it, as they do a crash.
class Loop : public testing::Test {
 protected:
  Loop() {
    vault = *Vault::open(MasterKey{}, log.keys(), /*found=*/true);
    EXPECT_TRUE(found_ledger(log, clock));
    open_index();
  }

  void open_index() { index = *CommandIndex::open(directory.path("index")); }

  std::unique_ptr<PartitionWriter> another(const std::string& node, CommandIndex& its,
                                           WriterLimits limits = {}) {
    return std::make_unique<PartitionWriter>(0, log, *vault, its, clock,
                                             WriterName{node, "http://" + node}, limits);
  }

  // A writer that serves, if it may.
  PartitionWriter& start(WriterLimits limits = {}) {
    writer.reset();
    writer = another("a", *index, limits);
    run();
    return *writer;
  }

  void run(int steps = 12) {
    for (; steps > 0; --steps) writer->step();
  }

  // Stops as a server does: what is in flight is settled and a snapshot saved.
  void stop() {
    writer->wake();
    writer->close();
    writer.reset();
  }

  Answered send(const std::string& key, Command command, const std::string& digest = "input") {
    return writer->submit({envelope(key, digest), std::move(command)});
  }

  Result<Answer> ask(const std::string& key, Command command, const std::string& digest = "input") {
    auto answer = send(key, std::move(command), digest);
    run();
    return got(answer);
  }

  static Result<Answer> got(Answered& answer) {
    if (is_ready(answer)) return answer.get();
    ADD_FAILURE() << "nobody answered";
    return fail(ErrorCode::kUnknown, "no-answer", "");
  }

  // A project with six plots for sale.
  void sell() {
    for (Command command : {Command(open_project()), Command(import_layout()),
                            Command(set_prices()), Command(ReleasePlots{kProject, true, {}})}) {
      const auto answer = ask("", std::move(command));
      ASSERT_TRUE(answer) << answer.error().message;
      ASSERT_TRUE(answer->record);
    }
  }

  // How many accepted records carry this key.
  int recorded(const std::string& key) {
    const auto history = history_of(log);
    return static_cast<int>(std::count_if(history.begin(), history.end(),
                                          [&](const auto& r) { return r->command_id == key; }));
  }

  // The next appended record fares so, all others well.
  void next_fate(Fate fate) {
    log.decide_fates([fate, done = false](Partition, const std::string&) mutable {
      return std::exchange(done, true) ? Fate{} : fate;
    });
  }

  sim::SimClock clock;
  MemoryLog log{1};
  TestDirectory directory;
  std::unique_ptr<Vault> vault;
  std::unique_ptr<CommandIndex> index;
  std::unique_ptr<PartitionWriter> writer;
};

}  // namespace ledger::test
