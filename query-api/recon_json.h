#pragma once

#include <string>
#include <vector>

#include "query-api/reconciliation.h"

namespace ledger {

std::string declared_json(const std::vector<rows::ReconRowT>& payments, Day today, Zone zone);
std::string reconciliation_json(const Reconciliation& found, const std::string& position);
std::string bank_lines_json(const std::vector<rows::BankLineRowT>& lines,
                            const std::string& position);
std::string commission_json(const rows::PartnerRowT& partner,
                            const std::vector<rows::PartnerLineRowT>& lines,
                            const std::string& position);

// What the launch check compares: per drawn booking, finance's figures beside the served ones.
struct LaunchCheck {
  struct Drawn {
    BookingId booking;
    bool agrees = false;
  };

  std::vector<Drawn> drawn;
  std::vector<rows::LaunchCheckRowT> signed_before;
  std::string position;
};

std::string launch_check_json(const LaunchCheck& check);

}  // namespace ledger
