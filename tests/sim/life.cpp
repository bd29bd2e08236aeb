#include "tests/sim/life.h"

#include "projectors/views.h"
#include "tests/support/given.h"
#include "writer/founding.h"

namespace ledger::sim {
namespace {

constexpr int kSteps = 220;
constexpr int kWorkPerStep = 14;
constexpr std::size_t kPlots = 6;

}  // namespace

Life::Life(std::uint64_t seed, IndexPool& indexes, Plant plant)
    : plant_(plant),
      chance_(seed),
      indexes_(indexes),
      scope_(indexes.begin_life()),
      clock_(SimClock::kStart + minutes(chance_.below(600'000))),
      views_(spoiled_views(plant)) {
  if (plant == Plant::kAcknowledgesEarly) eager_ = eager(log_);
  gateway_.slip = [this] {
    if (calm_) return SimGateway::Slip::kNone;
    if (gateway_down_ || chance_.one_in(12)) return SimGateway::Slip::kRefuseToTalk;
    return chance_.one_in(8) ? SimGateway::Slip::kLoseAnswer : SimGateway::Slip::kNone;
  };
  gateway_.course = [this] {
    const auto course = calm_ ? 0 : chance_.below(4);
    return course == 0   ? SimGateway::Course::kAtOnce
           : course == 1 ? SimGateway::Course::kFails
                         : SimGateway::Course::kPending;
  };
  gateway_.on_news = [this](const GatewayPayment& payment) { tell_of(payment); };
  gateway_.on_refund = [this](const GatewayRefund& refund) { tell_of(refund); };
}

Life::~Life() {
  for (auto& node : nodes_) node.reset();
}

void Life::live(LifeStats& stats) {
  found();
  set_up_project();
  log_.decide_fates([this](Partition partition, const std::string& record) {
    return fate_of(partition, record);
  });
  for (int i = 0; i < kSteps; ++i) step();
  calm_down();
  check_everything();
  stats.records += witness_->accepted();
  stats.crashes += crashes_;
  stats.answers += answers_;
  stats.replays += replays_;
  for (Partition partition = 0; partition < 2; ++partition)
    stats.skipped += nodes_[0]->writer(partition).skipped();
  for (const auto& [name, count] : witness_->events()) stats.events[name] += count;
}

void Life::found() {
  (void)*Vault::open(MasterKey{}, log_.keys(), /*found=*/true);
  if (!found_ledger(log_, clock_)) throw Wrong("the ledger cannot be founded");
  witness_ = std::make_unique<Witness>(log_);
  start_projector(/*from_nothing=*/true);
  for (std::size_t which = 0; which < kNodes; ++which) {
    index_of_[which] = &indexes_.fresh();
    start_node(which);
  }
}

void Life::set_up_project() {
  const auto decided = [this](Partition partition, Command command) {
    auto answer = nodes_[0]->submit(partition, {{.actor = "admin"}, std::move(command)});
    for (int i = 0; i < 8; ++i) nodes_[0]->writer(partition).step();
    if (answer.wait_for(std::chrono::seconds(0)) != std::future_status::ready || !answer.get())
      throw Wrong("the project cannot be set up");
  };
  decided(0, test::open_project());
  decided(1, test::open_project());
  decided(1, test::import_layout(kPlots));
  decided(1, test::set_prices());
  decided(1, ReleasePlots{test::kProject, true, {}});
}

void Life::step() {
  clock_.pass(chance_.one_in(16)  ? Micros(seconds(30 + chance_.below(600)))
              : chance_.one_in(3) ? Micros(seconds(1 + chance_.below(20)))
                                  : Micros(milliseconds(1 + chance_.below(400))));
  trouble();
  for (int i = 0; i < kWorkPerStep; ++i) work();
  look();
}

// One thing that one of the threads of a real ledger would do next.
void Life::work() {
  auto* node = nodes_[chance_.below(kNodes)].get();
  const auto partition = static_cast<Partition>(chance_.below(4) == 0 ? 0 : 1);
  switch (chance_.below(12)) {
    case 0:
    case 1:
    case 2:
      if (node) node->writer(partition).decide(Micros(0));
      break;
    case 3:
    case 4:
    case 5:
      if (node) node->writer(partition).settle(Micros(0));
      break;
    case 6:
    case 7:
      if (node) node->reactor().step();
      break;
    case 8:
      project();
      break;
    case 9:
      deliver();
      break;
    case 10:
      move_money();
      break;
    default:
      act();
      ask_around();
  }
}

// The projector reads on, and the writers hear from it who holds which term, as in a real node.
void Life::project() {
  runner_->step();
  const auto snapshot = store_->snapshot();
  for (const auto& [partition, applied] : snapshot->applied())
    for (auto& node : nodes_)
      if (node) node->writer(partition).seen(applied.head);
}

void Life::start_node(std::size_t which) {
  WriterLimits limits{.queue = 64, .in_flight = 16, .group = 4, .snapshot_every = 30};
  if (which == 1) limits.stand_back = seconds(3);
  EventLog& log = eager_ ? *eager_ : static_cast<EventLog&>(log_);
  nodes_[which] = std::make_unique<Node>("node-" + std::to_string(which), log, *index_of_[which],
                                         clock_, gateway_, limits);
  for (Partition partition = 0; partition < 2; ++partition)
    nodes_[which]->writer(partition).own(owner_[partition] == which);
}

void Life::crash(std::size_t which) {
  ++crashes_;
  if (chance_.one_in(3) && !delayed_[0] && !delayed_[1]) nodes_[which]->close();
  nodes_[which].reset();
  if (!chance_.one_in(3) || indexes_.empty()) return;
  index_of_[which] = &indexes_.fresh();
  if (plant_ != Plant::kForgetsKeys) return;
  for (Partition partition = 0; partition < 2; ++partition)
    index_of_[which]->put(partition, {}, log_.end(partition).value_or(0) - 1);
}

// A new owner is named once all have heard that they are it no longer, as a consumer group does it:
// a writer that was overtaken while it had nothing to write would otherwise not notice.
void Life::own(Partition partition, std::size_t which) {
  owner_[partition] = which;
  for (auto& node : nodes_) {
    if (!node) continue;
    node->writer(partition).own(false);
    node->writer(partition).decide(Micros(0));
  }
  if (nodes_[which]) nodes_[which]->writer(partition).own(true);
}

void Life::trouble() {
  trouble_with_log();
  for (std::size_t which = 0; which < kNodes; ++which) {
    if (!nodes_[which]) {
      if (chance_.one_in(4)) start_node(which);
    } else if (chance_.one_in(40)) {
      crash(which);
    }
  }
  if (chance_.one_in(40)) own(static_cast<Partition>(chance_.below(2)), chance_.below(kNodes));
  if (chance_.one_in(50)) {  // both believe that they should write
    const auto partition = static_cast<Partition>(chance_.below(2));
    for (auto& node : nodes_)
      if (node) node->writer(partition).own(true);
  }
  if (chance_.one_in(30)) start_projector(chance_.one_in(3));
  gateway_down_ = gateway_down_ ? !chance_.one_in(8) : chance_.one_in(60);
  if (chance_.one_in(120)) {
    const auto by = minutes(2 + chance_.below(90));
    clock_.jump(chance_.one_in(2) ? by : -by);
    unsure_ = true;
  } else if (unsure_ && chance_.one_in(10)) {
    unsure_ = false;
    for (auto& node : nodes_)
      for (Partition partition = 0; node && partition < 2; ++partition)
        node->writer(partition).confirm_clock();
  }
  if (chance_.one_in(10)) gateway_.finish_refunds([this] { return chance_.one_in(4); });
}

void Life::trouble_with_log() {
  for (Partition partition = 0; partition < 2; ++partition) {
    if (!delayed_[partition] || !chance_.one_in(6)) continue;
    log_.release(partition, chance_.one_in(2) ? SIZE_MAX : 1);
    delayed_[partition] = log_.delayed(partition) > 0;
  }
  if (unreachable_ ? chance_.one_in(3) : chance_.one_in(60)) {
    unreachable_ = !unreachable_;
    refuse_reads(unreachable_);
  }
}

void Life::refuse_reads(bool refused) {
  if (!refused) return log_.refuse_reads(std::nullopt);
  log_.refuse_reads(Error{ErrorCode::kUnavailable, "log-unavailable", "no connection"});
}

// The witness sees the log even while nobody else does.
void Life::bear_witness() {
  refuse_reads(false);
  witness_->look();
  refuse_reads(unreachable_);
}

// What befalls a record on its way. A rival writer that claims just before it died right after.
Fate Life::fate_of(Partition partition, const std::string& record) {
  Fate fate;
  if (chance_.one_in(60)) fate.kind = Fate::kLoseAck;
  if (chance_.one_in(60)) fate.kind = Fate::kFail;
  if (chance_.one_in(40)) fate.kind = Fate::kDelay;
  if (chance_.one_in(150)) fate.before = "somebody else's bytes";
  const auto link = *read_link(record);
  if (chance_.one_in(40) && link.previous == witness_->head(partition).hash) {
    Record claim;
    claim.sequence = link.sequence;
    claim.term = link.claims ? link.term : link.term + 1;
    claim.previous = link.previous;
    claim.recorded_at = link.recorded_at;
    claim.events.emplace_back(WriterStarted{});
    fate.before = encode(claim);
  }
  if (fate.kind == Fate::kDelay) delayed_[partition] = true;
  return fate;
}

void Life::start_projector(bool from_nothing) {
  runner_.reset();
  if (from_nothing || !store_) store_ = std::make_unique<MapStore>(views_);
  runner_ = std::make_unique<ProjectionRunner>(log_, *store_, views_);
}

Node* Life::some_node(Partition partition) {
  auto* owner = nodes_[owner_[partition]].get();
  if (owner != nullptr && !chance_.one_in(6)) return owner;
  return nodes_[chance_.below(kNodes)].get();
}

// What must hold after each step.
void Life::look() {
  bear_witness();
  for (const auto& node : nodes_) {
    for (Partition partition = 0; node && partition < 2; ++partition) {
      if (const auto failure = node->writer(partition).failure())
        throw Wrong("partition " + std::to_string(partition) + " stopped: " + failure->message);
    }
  }
  for (const auto& partition : runner_->health().partitions)
    if (partition.stopped) throw Wrong("the projector stopped: " + partition.error->message);
}

}  // namespace ledger::sim
