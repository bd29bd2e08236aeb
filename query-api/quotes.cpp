#include "query-api/quotes.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ledger {

std::optional<Quote> quote(const Rows& map_rows, const ProjectId& project,
                           const std::vector<PlotId>& plots, std::uint32_t price_version,
                           const Taxes& taxes) {
  auto prices = layout_map::prices(map_rows, project, price_version);
  if (!prices) return std::nullopt;
  Quote quote;
  for (const auto& id : plots) {
    const auto plot = layout_map::plot(map_rows, project, id);
    if (!plot) return std::nullopt;
    auto lines = price_lines(id, plot->area_mm2, *prices, taxes);
    std::ranges::move(lines, std::back_inserter(quote.lines));
  }
  quote.total = total_of(quote.lines);
  quote.token = token_of(quote.total, prices->token_basis_points);
  quote.prices = std::move(*prices);
  return quote;
}

void keep_under_cap(Quote& quote, const std::optional<MoneyRulesSet>& rules) {
  constexpr int kTenth = 1000;
  if (rules && rules->cap == wire::CapMode::Off) return;
  __extension__ using Wide = __int128;
  const Wide share = rules ? rules->cap_basis_points : kTenth;
  const auto cap =
      Money::paise(static_cast<std::int64_t>(Wide{quote.total.paise()} * share / kBasisPoints));
  quote.token = std::min(quote.token, cap);
}

std::shared_ptr<const PricesFrom::Ladder> PricesFrom::build(const Rows& map_rows,
                                                            const rows::MapRowT& map) {
  auto ladder = std::make_shared<Ladder>();
  ladder->layout_version = map.layout_version;
  ladder->price_version = map.price_version;
  const auto prices = layout_map::prices(map_rows, map.project, map.price_version);
  if (!prices) return ladder;
  layout_map::plots(map_rows, map.project, [&](const rows::PlotRowT& plot) {
    ladder->plots.push_back({total_of(price_lines(plot.plot, plot.area_mm2, *prices)), plot.index});
    return true;
  });
  std::ranges::sort(ladder->plots, {}, &Priced::total);
  return ladder;
}

std::optional<Money> PricesFrom::lowest(const Rows& map_rows, const rows::MapRowT& map) {
  if (map.price_version == 0) return std::nullopt;
  std::shared_ptr<const Ladder> ladder;
  {
    const std::lock_guard lock(mutex_);
    ladder = ladders_[map.project];
  }
  if (!ladder || ladder->layout_version != map.layout_version ||
      ladder->price_version != map.price_version) {
    ladder = build(map_rows, map);
    const std::lock_guard lock(mutex_);
    ladders_[map.project] = ladder;
  }
  const auto free = std::ranges::find_if(ladder->plots, [&](const Priced& plot) {
    return plot.index < map.statuses.size() && map.statuses[plot.index] == 'a';
  });
  return free == ladder->plots.end() ? std::nullopt : std::optional(free->total);
}

}  // namespace ledger
