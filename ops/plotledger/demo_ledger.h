#pragma once

#include <array>
#include <deque>
#include <future>
#include <memory>
#include <string>

#include "events/embedded_log.h"
#include "events/position.h"
#include "writer/index.h"
#include "writer/partition_writer.h"

namespace ledger::demo {

// A clock that stands still until the story moves it on; wall and steady time go together.
class StoryClock final : public Clock {
 public:
  explicit StoryClock(Instant at) : begin_(at), now_(at) {}

  Instant now() override { return now_; }

  Micros steady() override { return now_ - begin_; }

  void move_to(Instant at) { now_ = std::max(now_, at); }

 private:
  Instant begin_;
  Instant now_;
};

// A ledger that is being filled by its real writers, on one thread and on the story's clock: each
// command is decided at the moment it is told, and becomes durable in groups behind it.
//
// Every function throws std::runtime_error where the disk fails, and where a command that the story
// counts on is refused.
class DemoLedger {
 public:
  enum class Expect { kAccepted, kRefused };

  // Founds a ledger in `directory` (log, index, master.key, admin.key), which must hold none.
  DemoLedger(const std::string& directory, Instant at);

  StoryClock& clock() { return clock_; }

  Vault& vault() { return *vault_; }

  EventLog& log() { return *log_; }

  void tell(Partition partition, Submission submission, Expect expect = Expect::kAccepted);

  // The staged state of a partition, with all that was told so far.
  void look(Partition partition, const std::function<void(const State&)>& ask);
  std::vector<BuyerId> known_buyers(const std::vector<Hash>& hashes);

  // Waits until everything is durable, saves snapshots and closes. The heads reached.
  Position close();

 private:
  struct Told {
    std::future<Result<Answer>> answer;
    Expect expect;
  };

  struct Desk {
    std::unique_ptr<PartitionWriter> writer;
    std::deque<Told> told;
  };

  void serve(Desk& desk) const;
  static void land(Desk& desk, std::size_t most);
  static void check(Told told);

  StoryClock clock_;
  std::unique_ptr<EmbeddedLog> log_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<CommandIndex> index_;
  std::vector<Desk> desks_;
};

}  // namespace ledger::demo
