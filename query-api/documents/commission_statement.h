#pragma once

#include <string>
#include <vector>

#include "events/result.h"
#include "query-api/documents/paper.h"
#include "query-api/documents/table.h"

namespace ledger::paper {

enum class CommissionState : std::uint8_t { kAccrued, kApproved, kPaid, kClawedBack };

struct CommissionLine {
  Day date = 0;
  std::string booking_id;
  std::string plot;
  Money received;  // from the buyer; what the commission is on
  std::int64_t rate_basis_points = 0;
  Money commission;  // positive; of kPaid what was paid, of kClawedBack what was taken back
  CommissionState state = CommissionState::kAccrued;
};

// What a channel partner earned in a period. Payable at the end: opening + accrued − paid − clawed
// back; an approved line tells of approval and moves nothing. `paper.booking` is left empty: the
// partner does not see the buyers.
struct CommissionStatement {
  Paper paper;
  std::string partner;
  std::string partner_address, partner_rera_no, partner_gstin;
  Day from = 0, to = 0;
  Money opening;
  std::vector<CommissionLine> lines;
};

Money payable_of(const CommissionStatement& statement);

Result<std::string> pdf_of(const CommissionStatement& statement);  // kUnavailable "fonts-missing"
Table table_of(const CommissionStatement& statement);

}  // namespace ledger::paper
