#include "query-api/finance_json.h"

#include "query-api/json_parts.h"

namespace ledger {
namespace {

Json booking_of(const BookingId& booking) {
  return booking.empty() ? Json() : Json(booking.str());
}

void add_range(Json& body, const BookRange& range) {
  body["from"] = range.from == 0 ? Json() : Json(date_text(range.from));
  body["to"] = range.has_end() ? Json(date_text(range.to)) : Json();
}

}  // namespace

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

std::string day_book_json(const DayBookPage& page) {
  Json entries = Json::array();
  for (const auto& [place, journal] : page.entries) {
    Json postings = Json::array();
    for (const auto& posting : journal.postings)
      postings.push_back({{"account", posting->account},
                          {"booking_id", booking_of(posting->booking)},
                          {"paise", posting->amount.paise()}});
    entries.push_back({{"sequence", place.sequence},
                       {"date", date_text(place.day)},
                       {"at", time_json(journal.at)},
                       {"memo", journal.memo},
                       {"reference", journal.reference},
                       {"postings", postings}});
  }
  Json body = {{"project", page.project.str()}, {"entries", entries}};
  add_range(body, page.range);
  body["closed_to"] = page.closed_to ? Json(date_text(*page.closed_to)) : Json();
  body["next_cursor"] = page.next_cursor.empty() ? Json() : Json(page.next_cursor);
  body["position"] = page.position;
  return text_of(body);
}

std::string account_json(const AccountPage& page) {
  Json entries = Json::array();
  for (const auto& [place, entry] : page.entries) {
    entries.push_back({{"sequence", place.sequence},
                       {"date", date_text(place.day)},
                       {"at", time_json(entry.at)},
                       {"memo", entry.memo},
                       {"reference", entry.reference},
                       {"booking_id", booking_of(entry.booking)},
                       {"paise", entry.amount.paise()}});
  }
  Json body = {{"project", page.project.str()},
               {"account", page.account},
               {"opening_paise", page.opening.paise()},
               {"entries", entries},
               {"closing_paise", page.closing.paise()}};
  add_range(body, page.range);
  body["next_cursor"] = page.next_cursor.empty() ? Json() : Json(page.next_cursor);
  body["position"] = page.position;
  return text_of(body);
}

}  // namespace ledger
