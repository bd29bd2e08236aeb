#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "projectors/row.h"
#include "projectors/view.h"

namespace ledger {

// The live map: each plot's status letter, in layout order, and what changed when.
//
//   M project           MapRow        version, all letters in layout order, layout, current prices
//   P project plot      PlotRow       with its place in layout order
//   D project slot      DeltaRow      a ring of the last kKeptDeltas changes; slot = change mod
//                                     kKeptDeltas
//   R project version   PricesSet     every version of the prices
//
// Letters: u unreleased, a available, h held, b booked, r agreement registered, d conveyed, x
// blocked. A letter is a function of events alone; only the legal moves of domain.md are accepted,
// each from the hold or booking that it names: anything else (a plot sold twice) throws
// HistoryBroken. A record changes the version at most once, to its own sequence, and gives at most
// one change a plot.
class LayoutMapView final : public View {
 public:
  [[nodiscard]] std::string_view name() const override { return "layout_map"; }

  [[nodiscard]] std::uint32_t version() const override { return 2; }

  void apply(const Accepted& accepted, Batch& rows) const override;
};

namespace layout_map {

inline constexpr std::string_view kView = "layout_map";
inline constexpr std::uint64_t kKeptDeltas = 1024;  // older versions are answered with a reset
inline constexpr std::string_view kLetters = "uahbrdx";

struct Changes {
  Sequence version = 0;  // where the changes lead
  bool reset = false;    // too old, or before the layout in force: fetch the whole map
  std::vector<rows::PlotChangeT>
      plots;  // the last letter of each changed plot, oldest change first
};

// Counts by letter, in the order of kLetters.
using Counts = std::array<std::uint32_t, kLetters.size()>;

std::optional<rows::MapRowT> map(const Rows& rows, const ProjectId& project);
std::vector<rows::MapRowT> maps(const Rows& rows);
Counts counts(const rows::MapRowT& map);
std::optional<rows::PlotRowT> plot(const Rows& rows, const ProjectId& project, const PlotId& plot);

// Every plot in layout order, until `each` returns false.
void plots(const Rows& rows, const ProjectId& project,
           const std::function<bool(const rows::PlotRowT&)>& each);

// What changed after version `since`; nullopt if there is no such map.
std::optional<Changes> changes(const Rows& rows, const ProjectId& project, Sequence since);

// Exactly what the record `sequence` changed; nullopt if it changed nothing or is no longer kept.
std::optional<rows::DeltaRowT> delta(const Rows& rows, const ProjectId& project, Sequence sequence);

std::optional<PricesSet> prices(const Rows& rows, const ProjectId& project);  // in force now
std::optional<PricesSet> prices(const Rows& rows, const ProjectId& project, std::uint32_t version);

}  // namespace layout_map
}  // namespace ledger
