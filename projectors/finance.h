#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "events/civil.h"
#include "projectors/row.h"
#include "projectors/view.h"

namespace ledger {

// The books, from JournalPosted and nothing else. An entry whose postings do not sum to zero throws
// HistoryBroken, so Σ = 0 holds after every record, for every project and in all.
//
//   A project account                     AccountRow   sums of debits and of credits
//   B project booking                     FiguresRow   what postings tagged with the booking say
//   J project day sequence entry          JournalRow   the day book, by value date; `entry` counts
//                                                      within a record
//   E project account day sequence entry line EntryRow the same lines by account
//   D project account day                 AccountRow   what a value date changed of an account
//   S project booking day sequence entry  BalanceRow   what entries say that a booking owes, by
//   value
//                                                      date
//   Z project                             ZoneRow      for days
class FinanceView final : public View {
 public:
  [[nodiscard]] std::string_view name() const override { return "finance"; }

  [[nodiscard]] std::uint32_t version() const override { return 3; }

  void apply(const Accepted& accepted, Batch& rows) const override;
};

namespace finance {

inline constexpr std::string_view kView = "finance";
inline constexpr std::string_view kReceivable = "assets:receivable";
inline constexpr std::string_view kAdvances = "liabilities:advances";
inline constexpr std::string_view kRefundsPayable = "liabilities:refunds-payable";

struct Account {
  std::string account;
  Money debit;
  Money credit;
};

struct TrialBalance {
  std::vector<Account> accounts;  // by name
  Money sum;                      // Σ debit - Σ credit: zero, or the books are broken
};

// A booking in figures. received - refunded = price - outstanding + credit + refund_due, always.
struct Figures {
  ProjectId project;
  BookingId booking;
  Money price;        // charged now, with tax; after a cancellation what is kept of the money
  Money tax;          // CGST and SGST in it, as posted
  Money paid;         // money received
  Money refunded;     // money sent back
  Money outstanding;  // charged and not yet paid
  Money credit;       // paid beyond what was charged
  Money refund_due;   // owed to the buyer as refunds, not sent yet
  std::string position;
  bool operator==(const Figures&) const = default;
};

// Books are kept by value date, and within a day as they were recorded.
struct BookPlace {
  Day day = 0;
  Sequence sequence = 0;
  auto operator<=>(const BookPlace&) const = default;
};

struct DayBookEntry {
  BookPlace place;
  rows::JournalRowT journal;
};

struct AccountEntry {
  BookPlace place;
  rows::EntryRowT entry;
};

// What one entry did to a booking's balance (receivable, advances and refunds payable together).
struct BalanceLine {
  Day day = 0;
  rows::BalanceRowT row;
};

// What a booking owes by the books: negative if money is owed to the buyer.
Money balance(const Figures& figures);

// The entries that touched a booking's balance, by value date up to `to`, until `each` returns
// false.
void balance_lines(const Rows& rows, const ProjectId& project, const BookingId& booking, Day to,
                   const std::function<bool(const BalanceLine&)>& each);

// Of one project, or of all projects together, summed by account name.
TrialBalance trial_balance(const Rows& rows, const std::optional<ProjectId>& project);

std::optional<Figures> figures(const Rows& rows, const ProjectId& project,
                               const BookingId& booking);

// Of one project or of all, by project and booking id, until `each` returns false.
void all_figures(const Rows& rows, const std::optional<ProjectId>& project,
                 const std::function<bool(const Figures&)>& each);

// Entries from `from` on, in order, until `each` returns false.
void day_book(const Rows& rows, const ProjectId& project, BookPlace from,
              const std::function<bool(const DayBookEntry&)>& each);
void account_entries(const Rows& rows, const ProjectId& project, std::string_view account,
                     BookPlace from, const std::function<bool(const AccountEntry&)>& each);

// Debits less credits of an account by all entries valued before that day.
Money account_balance(const Rows& rows, const ProjectId& project, std::string_view account,
                      Day before);

}  // namespace finance
}  // namespace ledger
