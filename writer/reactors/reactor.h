#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "events/vault.h"
#include "writer/domain/todo.h"
#include "writer/door.h"
#include "writer/gateway/gateway.h"

namespace ledger {

// How a reactor looks at the partitions that this node decides for.
struct Desk {
  // Calls `look` with the state of every partition that this node serves now.
  std::function<void(const std::function<void(Partition, const State&)>& look)> each;
  // Where a project lives; nullopt if it is unknown (here, yet).
  std::function<std::optional<Partition>(const ProjectId&)> partition_of;
};

struct ReactorPace {
  Micros look_again = milliseconds(100);  // between two looks at the to-do lists
  Micros poll = seconds(10);              // of an open order: a capture whose webhook was lost
  Micros settle = seconds(1);             // while the gateway says "pending" or nothing
  Micros retry = seconds(1);              // an order or a refund that could not be made
  Micros watch = seconds(30);             // of a closed order, at first; then ever more rarely
  Micros shred = seconds(10);             // keys of contacts that did not book, gathered
};

// Does what decisions ask of the outside: makes gateway orders, asks about open ones, sends
// refunds, ends holds on time, shreds the keys of contacts that did not book. It keeps no position:
// what is to be done is state (todo.h), and what came of it goes back as a command, so everything
// may be done twice and nothing is forgotten. Money is not: refunds carry their own id as the
// gateway's idempotency key, and orders are looked for by their receipt before they are made again.
// A desk shows decisions that may not be history yet, and never become it. What cannot be taken
// back (a refund, a shredded key, what another partition is told) waits until they are.
//
// A step machine; step() may be called by several threads at once.
class Reactor {
 public:
  Reactor(Desk desk, Door& door, Gateway& gateway, Vault& vault, Clock& clock,
          ReactorPace pace = {});

  // Does one thing that is due; false if nothing is.
  bool step();

  // Something was decided: the lists are looked at again soon.
  void look_soon();

  // Asks the gateway about this order at once.
  void hurry(const OrderId& order);

 private:
  // What to ask where: once it is answered, what was seen there is history. The answer may take a
  // while, and come from another node.
  struct Doorstep {
    Partition partition = 0;
    Command question;
  };

  struct Job {
    std::string name;  // what it is about: never two of one name at a time
    Micros pace{};     // not again before
    std::function<void()> run;
    std::optional<Doorstep> only_after = {};  // set: only when what was seen is history
  };

  // Asked at the door: whether what leads to `run` is history.
  struct Question {
    std::future<Result<Answer>> answer;
    std::function<void()> run;
  };

  std::optional<Job> take();
  void look();
  void look_at(Partition partition, const State& state, Instant now);
  std::vector<OpenOrder> to_watch(Partition partition, const State& state, Instant now);
  [[nodiscard]] Micros watch_pace(Micros age) const;
  void plan(Job job, Micros first_after = {});
  std::function<void()> once_history(Job job);
  std::optional<RefundDue> still_due(Partition partition, const RefundId& refund) const;

  void make_order(Partition partition, const OrderWanted& wanted);
  void ask(Partition partition, const OpenOrder& open, bool settle);
  bool is_news(Partition partition, const ProjectId& project, const GatewayPayment& payment) const;
  void send_refund(Partition partition, const RefundId& refund);
  Result<GatewayRefund> begun_or_attempted(const RefundDue& due);
  void shred(Partition partition, const std::vector<EndedHold>& seen);
  std::uint64_t shredded_to(Partition partition);
  void match(const UnmatchedPayment& unmatched);
  void tell(Partition partition, Command command, std::string cause);
  void tell_payment(Partition partition, const ProjectId& project, const GatewayPayment& payment);

  Desk desk_;
  Door& door_;
  Gateway& gateway_;
  Vault& vault_;
  Clock& clock_;
  const ReactorPace pace_;

  std::mutex mutex_;
  std::deque<Job> jobs_;
  std::unordered_set<std::string> in_hand_;
  std::unordered_map<std::string, Micros> not_before_;
  std::unordered_map<Partition, std::uint64_t> shredded_;
  std::unordered_map<Partition, OrderAt> watched_;   // how far closed orders are looked through
  std::unordered_map<std::string, Question> asked_;  // by the job's name
  Micros last_look_{};
  Micros next_look_{};
  bool looking_ = false;
};

// A reactor on threads of its own. Starts when built, ends when stopped or destroyed.
class ThreadedReactor {
 public:
  ThreadedReactor(Reactor& reactor, std::size_t threads);
  ~ThreadedReactor();

  void wake();  // something was just decided
  void stop();

 private:
  void run();

  Reactor& reactor_;
  std::mutex mutex_;
  std::condition_variable woken_;
  std::uint64_t wakes_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace ledger
