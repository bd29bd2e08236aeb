#include <algorithm>

#include "writer/domain/rules.h"

namespace ledger::rules {
namespace {

using fold::HoldStatus;
using fold::OrderStatus;
using fold::PlotStatus;

constexpr std::size_t kMaxPlotsOfHold = 10;
constexpr std::size_t kExpiredAtOnce = 200;
constexpr std::int64_t kMaxRetryAfter = 60;

const fold::HoldT& holder(const Project& project, std::uint32_t place) {
  const auto found = project.holds.find(project.plots[place].hold);
  promise(found != project.holds.end(), "a plot is held by a hold that is not known");
  return found->second;
}

bool is_free(const Project& project, std::uint32_t place, Instant now) {
  const auto status = project.plots[place].status;
  if (status == PlotStatus::Available) return true;
  return status == PlotStatus::Held && is_over(holder(project, place), now);
}

// When at the latest a held plot may be free again.
Instant known_end(const Project& project, std::uint32_t place) {
  const auto& hold = holder(project, place);
  if (hold.declared > 0) return hold.expires_at + hours(24);  // a person decides
  return hold.order == OrderStatus::Open ? hold.expires_at + seconds(project.rules.gateway_wait_s)
                                         : hold.expires_at;
}

// How long to wait before asking again; 0 if one of the plots is not merely held.
unsigned retry_after(const Project& project, const std::vector<std::uint32_t>& places,
                     Instant now) {
  std::int64_t wait_s = 0;
  for (const auto place : places) {
    if (is_free(project, place, now)) continue;
    if (project.plots[place].status != PlotStatus::Held) return 0;
    const auto remaining = (known_end(project, place) - now).count();
    wait_s = std::max(wait_s, std::clamp<std::int64_t>(remaining / 1'000'000, 1, kMaxRetryAfter));
  }
  return static_cast<unsigned>(wait_s);
}

tl::unexpected<Error> unavailable(const Project& project, const std::vector<std::uint32_t>& places,
                                  std::vector<std::string> taken, Instant now) {
  const auto wait_s = retry_after(project, places, now);
  auto refusal =
      wait_s > 0
          ? refuse_plots(ErrorCode::kConflict, "plot-unavailable", std::move(taken),
                         "is being held by another buyer.", "are being held by other buyers.")
          : refuse_plots(ErrorCode::kConflict, "plot-unavailable", std::move(taken),
                         "is not available.", "are not available.");
  refusal.value().retry_after_s = wait_s;
  return refusal;
}

Result<std::vector<std::uint32_t>> wanted_places(const Project& project, const HoldPlots& c) {
  if (c.plots.empty() || c.plots.size() > kMaxPlotsOfHold)
    return fail(ErrorCode::kInvalid, "plots-count", "Choose between 1 and 10 plots.");
  for (auto plot = c.plots.begin(); plot != c.plots.end(); ++plot)
    if (std::find(plot + 1, c.plots.end(), *plot) != c.plots.end())
      return refuse_plots(ErrorCode::kInvalid, "plots-repeated", {plot->str()}, "is named twice.");
  return places_of(project, c.plots);
}

std::size_t live_holds(const Project& project, const std::vector<HoldId>& holds, Instant now) {
  return static_cast<std::size_t>(std::count_if(holds.begin(), holds.end(), [&](const HoldId& id) {
    const auto found = project.holds.find(id);
    return found != project.holds.end() && !is_over(found->second, now);
  }));
}

PlotHeld held_by(const Project& project, const HoldPlots& c, Instant now) {
  const auto& rules = project.rules;
  const auto length = c.by_staff ? rules.staff_hold_s : rules.hold_s;
  PlotHeld e;
  e.project = c.project;
  e.hold = c.hold;
  e.plots = c.plots;
  e.contact = std::make_unique<wire::SealedT>(c.contact);
  e.campaign = std::make_unique<wire::CampaignT>(c.campaign);
  e.expires_at = now + seconds(length);
  e.extendable_until = now + seconds(std::max(length, rules.longest_hold_s));
  e.price_version = project.prices.back().version;
  e.by_staff = c.by_staff;
  return e;
}

Decision without_order_ended(const Project& project, const fold::HoldT& hold) {
  Events events;
  add(events, expired(project, hold, "time"));
  return events;
}

bool has_money_on_its_way(const Project& project, const fold::HoldT& hold) {
  if (hold.declared > 0) return true;
  if (hold.order != OrderStatus::Open) return false;
  const auto found = project.checkouts.find(hold.hold);
  promise(found != project.checkouts.end(), "a hold has an order but no checkout");
  return found->second.pending > 0 || found->second.conflicts > 0;
}

// The plots go back; `hold` keeps its place so that late questions about it are answered.
void end_hold(State& state, Project& project, const HoldId& id, const std::vector<PlotId>& plots,
              HoldStatus status) {
  change_hold(state, project, id, [&](fold::HoldT& hold) {
    promise(hold.status == HoldStatus::Live, "a hold ended twice");
    promise(hold.order != OrderStatus::Open, "a hold ended while its order was open");
    promise(plots.size() == hold.plots.size(), "a hold ended with other plots than it had");
    for (const auto place : hold.plots) {
      auto& plot = project.plots[place];
      promise(plot.status == PlotStatus::Held && plot.hold == id, "a hold ended without its plot");
      plot.status = PlotStatus::Available;
      plot.hold = HoldId();
    }
    hold.status = status;
    hold.contact.reset();
  });
  remember_ended(state, project, must_find(project, id));
}

}  // namespace

bool is_over(const fold::HoldT& hold, Instant now) {
  if (hold.status != HoldStatus::Live) return true;
  return hold.order != OrderStatus::Open && hold.declared == 0 && now >= hold.expires_at;
}

tl::unexpected<Error> ended_refusal(const fold::HoldT& hold) {
  if (hold.status == HoldStatus::Booked)
    return fail(ErrorCode::kConflict, "hold-booked", "This hold has become a booking.");
  return fail(ErrorCode::kConflict, "hold-expired",
              "This hold is over. Choose the plot again if it is still available.");
}

HoldExpired expired(const Project& project, const fold::HoldT& hold, std::string reason) {
  HoldExpired e;
  e.project = project.opened.project;
  e.hold = hold.hold;
  e.plots = ids_of(project, hold.plots);
  e.reason = std::move(reason);
  return e;
}

Events expire_on(const Project& project, const std::vector<std::uint32_t>& places, Instant now) {
  Events events;
  std::vector<const fold::HoldT*> over;
  for (const auto place : places) {
    if (project.plots[place].status != PlotStatus::Held) continue;
    const auto& hold = holder(project, place);
    if (!is_over(hold, now) || std::find(over.begin(), over.end(), &hold) != over.end()) continue;
    over.push_back(&hold);
    add(events, expired(project, hold, "time"));
  }
  return events;
}

std::vector<std::string> not_free(const Project& project, const std::vector<std::uint32_t>& places,
                                  Instant now) {
  std::vector<std::string> taken;
  for (const auto place : places)
    if (!is_free(project, place, now)) taken.push_back(project.plots[place].plot.str());
  return taken;
}

std::vector<std::string> not_sellable(const Project& project,
                                      const std::vector<std::uint32_t>& places, Instant now) {
  std::vector<std::string> taken;
  for (const auto place : places) {
    const bool unreleased = project.plots[place].status == PlotStatus::Unreleased;
    if (!unreleased && !is_free(project, place, now))
      taken.push_back(project.plots[place].plot.str());
  }
  return taken;
}

std::optional<HoldExtended> extended(const Project& project, const fold::HoldT& hold, Instant until,
                                     const char* reason) {
  until = std::min(until, hold.extendable_until);
  if (until <= hold.expires_at) return std::nullopt;
  HoldExtended e;
  e.project = project.opened.project;
  e.hold = hold.hold;
  e.expires_at = until;
  e.reason = reason;
  return e;
}

Decision decide(const State& state, const HoldPlots& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  const auto places = wanted_places(project, c);
  if (!places) return fail(places.error());
  if (auto taken = not_free(project, *places, context.now); !taken.empty())
    return unavailable(project, *places, std::move(taken), context.now);
  if (project.prices.empty())
    return fail(ErrorCode::kConflict, "prices-not-set", "This project has no prices yet.");
  if (!c.by_staff &&
      live_holds(project, c.holds_of_contact, context.now) >= project.rules.holds_per_contact)
    return fail(ErrorCode::kConflict, "too-many-holds",
                "You hold as many plots as one person may. Release one, or finish its booking.");
  if (c.hold.empty() || project.holds.contains(c.hold))
    return fail(ErrorCode::kConflict, "hold-exists", "There is a hold of this id already.");
  auto events = expire_on(project, *places, context.now);
  add(events, held_by(project, c, context.now));
  return events;
}

Decision decide(const State& state, const ExtendHold& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto found = hold_in(**project, c.hold);
  if (!found) return fail(found.error());
  const auto& hold = **found;
  if (is_over(hold, context.now)) return ended_refusal(hold);
  if (context.now >= hold.expires_at)
    return fail(ErrorCode::kConflict, "hold-confirming",
                "The time is up; we are asking the bank about your payment.");
  if (hold.asked)
    return fail(ErrorCode::kConflict, "hold-already-extended", "A hold can be extended once.");
  auto longer =
      extended(**project, hold, hold.expires_at + seconds((*project)->rules.extension_s), "asked");
  if (!longer)
    return fail(ErrorCode::kConflict, "hold-at-longest", "This hold is as long as it may be.");
  Events events;
  add(events, std::move(*longer));
  return events;
}

Decision decide(const State& state, const ReleaseHold& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto found = hold_in(**project, c.hold);
  if (!found) return fail(found.error());
  const auto& hold = **found;
  if (c.by_staff && c.reason.empty())
    return fail(ErrorCode::kInvalid, "reason-missing", "Say why the hold is released.");
  if (hold.status == HoldStatus::Booked) return ended_refusal(hold);
  if (hold.status != HoldStatus::Live) return Events{};
  if (is_over(hold, context.now)) return without_order_ended(**project, hold);
  if (has_money_on_its_way(**project, hold))
    return fail(ErrorCode::kConflict, "payment-in-progress",
                "A payment for this hold is on its way; it cannot be released now.");
  Events events;
  if (hold.order == OrderStatus::Open) add(events, closed(**project, hold, "released"));
  HoldReleased e;
  e.project = c.project;
  e.hold = c.hold;
  e.plots = ids_of(**project, hold.plots);
  e.reason = c.reason;
  e.by_staff = c.by_staff;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const ExpireHolds& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  Events events;
  for (const auto& entry : state.expiring) {
    if (entry.at > context.now || events.size() == kExpiredAtOnce) break;
    if (entry.project != c.project) continue;
    add(events, expired(**project, (*project)->holds.at(entry.hold), "time"));
  }
  return events;
}

void fold(State& state, const PlotHeld& e, Instant at) {
  auto& project = must_find(state, e.project);
  const auto [found, fresh] = project.holds.try_emplace(e.hold);
  promise(fresh, "a hold was made twice");
  auto& hold = found->second;
  hold.hold = e.hold;
  if (e.contact != nullptr) {
    hold.person = e.contact->person;
    hold.contact = std::make_unique<wire::SealedT>(*e.contact);
  }
  hold.started_at = at;
  hold.expires_at = e.expires_at;
  hold.extendable_until = e.extendable_until;
  hold.price_version = e.price_version;
  hold.by_staff = e.by_staff;
  if (e.campaign != nullptr) hold.partner = e.campaign->partner;
  hold.plots.reserve(e.plots.size());
  for (const auto& id : e.plots) {
    const auto place = project.plot_at.find(id);
    promise(place != project.plot_at.end(), "a plot was held that is not in the layout");
    auto& plot = project.plots[place->second];
    promise(plot.status == PlotStatus::Available, "a plot was held that was not available");
    plot.status = PlotStatus::Held;
    plot.hold = e.hold;
    hold.plots.push_back(place->second);
  }
  list(state, project, hold);
}

void fold(State& state, const HoldExtended& e, Instant /*at*/) {
  change_hold(state, must_find(state, e.project), e.hold, [&](fold::HoldT& hold) {
    promise(hold.status == HoldStatus::Live, "a hold was extended after its end");
    promise(e.expires_at > hold.expires_at && e.expires_at <= hold.extendable_until,
            "a hold was extended backwards or past its cap");
    hold.expires_at = e.expires_at;
    hold.asked = hold.asked || e.reason == "asked";
  });
}

void fold(State& state, const HoldReleased& e, Instant /*at*/) {
  end_hold(state, must_find(state, e.project), e.hold, e.plots, HoldStatus::Released);
}

void fold(State& state, const HoldExpired& e, Instant /*at*/) {
  end_hold(state, must_find(state, e.project), e.hold, e.plots, HoldStatus::Expired);
}

}  // namespace ledger::rules
