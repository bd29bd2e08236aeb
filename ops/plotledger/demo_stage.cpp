#include "ops/plotledger/demo_stage.h"

#include <stdexcept>

namespace ledger::demo {
namespace {

constexpr Partition kProjects = 1;

}  // namespace

KeyId key_of_role(const std::string& role) {
  return KeyId("demo-" + role);
}

std::string actor_of(const std::string& role) {
  return "key:" + key_of_role(role).str();
}

Stage::Stage(DemoLedger& to, GatewaySide& gateway_side, Day today, int days, std::uint64_t seed)
    : ledger(to),
      gateway(gateway_side),
      end_(start_of(today, kIndia)),
      first_(today - days),
      days_(days),
      ids_(seed, "ids"),
      office_(seed, "office") {}

Instant Stage::moment(int day, Micros time) const {
  return start_of(first_ + day, kIndia) + time;
}

void Stage::at(Instant when, std::function<void()> what) {
  if (when < end_) agenda_.push({when, ++happenings_, std::move(what)});
}

void Stage::run(const EachDay& each_day) {
  int told = -1;
  while (!agenda_.empty()) {
    const auto next = agenda_.top();
    agenda_.pop();
    ledger.clock().move_to(next.when);
    next.what();
    const int day = day_of(now(), kIndia) - first_;
    if (std::exchange(told, day) != day && each_day) each_day(day, days_);
  }
  if (each_day) each_day(days_, days_);
}

Envelope Stage::keyed(std::string actor, const std::string& route) {
  Envelope envelope;
  envelope.scope = actor + " POST " + route;
  envelope.key = uuid();
  envelope.digest = ledger.vault().keyed("command", envelope.scope + "\n" + envelope.key);
  envelope.actor = std::move(actor);
  return envelope;
}

Envelope Stage::visitor(const std::string& route) {
  return keyed("visitor", route);
}

Envelope Stage::staff(const std::string& role, const std::string& route) {
  return keyed(actor_of(role), route);
}

Envelope Stage::reactor(std::string cause) {
  Envelope envelope;
  envelope.actor = "reactor";
  envelope.causation_id = std::move(cause);
  return envelope;
}

Envelope Stage::webhook() {
  Envelope envelope;
  envelope.actor = "gateway";
  return envelope;
}

void Stage::tell_directory(Envelope envelope, Command command) {
  ledger.tell(kDirectory, {std::move(envelope), std::move(command)});
}

void Stage::tell(Envelope envelope, Command command, DemoLedger::Expect expect) {
  ledger.tell(kProjects, {std::move(envelope), std::move(command)}, expect);
}

void Stage::look(const ProjectId& project, const std::function<void(const Project&)>& ask) {
  ledger.look(kProjects, [&](const State& state) {
    const auto* found = find_project(state, project);
    if (found == nullptr) throw std::logic_error("the demo's project is not in its partition");
    ask(*found);
  });
}

}  // namespace ledger::demo
