#include "tests/writer/domain/life.h"

#include <stdexcept>

#include "writer/domain/todo.h"

namespace ledger::test {
namespace {

bool is_idempotent_by_content(const Command& command) {
  return std::holds_alternative<RecordPayment>(command) ||
         std::holds_alternative<RecordOrder>(command) ||
         std::holds_alternative<SettleOrder>(command) ||
         std::holds_alternative<StartCheckout>(command) ||
         std::holds_alternative<ExpireHolds>(command) ||
         std::holds_alternative<KeepUnmatchedPayment>(command) ||
         std::holds_alternative<MatchPayment>(command);
}

bool same_indexes(const State& a, const State& b) {
  return a.expiring == b.expiring && a.settling == b.settling &&
         a.orders_wanted == b.orders_wanted && a.orders_open == b.orders_open &&
         a.orders_closed == b.orders_closed && a.refunds_due == b.refunds_due &&
         a.payments_unmatched == b.payments_unmatched && a.ended == b.ended;
}

}  // namespace

Life::Life(std::uint64_t seed, Histogram& histogram)
    : seed_(seed), chance_(seed), histogram_(histogram), elsewhere_(seed % 8 == 0) {}

void Life::expect(bool good, const std::string& what) const {
  if (!good) throw std::runtime_error("seed " + std::to_string(seed_) + ": " + what);
}

void Life::found() {
  evolve(state_, elsewhere_ ? founded(1, 3) : founded(), now_);
  act(open_project());
  if (chance_.one_in(8)) return;  // set up, if at all, by chance
  act(import_layout(kPlots));
  act(set_prices());
  act(ReleasePlots{kProject, true, {}});
}

void Life::live(int commands) {
  found();
  for (int i = 0; i < commands; ++i) {
    pass_time();
    const auto command = any();
    act(command);
    if (chance_.one_in(4)) repeat(command);
    if (chance_.one_in(24)) refold();
  }
  refold();
}

// Often no time at all, often exactly to the next deadline, sometimes a little before it.
void Life::pass_time() {
  const auto deadline = next_deadline(state_, now_);
  switch (chance_.below(14)) {
    case 3:
      if (deadline) now_ = *deadline;
      return;
    case 4:
      if (deadline && *deadline - now_ > Micros(1)) now_ = *deadline - Micros(1);
      return;
    case 5:
      now_ = now_ + minutes(chance_.below(20));
      return;
    case 6:
    case 7:
      now_ = now_ + seconds(chance_.below(60));
      return;
    case 8:
      if (chance_.one_in(10)) now_ = now_ + days(chance_.below(200));
      return;
    default:
      return;
  }
}

void Life::act(const Command& command) {
  const std::string actor = chance_.one_in(2) ? "sales" : "finance";
  const auto decided = decide(state_, command, {now_, actor});
  ++histogram_.decisions;
  if (!decided) {
    ++histogram_.refusals[decided.error().reason];
    expect(!decided.error().message.empty(), "a refusal without a sentence");
    return;
  }
  for (const auto& event : *decided) {
    ++histogram_.events[std::string(name_of(event))];
    const auto wrong = books_.see(event);
    expect(wrong.empty(), wrong);
    evolve(state_, event, now_);
  }
  const auto wrong = books_.check(state_);
  expect(wrong.empty(), wrong);
}

// The same news at the same moment changes nothing more.
void Life::repeat(const Command& command) {
  if (!is_idempotent_by_content(command)) return;
  const auto first = decide(state_, command, {now_, "sales"});
  if (!first) return;
  for (const auto& event : *first) {
    ++histogram_.events[std::string(name_of(event))];
    books_.see(event);
    evolve(state_, event, now_);
  }
  const auto second = decide(state_, command, {now_, "sales"});
  expect(second.has_value() && second->empty(), "a repeated command changed something");
}

void Life::look() {
  const auto* project = find_project(state_, kProject);
  if (project == nullptr) return;
  const auto seen = [&](const char* what, const char* state) {
    ++histogram_.states[std::string(what) + " " + state];
  };
  for (const auto& plot : project->plots) seen("plot", fold::EnumNamePlotStatus(plot.status));
  for (const auto& [id, hold] : project->holds) {
    seen("hold", fold::EnumNameHoldStatus(hold.status));
    seen("order", fold::EnumNameOrderStatus(hold.order));
  }
  for (const auto& [id, payment] : project->payments)
    seen("payment", fold::EnumNamePaymentStage(payment.stage));
  for (const auto& [id, refund] : project->refunds)
    seen("refund", fold::EnumNameRefundStatus(refund.status));
}

// Goes on from a snapshot, as after a restart: everything that can be asked must be as before.
void Life::refold() {
  look();
  const auto bytes = snapshot(state_);
  auto restored = restore(bytes);
  expect(restored.has_value(), "a snapshot cannot be read");
  expect(snapshot(*restored) == bytes, "a snapshot of a restored state differs");
  expect(same_indexes(*restored, state_), "the indexes of a restored state differ");
  auto ahead = chance_;
  for (int i = 0; i < 4; ++i) {
    const auto command = any();
    const auto before = decide(state_, command, {now_, "sales"});
    const auto after = decide(*restored, command, {now_, "sales"});
    expect(before == after, "a restored state decides differently");
  }
  chance_ = ahead;
  state_ = std::move(*restored);
  ++histogram_.restarts;
}

}  // namespace ledger::test
