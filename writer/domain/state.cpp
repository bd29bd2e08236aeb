#include "writer/domain/state.h"

#include <stdexcept>

#include "writer/domain/rules.h"

namespace ledger {

// One overload of rules::decide a command and one of rules::fold an event; neither takes the
// variant, so a kind that nobody thought of does not compile.
Result<Events> decide(const State& state, const Command& command, const Context& context) {
  return std::visit([&](const auto& c) { return rules::decide(state, c, context); }, command);
}

void evolve(State& state, const Event& event, Instant recorded_at) {
  std::visit([&](const auto& e) { rules::fold(state, e, recorded_at); }, event);
}

const Project* find_project(const State& state, const ProjectId& project) {
  const auto found = state.projects.find(project);
  return found == state.projects.end() ? nullptr : &found->second;
}

const fold::HoldT* find_hold(const State& state, const ProjectId& project, const HoldId& hold) {
  const auto* in = find_project(state, project);
  if (in == nullptr) return nullptr;
  const auto found = in->holds.find(hold);
  return found == in->holds.end() ? nullptr : &found->second;
}

const fold::CheckoutT* find_checkout(const State& state, const ProjectId& project,
                                     const HoldId& hold) {
  const auto* in = find_project(state, project);
  if (in == nullptr) return nullptr;
  const auto found = in->checkouts.find(hold);
  return found == in->checkouts.end() ? nullptr : &found->second;
}

namespace rules {

Result<const Project*> project_in(const State& state, const ProjectId& id) {
  if (const auto* project = find_project(state, id)) return project;
  return fail(ErrorCode::kNotFound, "project-unknown", "There is no such project.");
}

Result<const fold::HoldT*> hold_in(const Project& project, const HoldId& id) {
  const auto found = project.holds.find(id);
  if (found != project.holds.end()) return &found->second;
  return fail(ErrorCode::kNotFound, "hold-unknown", "There is no such hold, or it ended long ago.");
}

void promise(bool kept, const char* what) {
  if (!kept) throw std::logic_error(what);
}

Project& must_find(State& state, const ProjectId& project) {
  const auto found = state.projects.find(project);
  promise(found != state.projects.end(), "an event of a project that is not in this partition");
  return found->second;
}

fold::HoldT& must_find(Project& project, const HoldId& hold) {
  const auto found = project.holds.find(hold);
  promise(found != project.holds.end(), "an event of a hold that is not known");
  return found->second;
}

fold::CheckoutT& must_find_checkout(Project& project, const HoldId& hold) {
  const auto found = project.checkouts.find(hold);
  promise(found != project.checkouts.end(), "an event of a checkout that is not known");
  return found->second;
}

fold::BookingT& must_find_booking(Project& project, const BookingId& booking) {
  const auto found = project.bookings.find(booking);
  promise(found != project.bookings.end(), "an event of a booking that is not known");
  return found->second;
}

Result<BookingPlace> booking_in(const State& state, const ProjectId& id, const BookingId& booking) {
  const auto project = project_in(state, id);
  if (!project) return fail(project.error());
  const auto found = (*project)->bookings.find(booking);
  if (found != (*project)->bookings.end()) return BookingPlace{**project, found->second};
  return fail(ErrorCode::kNotFound, "booking-unknown", "There is no such booking.");
}

tl::unexpected<Error> refuse_cancelled() {
  return fail(ErrorCode::kConflict, "booking-cancelled", "This booking is cancelled.");
}

HoldId holder_of(const fold::BookingT& booking) {
  return booking.hold.empty() ? HoldId(booking.booking.str()) : booking.hold;
}

Result<std::vector<std::uint32_t>> places_of(const Project& project,
                                             const std::vector<PlotId>& plots) {
  std::vector<std::uint32_t> places;
  std::vector<std::string> unknown;
  places.reserve(plots.size());
  for (const auto& plot : plots) {
    const auto found = project.plot_at.find(plot);
    if (found == project.plot_at.end()) {
      unknown.push_back(plot.str());
    } else {
      places.push_back(found->second);
    }
  }
  if (unknown.empty()) return places;
  return refuse_plots(ErrorCode::kNotFound, "plot-unknown", std::move(unknown),
                      "is not in this layout.", "are not in this layout.");
}

std::vector<PlotId> ids_of(const Project& project, const std::vector<std::uint32_t>& places) {
  std::vector<PlotId> ids;
  ids.reserve(places.size());
  for (const auto place : places) ids.push_back(project.plots[place].plot);
  return ids;
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 10;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kNamed; ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  if (names.size() > kNamed) text += " and " + std::to_string(names.size() - kNamed) + " more";
  return text;
}

tl::unexpected<Error> refuse_plots(ErrorCode code, std::string reason,
                                   std::vector<std::string> plots, std::string_view if_one,
                                   std::string_view if_many) {
  auto message = plots.size() == 1 ? "Plot " + plots[0] + " " : "Plots " + listed(plots) + " ";
  message += plots.size() == 1 ? if_one : if_many;
  return fail({code, std::move(reason), std::move(message), {}, std::move(plots)});
}

}  // namespace rules
}  // namespace ledger
