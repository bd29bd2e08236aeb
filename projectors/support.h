#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "projectors/row.h"
#include "projectors/view.h"

namespace ledger {

// One timeline a case, found from any id of it. A case is a hold and all that came of it (orders,
// payments, booking, refunds); a payment of no known order is a case of its own until it is
// matched.
//
//   T case at partition sequence event   TimelineRow   no personal data
//   C id                                 CaseRow       the hold an order, payment, booking, …
//   belongs to P project plot sequence              CaseRow       the holds a plot has seen, newest
//   last X project plot                       RefusedRow    holds refused because the plot was not
//   free
class SupportView final : public View {
 public:
  [[nodiscard]] std::string_view name() const override { return "support"; }

  [[nodiscard]] std::uint32_t version() const override { return 2; }

  void apply(const Accepted& accepted, Batch& rows) const override;
};

namespace support {

inline constexpr std::string_view kView = "support";

struct Refused {
  PlotId plot;
  std::uint64_t count = 0;
  Instant last;
};

// What happened around any id (hold, order, payment, booking, refund, receipt number), oldest
// first; empty: nothing is known of it.
std::vector<rows::TimelineRowT> timeline(const Rows& rows, std::string_view id);

std::vector<HoldId> holds_of_plot(const Rows& rows, const ProjectId& project, const PlotId& plot);

// Lost demand: by plot, every plot that was refused at least once.
std::vector<Refused> refused_holds(const Rows& rows, const ProjectId& project);

}  // namespace support
}  // namespace ledger
