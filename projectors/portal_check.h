#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "projectors/finance.h"
#include "projectors/portal.h"
#include "projectors/store.h"

namespace ledger {

// One figure of one booking on which the books and the buyer's portal do not agree.
struct Mismatch {
  BookingId booking;
  std::string figure;  // "price", "tax", "paid", "refunded", "outstanding", "credit", "refund_due",
                       // "statement 2026-11-25" (what that day changed), or "booking" if one side
                       // does not know it at all (its figure is then 0)
  Money finance;
  Money portal;
  bool operator==(const Mismatch&) const = default;
};

struct PortalCheck {
  std::size_t bookings = 0;  // known to either side
  std::vector<Mismatch> mismatches;
};

// Compares one booking's figures, as computed by both sides.
std::vector<Mismatch> compare_figures(const finance::Figures& books, const portal::Figures& served);

// Compares every booking. Both rows must be of one snapshot.
PortalCheck check_portal(const Rows& finance_rows, const Rows& portal_rows);

}  // namespace ledger
