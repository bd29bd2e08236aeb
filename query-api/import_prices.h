#pragma once

#include <optional>
#include <vector>

#include "query-api/import_table.h"
#include "query-api/tables/price_sheet.h"
#include "writer/commands.h"

// A price sheet against the layout and the prices in force, both ways.
namespace ledger {

struct PricesPreview {
  struct Change {
    PlotId plot;
    std::optional<Money> before;  // with tax, by the plot's own line or by rate and heads
    Money after;
  };

  tables::PriceSheet sheet;     // its problems are those with the ledger, too
  std::vector<Change> changes;  // in layout order; plots whose price stays are left out
  std::size_t unchanged = 0;
  std::vector<std::string> new_heads;
  SetPrices command;  // good if there are no errors
};

// `new_tax`: hundredths of a percent on heads that the project does not have yet.
PricesPreview preview_prices(const Call& call, const UploadedTable& table, std::string_view bytes,
                             std::optional<int> new_tax);

}  // namespace ledger
