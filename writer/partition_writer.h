#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/log.h"
#include "events/vault.h"
#include "writer/clock_guard.h"
#include "writer/commands.h"
#include "writer/contacts.h"
#include "writer/fold.h"
#include "writer/index.h"

namespace ledger {

struct WriterLimits {
  std::size_t queue = 8192;             // commands waiting; past it 503 "queue-full"
  std::size_t in_flight = 1024;         // records decided but not yet accepted
  std::size_t group = 256;              // records handed to the log at once
  std::size_t snapshot_every = 50'000;  // records between snapshots
  Micros hand_over = seconds(2);        // for what is in flight when another node shall own
  Micros stand_back{};  // after another node's claim: this one does not claim again before
};

struct WriterName {
  std::string node;
  std::string advertised_url;
};

// One partition's decisions, in order: take → answered before? → decide → chain → append →
// acknowledge.
//
// A step machine: clock, log, vault and index are handed in. decide() and settle() may run on two
// threads, one each, so that the next group is decided while the last one becomes durable; a
// simulation calls step() on one. Everything else is thread-safe.
//
// A term: read the log to its end, append WriterStarted, serve once that is accepted. A delivery
// whose offset is not exactly one past the last accepted one, a failed one, or a foreign record
// ends the term: what was staged is thrown away, the log is read again, the partition claimed anew
// (unless another node has claimed it a moment ago), and what callers still wait for is answered
// from history or decided again.
class PartitionWriter {
 public:
  enum class Phase {
    kFollowing,  // reads and folds, decides nothing: another node owns the partition
    kClaiming,   // WriterStarted is on its way
    kServing,
    kStopped,  // history is damaged; `failure()` says where
  };

  PartitionWriter(Partition partition, EventLog& log, Vault& vault, CommandIndex& index,
                  Clock& clock, WriterName name, WriterLimits limits = {});
  ~PartitionWriter();

  std::future<Result<Answer>> submit(Submission submission);

  // Runs `ask` on the state between two decisions, and waits for it. Staged, not yet accepted
  // decisions are included.
  void inspect(const std::function<void(const State&)>& ask);

  // Who is registered with one of these keyed hashes, oldest first (partition 0).
  std::vector<BuyerId> known_buyers(const std::vector<Hash>& hashes) const;

  // Whether this node should own the partition (liveness; the chain sees to safety). On by default.
  // A term that ends so ends once what is in flight has landed.
  void own(bool wanted);

  // Own it if, once the log is read to its end, the term is still this one: the term that this node
  // held when its process ended. Until own() is said.
  void go_on_with(std::uint64_t term) { continued_ = term; }

  // Whether commands should come to this node: it should own the partition, and no other node has
  // claimed it within `stand_back`.
  [[nodiscard]] bool owns() const;

  // Another reader of this log has accepted `head`: a higher term than ours ends ours, although
  // nothing is being decided.
  void seen(const Head& head);

  bool decide(Micros wait);  // true if something was done
  bool settle(Micros wait);

  bool step() { return decide(Micros(0)) | settle(Micros(0)); }

  // Ends the open work and saves a snapshot, if all that was decided is accepted. The last call.
  void close();

  [[nodiscard]] Phase phase() const { return phase_; }

  [[nodiscard]] Head head() const;  // accepted
  [[nodiscard]] std::string owner_url() const;
  [[nodiscard]] std::optional<Error> failure() const;

  [[nodiscard]] Partition partition() const { return partition_; }

  [[nodiscard]] std::uint64_t skipped() const;

  void confirm_clock() { clock_.confirm(); }

  void wake();  // for stopping threads that wait inside decide()

 private:
  struct Waiter {
    std::promise<Result<Answer>> promise;
    bool first = true;  // false: the same key, sent again
  };

  // A command on its way: waiting in the queue, or decided and in flight.
  struct Task {
    Submission submission;
    CommandKey key{};
    std::vector<Waiter> waiters;
    bool in_doubt = false;  // was in flight when a term ended: it may have happened
  };

  // A record of ours that is not yet known to be accepted. `after` are tasks that were decided on
  // the state after it, but recorded nothing.
  struct Flight {
    std::shared_ptr<const Record> record;
    Hash hash;
    std::shared_ptr<Task> task;  // null for WriterStarted
    std::vector<std::pair<std::shared_ptr<Task>, Result<Answer>>> after;
  };

  using Lock = std::unique_lock<std::mutex>;

  bool follow(Micros wait);
  bool find_end();
  bool may_claim();
  void restore_snapshot();
  bool step_down();
  [[nodiscard]] bool is_over() const;
  void note_claim(const Record& record);
  bool read_some(Micros wait);
  void claim();
  void begin_term_over();
  void serve(Micros wait);
  std::vector<std::shared_ptr<Task>> take(Lock& lock, Micros wait);
  bool answered_before(const std::shared_ptr<Task>& task);
  void replay(const std::shared_ptr<Task>& task, Offset offset);
  void answer_again(Task& task, const Result<StoredRecord>& stored);
  std::optional<Append> decide_one(const std::shared_ptr<Task>& task);
  [[nodiscard]] Record record_of(const Envelope& envelope, Instant now) const;
  void stage(Record record, const std::string& bytes, std::shared_ptr<Task> task);
  void answer_after(const std::shared_ptr<Task>& task, Result<Answer> answer);
  bool accept(const std::vector<Result<Offset>>& reports);
  void acknowledge(std::vector<Flight>& landed);
  void give(Task& task, const Result<Answer>& answer);
  void refuse_waiting(const Error& error);
  void stop(Error error);
  void save_snapshot_if_due(Micros wait);
  void save_snapshot();

  const Partition partition_;
  EventLog& log_;
  Vault& vault_;
  CommandIndex& index_;
  Clock& time_;
  ClockGuard clock_;
  const WriterName name_;
  const WriterLimits limits_;

  std::atomic<Phase> phase_ = Phase::kFollowing;
  std::atomic<bool> wanted_ = true;
  std::atomic<std::uint64_t> continued_ = 0;        // a term to go on with; 0: none
  std::atomic<std::int64_t> stand_back_until_ = 0;  // of the steady clock, in µs
  std::atomic<bool> term_over_ = false;

  // The deciding side's own.
  mutable std::mutex fold_mutex_;  // decide and inspect
  PartitionFold fold_;
  ContactIndex contacts_;
  std::unique_ptr<LogReader> reader_;
  std::vector<IndexEntry> read_entries_;
  Offset target_ = 0;
  std::atomic<std::size_t> since_snapshot_ = 0;

  mutable std::mutex mutex_;         // everything below
  std::condition_variable changed_;  // the deciding side waits for work, room, or another phase
  std::condition_variable landing_;  // the settling side waits for records on their way
  std::shared_ptr<LogAppender> appender_;
  std::deque<std::shared_ptr<Task>> queue_;
  std::deque<Flight> flights_;
  std::unordered_map<std::string, std::shared_ptr<Task>> open_;  // by key, queued or in flight
  Head accepted_;
  Offset accepted_at_ = -1;
  std::string owner_url_;
  std::optional<Error> failure_;
  std::uint64_t skipped_ = 0;
  Micros hand_over_until_{};  // of the steady clock, once another node shall own
  std::size_t fetching_ = 0;  // records that the log was asked for
  bool woken_ = false;
};

}  // namespace ledger
