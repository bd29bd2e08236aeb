#include "projectors/layout_map.h"

#include <algorithm>
#include <map>

#include "projectors/row_access.h"

namespace ledger {
namespace {

constexpr char kMap = 'M';
constexpr char kPlot = 'P';
constexpr char kDelta = 'D';
constexpr char kPrices = 'R';

Key plot_key(const ProjectId& project, const PlotId& plot) {
  return Key(kPlot).text(project).text(plot);
}

Key delta_key(const ProjectId& project, std::uint64_t change) {
  return Key(kDelta).text(project).number(change % layout_map::kKeptDeltas);
}

bool is_sold(char letter) {
  return letter == 'b' || letter == 'r' || letter == 'd';
}

// Where a move may start, and who must stand there.
struct Move {
  const char* what;
  std::string_view from;  // letters
  char to;
  HoldId hold = {};        // who holds the plot afterwards
  BookingId booking = {};  // who has booked it afterwards
};

// One project's plots while a record is folded; written back once, at the end of the record.
class OpenMap {
 public:
  OpenMap(const Accepted& accepted, Batch& rows, const ProjectId& project)
      : accepted_(accepted), rows_(rows) {
    auto row = layout_map::map(rows, project);
    if (row) {
      map_ = std::move(*row);
    } else {
      map_.project = project;
      map_.partition = accepted.partition;
    }
  }

  void import(const LayoutImported& event);

  void set_prices(const PricesSet& event) {
    put_row(rows_, Key(kPrices).text(event.project).number(event.version), event);
    map_.price_version = event.version;
  }

  PlotRowT& touch(const PlotId& plot) {
    const auto open = plots_.find(plot);
    if (open != plots_.end()) return open->second.now;
    const auto row = get_row<PlotRowT>(rows_, plot_key(map_.project, plot));
    if (!row) throw broken("there is no plot " + plot.str());
    order_.push_back(plot);
    return plots_.emplace(plot, Touched{*row, *row}).first->second.now;
  }

  void move(const PlotId& plot, const Move& move) {
    auto& row = touch(plot);
    const char from = static_cast<char>(row.status);
    if (move.from.find(from) == std::string_view::npos) throw illegal(row, move, from);
    if (from == 'h' && row.hold != move.hold) throw illegal(row, move, from);
    if (is_sold(from) && row.booking != move.booking) throw illegal(row, move, from);
    row.status = static_cast<std::uint8_t>(move.to);
    const bool free = move.to != 'h' && !is_sold(move.to);
    row.hold = free ? HoldId() : is_sold(from) ? row.hold : move.hold;
    row.booking = is_sold(move.to) ? move.booking : BookingId();
  }

  void close() {
    rows::DeltaRowT delta;
    delta.sequence = accepted_.record->sequence;
    delta.previous = map_.version;
    for (const auto& plot : order_) {
      const auto& [before, now] = plots_.at(plot);
      if (now == before) continue;
      put_row(rows_, plot_key(map_.project, plot), now);
      map_.statuses.at(now.index) = static_cast<char>(now.status);
      auto change = std::make_unique<rows::PlotChangeT>();
      change->plot = now.plot;
      change->status = now.status;
      delta.changes.push_back(std::move(change));
    }
    if (!delta.changes.empty()) {
      map_.version = delta.sequence;
      put_row(rows_, delta_key(map_.project, map_.changes++), delta);
    }
    put_row(rows_, Key(kMap).text(map_.project), map_);
  }

  HistoryBroken broken(const std::string& why) const {
    return HistoryBroken(accepted_.position() + ", project " + map_.project.str() + ": " + why);
  }

 private:
  struct Touched {
    PlotRowT before;
    PlotRowT now;
  };

  HistoryBroken illegal(const PlotRowT& row, const Move& move, char from) const {
    return broken(std::string(move.what) + " on plot " + row.plot.str() + ", which is '" + from +
                  "' (hold \"" + row.hold.str() + "\", booking \"" + row.booking.str() + "\")");
  }

