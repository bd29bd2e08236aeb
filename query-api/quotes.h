#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "events/pricing.h"
#include "projectors/layout_map.h"

namespace ledger {

// What some plots cost together, at one version of the prices.
struct Quote {
  PriceLines lines;
  Money total;  // with tax
  Money token;
  PricesSet prices;
};

// nullopt: no such prices, or a plot that is not in the layout. `taxes` as on the day that counts.
std::optional<Quote> quote(const Rows& map_rows, const ProjectId& project,
                           const std::vector<PlotId>& plots, std::uint32_t price_version,
                           const Taxes& taxes = {});

// The token is no more than the advance that the project's rules let be taken before an agreement
// is registered; none set: a tenth of the price (RERA section 13).
void keep_under_cap(Quote& quote, const std::optional<MoneyRulesSet>& rules);

// The lowest total of an available plot; remembers each project's plots by price. Thread-safe.
class PricesFrom {
 public:
  std::optional<Money> lowest(const Rows& map_rows, const rows::MapRowT& map);

 private:
  struct Priced {
    Money total;
    std::uint32_t index = 0;  // in layout order
  };

  struct Ladder {
    Sequence layout_version = 0;
    std::uint32_t price_version = 0;
    std::vector<Priced> plots;  // cheapest first
  };

  static std::shared_ptr<const Ladder> build(const Rows& map_rows, const rows::MapRowT& map);

  std::mutex mutex_;
  std::map<ProjectId, std::shared_ptr<const Ladder>> ladders_;
};

}  // namespace ledger
