#pragma once

#include <string>
#include <vector>

#include "events/civil.h"
#include "projectors/recon.h"

namespace ledger {

// One thing on which books, gateway and bank do not agree, with the cause that is most likely.
struct Difference {
  std::string
      kind;  // "payment" | "refund" | "commission" | "adjustment" | "settlement" | "bank-line"
  std::string entity;  // its id
  std::string reference;
  BookingId booking;
  Money books;
  Money gateway;
  Money bank;
  std::string cause;  // a stable name, as "not-on-statement"
  std::string hint;   // what happened, and what to do, in a sentence
};

struct Reconciliation {
  Money books;    // of all entries looked at
  Money gateway;  // settled, gross
  Money bank;     // on the statement, matched or not
  std::size_t entries = 0;
  std::size_t in_time = 0;  // not everywhere yet, and not late: settlements take days
  std::vector<Difference> differences;

  [[nodiscard]] bool all_matched() const { return differences.empty(); }
};

// How long money may be on its way before it is a difference: gateways settle on T + 2 working
// days, a weekend may lie between.
inline constexpr Day kSettlesWithin = 5;
inline constexpr Day kBankedWithin = 3;

Reconciliation reconcile(const Rows& recon_rows, const ProjectId& project, Day today, Zone zone);

}  // namespace ledger
