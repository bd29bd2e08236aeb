#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/memory_log.h"
#include "events/person.h"
#include "projectors/map_store.h"
#include "projectors/runner.h"
#include "tests/sim/index_pool.h"
#include "tests/sim/node.h"
#include "tests/sim/plants.h"
#include "tests/sim/sim_clock.h"
#include "tests/sim/sim_gateway.h"
#include "tests/sim/witness.h"
#include "tests/writer/domain/life.h"

namespace ledger::sim {

struct LifeStats {
  std::uint64_t records = 0;
  std::uint64_t skipped = 0;
  std::uint64_t crashes = 0;
  std::uint64_t answers = 0;
  std::uint64_t replays = 0;
  std::map<std::string, std::uint64_t> events;
};

// One seed, one whole life, in one thread: a log with faults, two nodes that fight or follow, a
// gateway that lies, a projector, buyers who ask again; then a quiet evening in which everything
// comes to rest. Throws Wrong as soon as something is.
class Life {
 public:
  Life(std::uint64_t seed, IndexPool& indexes, Plant plant = Plant::kNone);
  ~Life();

  void live(LifeStats& stats);

  // What happened, in words that do not depend on keys and nonces: the same for the same seed.
  [[nodiscard]] std::string story() const;

 private:
  static constexpr std::size_t kNodes = 2;
  static constexpr std::size_t kPersons = 5;

  // A command under a key, sent until it is answered, and then sometimes once more.
  struct Ask {
    std::string key;
    Partition partition = 1;
    std::string actor;
    std::function<Command(Envelope&)> make;  // ids are fresh each time, as at the door
    std::function<void(const Record&)> done;
    std::future<Result<Answer>> future = {};
    std::optional<Answer> told = {};
    Instant again_at = {};
    bool open = false;
    bool over = false;
  };

  // A webhook, delivered until it is taken.
  struct News {
    Instant at;
    Partition partition = 1;
    Command command;
    std::future<Result<Answer>> future = {};
  };

  struct Move {
    Instant at;
    PaymentId payment;
    GatewayPaymentStatus to;
  };

  struct Held {
    HoldId hold;
    std::size_t person = 0;
  };

  // life.cpp: the machine room
  void found();
  void set_up_project();
  void step();
  void work();
  void project();
  void start_node(std::size_t which);
  void crash(std::size_t which);
  void trouble();
  void trouble_with_log();
  void refuse_reads(bool refused);
  void bear_witness();
  Fate fate_of(Partition partition, const std::string& record);
  void start_projector(bool from_nothing);
  void own(Partition partition, std::size_t which);
  Node* some_node(Partition partition);
  void look();

  // people.cpp: buyers, staff and the gateway's side
  void act();
  void hold_something(std::size_t person);
  void go_on_with(const Held& held);
  void check_out(const Held& held);
  void pay(const Held& held);
  void cancel_some_booking();
  void approve_refunds();
  void ask(Ask what);
  void ask_around();
  void send(Ask& ask);
  void hear(Ask& ask);
  void deliver();
  std::optional<News> heard_of(News& news);
  static KeepUnmatchedPayment unmatched(const RecordPayment& payment);
  void move_money();
  void tell_of(const GatewayPayment& payment);
  void tell_of(const GatewayRefund& refund);
  void post_payment(const GatewayPayment& payment, bool may_be_lost);
  void post(Partition partition, Command command, bool may_be_lost);
  Person person(std::size_t number) const;
  std::string fresh(const std::string& kind, std::size_t person);

  // evening.cpp: the end of a life
  void calm_down();
  void quiet_round(Micros by);
  [[nodiscard]] std::string unrest() const;
  void check_everything();

  const Plant plant_;
  test::Chance chance_;
  IndexPool& indexes_;
  std::string scope_;
  SimClock clock_;
  MemoryLog log_{2};
  std::unique_ptr<EventLog> eager_;
  SimGateway gateway_{clock_};
  std::unique_ptr<Witness> witness_;
  std::array<std::unique_ptr<Node>, kNodes> nodes_;
  std::array<CommandIndex*, kNodes> index_of_{};
  std::array<std::size_t, 2> owner_{};  // by partition
  Views views_;
  std::unique_ptr<MapStore> store_;
  std::unique_ptr<ProjectionRunner> runner_;
  std::deque<Ask> asks_;
  std::deque<News> news_;
  std::vector<Move> moves_;
  std::vector<Held> holds_;
  std::array<bool, 2> delayed_{};
  bool calm_ = false;
  bool gateway_down_ = false;
  bool unsure_ = false;
  bool unreachable_ = false;
  std::uint64_t numbers_ = 0;
  std::uint64_t crashes_ = 0;
  std::uint64_t answers_ = 0;
  std::uint64_t replays_ = 0;
};

}  // namespace ledger::sim
