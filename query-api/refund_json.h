#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/record.h"
#include "projectors/portal.h"

namespace ledger {

std::string_view refund_state(rows::RefundState state);  // "requested", "approved", …

// One refund with what it belongs to.
struct RefundFacts {
  ProjectId project;
  BookingId booking;  // empty for an orphaned payment
  HoldId hold;
  std::string currency;
  rows::RefundLineT line;
};

std::string refunds_json(const std::vector<RefundFacts>& refunds, std::string_view next_cursor);
std::string approved_json(const RefundId& refund, const Record& record);

}  // namespace ledger