  const Accepted& accepted_;
  Batch& rows_;
  rows::MapRowT map_;
  std::map<PlotId, Touched> plots_;
  std::vector<PlotId> order_;
};

// A layout may be imported again: plots that are still there keep their state, and one that is held
// or sold may not vanish.
void OpenMap::import(const LayoutImported& event) {
  if (!plots_.empty()) throw broken("a layout was imported in a record that moves plots before it");
  std::map<PlotId, PlotRowT> before;
  layout_map::plots(rows_, map_.project, [&before](const PlotRowT& plot) {
    before.emplace(plot.plot, plot);
    return true;
  });
  for (const auto& [id, plot] : before) rows_.erase(plot_key(map_.project, id));
  map_.statuses.clear();
  std::uint32_t index = 0;
  for (const auto& plot : event.plots) {
    const auto known = before.extract(plot->plot);
    PlotRowT row = known ? known.mapped() : PlotRowT{};
    if (!known) row.status = 'u';
    row.index = index++;
    row.plot = plot->plot;
    row.no = plot->no;
    row.block = plot->block;
    row.area_mm2 = plot->area_mm2;
    put_row(rows_, plot_key(map_.project, row.plot), row);
    map_.statuses.push_back(static_cast<char>(row.status));
  }
  for (const auto& [id, plot] : before) {
    if (std::string_view("uax").find(static_cast<char>(plot.status)) == std::string_view::npos) {
      throw broken("the new layout has no plot " + id.str() + ", which is taken");
    }
  }
  map_.document = event.document;
  map_.version = map_.layout_version = accepted_.record->sequence;
}

class Fold {
 public:
  Fold(const Accepted& accepted, Batch& rows) : accepted_(accepted), rows_(rows) {}

  void operator()(const LayoutImported& event) { open(event.project).import(event); }

  void operator()(const PricesSet& event) { open(event.project).set_prices(event); }

  void operator()(const PlotsReleased& event) { move(event, {"PlotsReleased", "u", 'a'}); }

  void operator()(const PlotUnblocked& event) {
    move(event, {"PlotUnblocked", "x", 'a'});
    for (const auto& plot : event.plots) explain(event.project, plot, {}, {});
  }

  void operator()(const PlotBlocked& event) {
    move(event, {"PlotBlocked", "a", 'x'});
    for (const auto& plot : event.plots) explain(event.project, plot, event.reason, event.channel);
  }

  void operator()(const PlotHeld& event) { move(event, {"PlotHeld", "a", 'h', event.hold}); }

  void operator()(const HoldReleased& event) {
    move(event, {"HoldReleased", "h", 'a', event.hold});
  }

  void operator()(const HoldExpired& event) { move(event, {"HoldExpired", "h", 'a', event.hold}); }

  void operator()(const BookingConfirmed& event) {
    move(event, {"BookingConfirmed", "ah", 'b', event.hold, event.booking});
  }

  void operator()(const BookingImported& event) {
    move(event, {"BookingImported", "ua", 'b', {}, event.booking});
  }

  void operator()(const BookingCancelled& event) {
    move(event, {"BookingCancelled", "br", 'a', {}, event.booking});
  }

  // What the letter was before is what the booking's agreement says.
  void operator()(const BookingRevived& event) {
    move(event, {"BookingRevived", "a", 'b', {}, event.booking});
  }

  void operator()(const AgreementRegistered& event) {
    move(event, {"AgreementRegistered", "b", 'r', {}, event.booking});
  }

  void operator()(const PlotConveyed& event) {
    move(event, {"PlotConveyed", "r", 'd', {}, event.booking});
  }

  void operator()(const PlotsSwapped& event) {
    auto& map = open(event.project);
    for (const auto& plot : event.from)
      map.move(plot, {"PlotsSwapped", "b", 'a', {}, event.booking});
    for (const auto& plot : event.to) map.move(plot, {"PlotsSwapped", "a", 'b', {}, event.booking});
  }

  template <class Other>
  void operator()(const Other& /*event*/) {}

  void close() {
    for (auto& [project, map] : maps_) map.close();
  }

 private:
  OpenMap& open(const ProjectId& project) {
    const auto found = maps_.find(project);
    if (found != maps_.end()) return found->second;
    return maps_
        .emplace(std::piecewise_construct, std::forward_as_tuple(project),
                 std::forward_as_tuple(accepted_, rows_, project))
        .first->second;
  }

  template <class Moving>
  void move(const Moving& event, const Move& how) {
    auto& map = open(event.project);
    for (const auto& plot : event.plots) map.move(plot, how);
  }

