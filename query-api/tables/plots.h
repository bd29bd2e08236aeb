#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "events/ids.h"

namespace ledger::tables {

enum class PlotSale : std::uint8_t {
  kFree,       // an imported booking may take it
  kTaken,      // held or booked in the ledger; `taken_by` says by which hold or booking
  kNotForSale  // blocked
};

// What the ledger knows of a plot; handed in by whoever asks for a preview.
struct KnownPlot {
  PlotId id;
  std::string no, block;  // as in the layout
  std::int64_t area_mm2 = 0;
  PlotSale sale = PlotSale::kFree;
  std::string taken_by;
};

// Plots found as people write them: without case and outer blanks, by number and block, by number
// alone where it is unique, or by id ("B:117").
class PlotIndex {
 public:
  explicit PlotIndex(const std::vector<KnownPlot>& plots);  // which must outlive it

  struct Missing {
    std::string reason;  // "plot-unknown", "plot-ambiguous"
    std::string message;
  };

  [[nodiscard]] tl::expected<const KnownPlot*, Missing> find(std::string_view no,
                                                             std::string_view block) const;

 private:
  const std::vector<KnownPlot>& plots_;
  std::map<std::string, std::vector<const KnownPlot*>, std::less<>> by_no_;
  std::map<std::string, const KnownPlot*, std::less<>> by_id_;
};

}  // namespace ledger::tables
