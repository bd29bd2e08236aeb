// How many holds a second one partition decides and folds, on a layout of `plots` plots (default
// 5,040): hold, then release, so that plots never run out. Prints one line.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "tests/support/given.h"

int main(int argc, char** argv) {
  using namespace ledger;
  using namespace ledger::test;
  const std::size_t plots = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 5'040;
  constexpr int kHolds = 300'000;
  Story story;
  story.happened(founded()).given(open_project()).given(import_layout(plots)).given(set_prices());
  story.given(ReleasePlots{kProject, true, {}});
  State state = story.state();
  std::vector<HoldPlots> holds;
  for (int i = 0; i < kHolds; ++i) {
    auto id = "0190f3c2-7b1a-7000-8000-" + std::to_string(100'000'000'000 + i);
    auto& c = holds.emplace_back(hold(id.c_str(), {}));
    c.plots = {PlotId(std::to_string(1 + static_cast<std::size_t>(i) * 7919 % plots))};
    c.contact.box.assign(120, 7);
  }
  Micros held{};
  Instant now = story.now();
  for (std::size_t from = 0; from < holds.size(); from += plots) {
    const auto to = std::min(holds.size(), from + plots);
    const auto start = std::chrono::steady_clock::now();
    for (auto i = from; i < to; ++i) {
      now = now + Micros(1);
      const auto decided = decide(state, holds[i], {now, "visitor"});
      for (const auto& event : decided.value()) evolve(state, event, now);
    }
    held += std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - start);
    for (auto i = from; i < to; ++i) {
      const ReleaseHold release{kProject, holds[i].hold, "", false};
      const auto decided = decide(state, release, {now, "visitor"});
      for (const auto& event : decided.value()) evolve(state, event, now);
    }
  }
  const auto rate = static_cast<long long>(kHolds) * 1'000'000 / held.count();
  std::printf("%zu plots: %lld holds decided and folded a second, %.2f us each\n", plots, rate,
              static_cast<double>(held.count()) / kHolds);
}
