#pragma once

#include <set>
#include <vector>

#include "ops/plotledger/demo_plan.h"
#include "ops/plotledger/demo_stage.h"
#include "query-api/layout/layout.h"

namespace ledger::demo {

// One project of the demo: how it is set up in the course of the story, and which of its plots
// people choose.
class Shop {
 public:
  Shop(Stage& stage, ProjectPlan plan, std::uint64_t seed);

  // Puts opening, layout, prices, releases and blocks on the agenda.
  void set_up();

  [[nodiscard]] const ProjectPlan& plan() const { return plan_; }

  [[nodiscard]] const ProjectId& id() const { return plan_.open.project; }

  // `count` plots that are available now and spoken for by nobody; corners, parks and the east
  // side are liked better. Two are neighbours where that can be.
  std::vector<PlotId> choose(int count);

  // "standard", or the project's own plan as often as its terms say.
  std::string plan_for(Dice& dice) const;

  // Nobody else chooses these plots until they are left again.
  void speak_for(const std::vector<PlotId>& plots);
  void leave(const std::vector<PlotId>& plots);

 private:
  struct Lot {
    PlotId id;
    std::string block;
    std::size_t liking = 0;
  };

  void import_layout();
  void set_price(const PriceStep& step);
  void release(const Phase& phase);
  void block(const BlockedRun& run);
  [[nodiscard]] std::vector<PlotId> in_block(const std::string& block) const;
  std::vector<std::size_t> free_places();
  std::size_t liked(const std::vector<std::size_t>& places);

  Stage& stage_;
  ProjectPlan plan_;
  Dice dice_;
  LayoutPreview layout_;
  std::vector<Lot> lots_;
  std::set<PlotId> spoken_for_;
};

}  // namespace ledger::demo
