#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projectors/portal.h"
#include "projectors/support.h"

namespace ledger {

// What is known of one case: a hold and all that came of it, or a payment of no known order.
struct CaseFacts {
  std::string query;
  std::optional<rows::HoldRowT> hold;
  std::optional<rows::BookingRowT> booking;
  std::vector<rows::TimelineRowT> timeline;
  Instant now;
  std::string position;
};

// One sentence that answers "where is my money, whose is the plot", in English and Hindi.
struct CaseVerdict {
  std::string english;
  std::string hindi;
};

CaseVerdict verdict_of(const CaseFacts& facts);

std::string case_json(const CaseFacts& facts);

}  // namespace ledger
