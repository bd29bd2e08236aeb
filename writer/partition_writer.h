#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
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
// A step machine: clock, log, vault and index are handed in, and it has no thread. Whoever calls
// decide() or settle() takes a turn at it, one thread each at a time, so that the next group is
// decided while the last one becomes durable; a simulation calls step() on one. A node keeps two
// threads in them (writers.h), and who waits in ask() takes the turns that nobody has: at rest a
// command wakes no other thread. Everything is thread-safe.
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

  // Submits, lends the calling thread to the partition, and waits for the answer, at most
  // `patience` (then kUnknown "outcome-unknown"). decide() and settle() must run besides: they do
  // what the caller leaves undone.
  Result<Answer> ask(Submission submission, Micros patience);

  // The same without waiting: whoever brings the answer tells it. Where patience ends, decide() or
  // settle() tells "outcome-unknown", if the command has a key.
  void ask_then(Submission submission, Micros patience, Told told);

  // Runs `ask` on the state between two decisions, and waits for it. Staged, not yet accepted
  // decisions are included.
  void inspect(const std::function<void(const State&)>& ask);

  // Who is registered with one of these keyed hashes by history, oldest first (partition 0). A
  // registration that is still on its way may come to nothing: it does not count. Nobody while this
  // node does not decide.
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
  static constexpr Micros kForEver = Micros::max();

  struct Waiter {
    Told told;
    Micros until = kForEver;  // of the steady clock
    bool first = true;        // false: the same key, sent again
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

  // What one pass decides: records for the log, their flights, and who can be answered at once.
  struct Group {
    std::vector<Append> batch;
    std::vector<Flight> flights;
    std::vector<std::pair<std::shared_ptr<Task>, Result<Answer>>> answered;
    std::vector<std::pair<std::shared_ptr<Task>, Offset>> before;  // by a record of then
  };

  static constexpr Micros kShortFor = seconds(10);

  using Lock = std::unique_lock<std::mutex>;
  using Tasks = std::vector<std::shared_ptr<Task>>;

  // partition_turns.cpp
  void lend_to_deciding();
  bool lend_to_settling(Micros wait);
  bool settle_in_turn(Lock& lock, Micros wait);
  [[nodiscard]] bool may_take() const;
  [[nodiscard]] bool has_to_decide() const;
  [[nodiscard]] bool is_landing() const;

  [[nodiscard]] bool snapshot_is_due() const { return since_snapshot_ >= limits_.snapshot_every; }

  void enqueue(Submission submission, Waiter waiter, bool wake);
  std::optional<Error> take_in(const std::shared_ptr<Task>& task, Waiter& waiter, bool wake);
  bool decide_in_turn(Micros wait);
  bool follow(Micros wait);
  bool find_end();
  bool stays_short();
  [[nodiscard]] Error shorter_than(Offset known, Offset end) const;
  bool may_claim();
  void restore_snapshot();
  bool step_down();
  [[nodiscard]] bool is_over() const;
  void note_claim(const Record& record);
  bool read_some(Micros wait);
  void claim();
  void begin_term_over();
  bool serve();
  Tasks take();
  bool answered_before(const std::shared_ptr<Task>& task, Group& group) const;
  void replay(const std::shared_ptr<Task>& task, Offset offset);
  void answer_again(Task& task, const Result<StoredRecord>& stored);
  void decide_one(const std::shared_ptr<Task>& task, Group& group);
  [[nodiscard]] Record record_of(const Envelope& envelope, Instant now) const;
  Flight stage(Record record, const std::string& bytes, std::shared_ptr<Task> task);
  void send(Group group);
  void answer_after(const std::shared_ptr<Task>& task, Result<Answer> answer, Group& group);
  bool accept(const std::vector<Result<Offset>>& reports);
  void acknowledge(const std::vector<Flight>& landed, Offset last);
  void give_all(const std::vector<Flight>& landed);
  void give(Task& task, const Result<Answer>& answer);
  std::vector<Waiter> close_task(Task& task);
  static void tell(const std::vector<Waiter>& waiters, const Result<Answer>& answer);
  void give_up_late();
  void refuse_waiting(const Error& error);
  void stop(Error error);
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

  // For whose turn it is to decide.
  mutable std::mutex fold_mutex_;  // the turn, and inspect
  PartitionFold fold_;
  ContactIndex contacts_;
  std::unique_ptr<LogReader> reader_;
  std::vector<IndexEntry> read_entries_;
  Offset target_ = 0;
  std::optional<Micros> short_since_;  // of the steady clock: the log ends before what is known
  std::atomic<std::size_t> since_snapshot_ = 0;

  mutable std::mutex mutex_;         // everything below
  std::condition_variable changed_;  // decide() waits for its turn, work, room, or another phase
  std::condition_variable landing_;  // settle() waits for its turn, and records on their way
  std::shared_ptr<LogAppender> appender_;
  std::deque<std::shared_ptr<Task>> queue_;
  std::deque<Flight> flights_;
  std::unordered_map<CommandKey, std::shared_ptr<Task>, FirstBytes> open_;  // queued or in flight
  Micros give_up_at_ = kForEver;  // of the steady clock: no waiter's patience ends before
  bool deciding_ = false;  // somebody has the turn; it stays taken if he ended in an exception
  bool settling_ = false;
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
