#include <algorithm>
#include <unordered_set>

#include "events/pricing.h"
#include "writer/domain/rules.h"

namespace ledger::rules {
namespace {

using fold::PlotStatus;

// A layout travels in one record; this is what its plots may take of kMaxRecordBytes.
constexpr std::size_t kMaxLayoutBytes = 480 * 1024;
constexpr std::size_t kBytesPerPlot = 64;  // besides its texts: tables, offsets, padding
constexpr std::size_t kMaxText = 64;
constexpr std::uint32_t kLongestHold = 24 * 3600;
constexpr std::uint32_t kLongestStaffHold = 90 * 24 * 3600;
constexpr std::uint32_t kMostHoldsOfContact = 100;

Result<void> check_plots(const std::vector<wire::LayoutPlotT>& plots) {
  if (plots.empty()) return fail(ErrorCode::kInvalid, "layout-empty", "The layout has no plots.");
  std::unordered_set<std::string_view> seen;
  std::size_t bytes = 0;
  for (const auto& plot : plots) {
    const auto& id = plot.plot.str();
    if (id.empty() || id.size() > 2 * kMaxText || plot.no.size() > kMaxText ||
        plot.block.size() > kMaxText)
      return refuse_plots(ErrorCode::kInvalid, "plot-unnamed", {id},
                          "needs a name of at most 64 characters.");
    if (!seen.insert(id).second)
      return refuse_plots(ErrorCode::kInvalid, "plot-repeated", {id}, "is in the layout twice.");
    if (plot.area_mm2 <= 0 || plot.area_mm2 > kMaxAreaMm2)
      return refuse_plots(ErrorCode::kInvalid, "area-out-of-range", {id},
                          "needs an area above zero and at most a square kilometre.");
    bytes += kBytesPerPlot + id.size() + plot.no.size() + plot.block.size();
  }
  if (bytes > kMaxLayoutBytes)
    return fail(ErrorCode::kTooLarge, "layout-too-large",
                "The layout has more plots than one record can hold.");
  return {};
}

// The plots that a command means, each once.
Result<std::vector<std::uint32_t>> meant(const Project& project, const std::vector<PlotId>& plots) {
  if (plots.empty()) return fail(ErrorCode::kInvalid, "plots-count", "Name at least one plot.");
  auto places = places_of(project, plots);
  if (!places) return places;
  std::sort(places->begin(), places->end());
  places->erase(std::unique(places->begin(), places->end()), places->end());
  return places;
}

std::vector<std::string> with_status(const Project& project,
                                     const std::vector<std::uint32_t>& places, PlotStatus status) {
  std::vector<std::string> plots;
  for (const auto place : places)
    if (project.plots[place].status == status) plots.push_back(project.plots[place].plot.str());
  return plots;
}

void set_status(Project& project, const std::vector<PlotId>& plots, PlotStatus from,
                PlotStatus to) {
  for (const auto& id : plots) {
    const auto found = project.plot_at.find(id);
    promise(found != project.plot_at.end(), "an event of a plot that is not in the layout");
    auto& plot = project.plots[found->second];
    promise(plot.status == from, "a plot was not in the state that its move expects");
    plot.status = to;
  }
}

bool are_in_range(const HoldRulesSet& r) {
  const auto within = [](std::uint32_t value, std::uint32_t most) {
    return value > 0 && value <= most;
  };
  return within(r.longest_hold_s, kLongestHold) && within(r.checkout_hold_s, r.longest_hold_s) &&
         within(r.hold_s, r.checkout_hold_s) && within(r.extension_s, r.longest_hold_s) &&
         within(r.retry_window_s, r.longest_hold_s) && within(r.gateway_wait_s, kLongestHold) &&
         within(r.holds_per_contact, kMostHoldsOfContact) &&
         within(r.staff_hold_s, kLongestStaffHold);
}

}  // namespace

HoldRulesSet default_rules(const ProjectId& project) {
  HoldRulesSet rules;
  rules.project = project;
  rules.hold_s = 15 * 60;
  rules.checkout_hold_s = 30 * 60;
  rules.extension_s = 10 * 60;
  rules.longest_hold_s = 2 * 3600;
  rules.retry_window_s = 10 * 60;
  rules.gateway_wait_s = 15 * 60;
  rules.holds_per_contact = 2;
  rules.staff_hold_s = 3 * 24 * 3600;
  return rules;
}

Decision decide(const State& state, const ImportLayout& c, const Context& /*context*/) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  if (const auto plots = check_plots(c.plots); !plots) return fail(plots.error());
  const auto& known = (*project)->plots;
  if (std::any_of(known.begin(), known.end(),
                  [](const auto& plot) { return plot.status != PlotStatus::Unreleased; }))
    return fail(ErrorCode::kConflict, "layout-exists",
                "This project's plots are released already; its layout stands.");
  LayoutImported e;
  e.project = c.project;
  e.document = c.document;
  for (const auto& plot : c.plots) e.plots.push_back(std::make_unique<wire::LayoutPlotT>(plot));
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const SetHoldRules& c, const Context& /*context*/) {
  const auto project = project_in(state, c.rules.project);
  if (!project) return fail(project.error());
  if (!are_in_range(c.rules))
    return fail(ErrorCode::kInvalid, "hold-rules-out-of-range",
                "Every length must be above zero, a hold no longer than the hold at checkout, and "
                "no part longer than the longest hold.");
  if ((*project)->rules == c.rules) return Events{};
  Events events;
  add(events, HoldRulesSet(c.rules));
  return events;
}

