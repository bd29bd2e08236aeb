#include "ops/plotledger/demo_shop.h"

#include <algorithm>
#include <stdexcept>

namespace ledger::demo {
namespace {

using fold::PlotStatus;

std::string attribute(const ImportedPlot& plot, std::string_view name) {
  for (const auto& each : plot.attributes)
    if (each.name == name) return each.text;
  return {};
}

// 40 … 600: how readily this plot is chosen.
std::size_t liking(const ImportedPlot& plot, Dice& dice) {
  std::size_t likes = 40 + dice.below(180);
  if (attribute(plot, "corner") == "true") likes += 110;
  if (attribute(plot, "park_facing") == "true") likes += 150;
  if (attribute(plot, "facing") == "East") likes += 70;
  if (attribute(plot, "facing") == "North") likes += 30;
  return likes;
}

ImportLayout import_command(const ProjectId& project, const LayoutPreview& layout) {
  ImportLayout command;
  command.project = project;
  command.document = layout.digest;
  for (const auto& from : layout.plots) {
    wire::LayoutPlotT plot;
    plot.plot = from.plot_id;
    plot.no = from.no;
    plot.block = from.block;
    plot.area_mm2 = from.area_mm2;
    command.plots.push_back(std::move(plot));
  }
  return command;
}

}  // namespace

Shop::Shop(Stage& stage, ProjectPlan plan, std::uint64_t seed)
    : stage_(stage), plan_(std::move(plan)), dice_(seed, "plots of " + plan_.open.code) {
  layout_ = read_layout(generate_layout(plan_.layout), {.plot_no = "plot_no"});
  if (!layout_.importable()) throw std::logic_error("the demo's layout has errors");
  for (const auto& plot : layout_.plots)
    lots_.push_back({plot.plot_id, attribute(plot, "block"), liking(plot, dice_)});
}

void Shop::set_up() {
  const auto when = [this](int day, Micros time) { return stage_.moment(day, time); };
  stage_.at(when(plan_.day, hours(10)), [this] {
    auto envelope = stage_.staff("admin", "/v1/projects");
    stage_.tell_directory(envelope, plan_.open);
    envelope.key += "/project";
    stage_.tell(std::move(envelope), plan_.open);
  });
  stage_.at(when(plan_.day, hours(11) + minutes(20)), [this] { import_layout(); });
  set_terms(stage_, id(), plan_.terms, plan_.day);
  for (const auto& step : plan_.prices)
    stage_.at(when(step.day, hours(12)), [this, &step] { set_price(step); });
  for (const auto& phase : plan_.phases)
    stage_.at(when(phase.day, hours(9)), [this, &phase] { release(phase); });
  for (const auto& run : plan_.blocked)
    stage_.at(when(run.day, hours(8)), [this, &run] { block(run); });
}

void Shop::import_layout() {
  if (auto put = stage_.ledger.log().documents().put(layout_.digest, layout_.document); !put)
    throw std::runtime_error(put.error().message);
  stage_.tell(stage_.staff("admin", "/v1/projects/" + id().str() + "/layout"),
              import_command(id(), layout_));
}

void Shop::set_price(const PriceStep& step) {
  constexpr std::int64_t kPaisePerSqYd = 900;  // of a rupee per sq ft
  SetPrices command;
  command.project = id();
  command.currency = "INR";
  command.rate_per_sq_yd = Money::paise(step.rupees_per_sq_ft * kPaisePerSqYd);
  command.heads = plan_.heads;
  command.balance_due_days = step.balance_due_days;
  stage_.tell(stage_.staff("admin", "/v1/projects/" + id().str() + "/prices"), std::move(command));
}

void Shop::release(const Phase& phase) {
  ReleasePlots command;
  command.project = id();
  for (const auto& name : phase.blocks) {
    const auto plots = in_block(name);
    command.plots.insert(command.plots.end(), plots.begin(), plots.end());
  }
  command.plots.resize(command.plots.size() - phase.keep);
  stage_.tell(stage_.staff("admin", "/v1/projects/" + id().str() + "/release"), std::move(command));
}

void Shop::block(const BlockedRun& run) {
  const auto plots = in_block(run.block);
  BlockPlots command;
  command.project = id();
  command.plots = {plots.begin() + static_cast<std::ptrdiff_t>(run.first),
                   plots.begin() + static_cast<std::ptrdiff_t>(run.first + run.count)};
  command.reason = run.reason;
  command.channel = run.channel;
  // Some may be held or sold by then; those are not blocked.
  stage_.look(id(), [&](const Project& project) {
    std::erase_if(command.plots, [&](const PlotId& plot) {
      return project.plots[project.plot_at.at(plot)].status != PlotStatus::Available;
    });
  });
  stage_.tell(stage_.staff("admin", "/v1/projects/" + id().str() + "/block"), std::move(command));
}

std::vector<PlotId> Shop::in_block(const std::string& block) const {
  std::vector<PlotId> plots;
  for (const auto& lot : lots_)
    if (lot.block == block) plots.push_back(lot.id);
  return plots;
}

std::vector<std::size_t> Shop::free_places() {
  std::vector<std::size_t> places;
  stage_.look(id(), [&](const Project& project) {
    for (std::size_t place = 0; place < lots_.size(); ++place)
      if (project.plots[place].status == PlotStatus::Available &&
          !spoken_for_.contains(lots_[place].id))
        places.push_back(place);
  });
  return places;
}

std::size_t Shop::liked(const std::vector<std::size_t>& places) {
  std::size_t sum = 0;
  for (const auto place : places) sum += lots_[place].liking;
  auto at = dice_.below(sum);
  for (const auto place : places) {
    if (at < lots_[place].liking) return place;
    at -= lots_[place].liking;
  }
  throw std::logic_error("a liking out of range");
}

std::vector<PlotId> Shop::choose(int count) {
  constexpr int kLooks = 20;  // for a pair of neighbours
  auto places = free_places();
  if (places.size() < static_cast<std::size_t>(count))
    throw std::logic_error("the demo's " + plan_.open.name + " is sold out on its way");
  auto first = liked(places);
  if (count == 1) return {lots_[first].id};
  for (int look = 0; look < kLooks; ++look, first = liked(places)) {
    if (std::ranges::binary_search(places, first + 1) &&
        lots_[first + 1].block == lots_[first].block)
      return {lots_[first].id, lots_[first + 1].id};
  }
  std::erase(places, first);
  return {lots_[first].id, lots_[liked(places)].id};
}

std::string Shop::plan_for(Dice& dice) const {
  return dice.percent(plan_.terms.chosen) ? plan_.terms.plan : "standard";
}

void Shop::speak_for(const std::vector<PlotId>& plots) {
  spoken_for_.insert(plots.begin(), plots.end());
}

void Shop::leave(const std::vector<PlotId>& plots) {
  for (const auto& plot : plots) spoken_for_.erase(plot);
}

}  // namespace ledger::demo
