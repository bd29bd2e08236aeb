#include "query-api/finance_json.h"

#include "query-api/json_parts.h"

namespace ledger {

std::string trial_balance_json(const finance::TrialBalance& balance, const std::string& position) {
  Json accounts = Json::array();
  for (const auto& account : balance.accounts) {
    accounts.push_back({{"account", account.account},
                        {"debit_paise", account.debit.paise()},
                        {"credit_paise", account.credit.paise()}});
  }
  return text_of(
      {{"position", position}, {"accounts", accounts}, {"sum_paise", balance.sum.paise()}});
}

std::string portal_check_json(const PortalCheck& check, const std::string& position) {
  Json mismatches = Json::array();
  for (const auto& mismatch : check.mismatches) {
    mismatches.push_back({{"booking_id", mismatch.booking.str()},
                          {"figure", mismatch.figure},
                          {"finance_paise", mismatch.finance.paise()},
                          {"portal_paise", mismatch.portal.paise()}});
  }
  return text_of(
      {{"position", position}, {"bookings", check.bookings}, {"mismatches", mismatches}});
}

std::string account_json(const AccountPage& page) {
  Json entries = Json::array();
  for (const auto& [project, at] : page.entries) {
    const auto& entry = at.entry;
    entries.push_back({{"project", project.str()},
                       {"sequence", at.sequence},
                       {"at", time_json(entry.at)},
                       {"memo", entry.memo},
                       {"reference", entry.reference},
                       {"booking_id", entry.booking.empty() ? Json() : Json(entry.booking.str())},
                       {"paise", entry.amount.paise()}});
  }
  Json body = {{"account", page.account}, {"entries", entries}};
  body["next_cursor"] = page.next_cursor.empty() ? Json() : Json(page.next_cursor);
  body["position"] = page.position;
  return text_of(body);
}

}  // namespace ledger
