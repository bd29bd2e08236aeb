#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "projectors/finance.h"
#include "projectors/portal_check.h"

namespace ledger {

std::string trial_balance_json(const finance::TrialBalance& balance, const std::string& position);
std::string portal_check_json(const PortalCheck& check, const std::string& position);

// A page of the day book or of an account: value dates `from` to `to`, both included.
struct BookRange {
  Day from = 0;  // 0: from the first
  Day to = std::numeric_limits<Day>::max();

  [[nodiscard]] bool has_end() const { return to != std::numeric_limits<Day>::max(); }
};

struct DayBookPage {
  ProjectId project;
  BookRange range;
  std::optional<Day> closed_to;  // no value date up to this day is taken any more
  std::vector<finance::DayBookEntry> entries;
  std::string next_cursor;
  std::string position;
};

// Opening and closing are the range's, not the page's.
struct AccountPage {
  ProjectId project;
  std::string account;
  BookRange range;
  Money opening, closing;
  std::vector<finance::AccountEntry> entries;
  std::string next_cursor;
  std::string position;
};

std::string day_book_json(const DayBookPage& page);
std::string account_json(const AccountPage& page);

}  // namespace ledger