  void explain(const ProjectId& project, const PlotId& plot, const std::string& reason,
               const std::string& channel) {
    auto& row = open(project).touch(plot);
    row.blocked_reason = reason;
    row.blocked_channel = channel;
  }

  const Accepted& accepted_;
  Batch& rows_;
  std::map<ProjectId, OpenMap> maps_;
};

}  // namespace

void LayoutMapView::apply(const Accepted& accepted, Batch& rows) const {
  Fold fold(accepted, rows);
  for (const auto& event : accepted.record->events) std::visit(fold, event);
  fold.close();
}

namespace layout_map {
namespace {

// The deltas of `map` from the newest backwards, as far as they are kept, until `each` returns
// false. True if `each` did; false if the kept deltas ran out first.
bool newest_first(const Rows& rows, const rows::MapRowT& map,
                  const std::function<bool(rows::DeltaRowT)>& each) {
  const auto kept = std::min(map.changes, kKeptDeltas);
  for (std::uint64_t back = 1; back <= kept; ++back) {
    auto delta = get_row<rows::DeltaRowT>(rows, delta_key(map.project, map.changes - back));
    if (!delta) throw StoreDamaged("a change of the map is missing");
    if (!each(std::move(*delta))) return true;
  }
  return false;
}

// The last change of each plot, in the order of those last changes.
std::vector<rows::PlotChangeT> last_of_each(const std::vector<rows::DeltaRowT>& newest_first) {
  std::vector<rows::PlotChangeT> changes;
  std::map<PlotId, bool> seen;
  for (const auto& delta : newest_first) {
    for (auto change = delta.changes.rbegin(); change != delta.changes.rend(); ++change) {
      if (seen.emplace((*change)->plot, true).second) changes.push_back(**change);
    }
  }
  std::reverse(changes.begin(), changes.end());
  return changes;
}

}  // namespace

std::optional<rows::MapRowT> map(const Rows& rows, const ProjectId& project) {
  return get_row<rows::MapRowT>(rows, Key(kMap).text(project));
}

std::vector<rows::MapRowT> maps(const Rows& rows) {
  return all_rows<rows::MapRowT>(rows, Key(kMap));
}

Counts counts(const rows::MapRowT& map) {
  Counts counts{};
  for (const char letter : map.statuses) ++counts.at(kLetters.find(letter));
  return counts;
}

std::optional<PlotRowT> plot(const Rows& rows, const ProjectId& project, const PlotId& plot) {
  return get_row<PlotRowT>(rows, plot_key(project, plot));
}

void plots(const Rows& rows, const ProjectId& project,
           const std::function<bool(const PlotRowT&)>& each) {
  auto all = all_rows<PlotRowT>(rows, Key(kPlot).text(project));
  std::ranges::sort(all, {}, &PlotRowT::index);
  for (const auto& plot : all)
    if (!each(plot)) return;
}

std::optional<Changes> changes(const Rows& rows, const ProjectId& project, Sequence since) {
  const auto now = map(rows, project);
  if (!now) return std::nullopt;
  Changes changes;
  changes.version = now->version;
  changes.reset = since < now->layout_version || since > now->version;
  if (changes.reset || since == now->version) return changes;
  std::vector<rows::DeltaRowT> deltas;
  const bool reached = newest_first(rows, *now, [&](rows::DeltaRowT delta) {
    deltas.push_back(std::move(delta));
    return deltas.back().previous > since;
  });
  changes.reset = !reached;
  if (reached) changes.plots = last_of_each(deltas);
  return changes;
}

std::optional<rows::DeltaRowT> delta(const Rows& rows, const ProjectId& project,
                                     Sequence sequence) {
  const auto now = map(rows, project);
  std::optional<rows::DeltaRowT> found;
  if (!now) return found;
  newest_first(rows, *now, [&](rows::DeltaRowT delta) {
    if (delta.sequence > sequence) return true;
    if (delta.sequence == sequence) found = std::move(delta);
    return false;
  });
  return found;
}

std::optional<PricesSet> prices(const Rows& rows, const ProjectId& project) {
  const auto now = map(rows, project);
  if (!now || now->price_version == 0) return std::nullopt;
  return prices(rows, project, now->price_version);
}

std::optional<PricesSet> prices(const Rows& rows, const ProjectId& project, std::uint32_t version) {
  return get_row<PricesSet>(rows, Key(kPrices).text(project).number(version));
}

}  // namespace layout_map
}  // namespace ledger
