#pragma once

#include <string>
#include <vector>

#include "projectors/finance.h"
#include "projectors/portal_check.h"

namespace ledger {

std::string trial_balance_json(const finance::TrialBalance& balance, const std::string& position);
std::string portal_check_json(const PortalCheck& check, const std::string& position);

struct AccountPage {
  std::string account;
  std::vector<std::pair<ProjectId, finance::AccountEntry>> entries;
  std::string next_cursor;
  std::string position;
};

std::string account_json(const AccountPage& page);

}  // namespace ledger