Decision decide(const State& state, const ReleasePlots& c, const Context& /*context*/) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  if (project.plots.empty())
    return fail(ErrorCode::kConflict, "layout-missing", "Import a layout first.");
  if (project.prices.empty())
    return fail(ErrorCode::kConflict, "prices-not-set", "Set the prices first.");
  auto places = c.all ? places_of(project, {}) : meant(project, c.plots);
  if (!places) return fail(places.error());
  if (c.all)
    for (std::uint32_t place = 0; place < project.plots.size(); ++place) places->push_back(place);
  PlotsReleased e;
  e.project = c.project;
  std::vector<std::string> unpriced;
  for (const auto place : *places) {
    if (project.plots[place].status != PlotStatus::Unreleased) continue;
    e.plots.push_back(project.plots[place].plot);
    if (!is_sellable(project.plots[place], project.prices.back()))
      unpriced.push_back(project.plots[place].plot.str());
  }
  if (!unpriced.empty())
    return refuse_plots(ErrorCode::kConflict, "plot-unpriced", std::move(unpriced),
                        "cannot be released without a price above zero.",
                        "cannot be released without a price above zero.");
  if (e.plots.empty()) return Events{};
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const BlockPlots& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  if (c.reason.empty())
    return fail(ErrorCode::kInvalid, "reason-missing", "Say why the plots are blocked.");
  auto places = meant(project, c.plots);
  if (!places) return fail(places.error());
  std::erase_if(*places,
                [&](auto place) { return project.plots[place].status == PlotStatus::Blocked; });
  if (auto unreleased = with_status(project, *places, PlotStatus::Unreleased); !unreleased.empty())
    return refuse_plots(ErrorCode::kConflict, "plot-unreleased", std::move(unreleased),
                        "is not released yet.", "are not released yet.");
  if (auto taken = not_free(project, *places, context.now); !taken.empty())
    return refuse_plots(ErrorCode::kConflict, "plot-in-use", std::move(taken), "is held or booked.",
                        "are held or booked.");
  if (places->empty()) return Events{};
  auto events = expire_on(project, *places, context.now);
  PlotBlocked e;
  e.project = c.project;
  e.plots = ids_of(project, *places);
  e.reason = c.reason;
  e.channel = c.channel;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const UnblockPlots& c, const Context& /*context*/) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  auto places = meant(project, c.plots);
  if (!places) return fail(places.error());
  std::erase_if(*places,
                [&](auto place) { return project.plots[place].status != PlotStatus::Blocked; });
  if (places->empty()) return Events{};
  PlotUnblocked e;
  e.project = c.project;
  e.plots = ids_of(project, *places);
  Events events;
  add(events, std::move(e));
  return events;
}

void fold(State& state, const LayoutImported& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  project.layout = e.document;
  project.plots.clear();
  project.plot_at.clear();
  for (const auto& from : e.plots) {
    promise(project.plot_at.emplace(from->plot, project.plots.size()).second,
            "a plot is in the layout twice");
    auto& plot = project.plots.emplace_back();
    plot.plot = from->plot;
    plot.area_mm2 = from->area_mm2;
  }
}

// Open orders are indexed by when they must be settled, which follows from the rules.
void fold(State& state, const HoldRulesSet& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  std::vector<const fold::HoldT*> open;
  for (const auto& entry : state.orders_open)
    if (entry.project == e.project) open.push_back(&must_find(project, entry.hold));
  for (const auto* hold : open) unlist(state, project, *hold);
  project.rules = e;
  for (const auto* hold : open) list(state, project, *hold);
}

void fold(State& state, const PlotsReleased& e, Instant /*at*/) {
  set_status(must_find(state, e.project), e.plots, PlotStatus::Unreleased, PlotStatus::Available);
}

void fold(State& state, const PlotBlocked& e, Instant /*at*/) {
  set_status(must_find(state, e.project), e.plots, PlotStatus::Available, PlotStatus::Blocked);
}

void fold(State& state, const PlotUnblocked& e, Instant /*at*/) {
  set_status(must_find(state, e.project), e.plots, PlotStatus::Blocked, PlotStatus::Available);
}

}  // namespace ledger::rules
