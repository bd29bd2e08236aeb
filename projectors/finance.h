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
//   J project sequence entry              JournalRow   the day book; `entry` counts within a record
//   E project account sequence entry line EntryRow     the same lines by account
//   S project booking day sequence entry  BalanceRow   what entries say that a booking owes, by
//   value
//                                                      date
//   Z project                             ZoneRow      for days
class FinanceView final : public View {
 public:
  [[nodiscard]] std::string_view name() const override { return "finance"; }

  [[nodiscard]] std::uint32_t version() const override { return 2; }

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

struct DayBookEntry {
  Sequence sequence = 0;
  std::uint64_t entry = 0;
  rows::JournalRowT journal;
};

struct AccountEntry {
  Sequence sequence = 0;
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

// Entries from sequence `from` on, in order, until `each` returns false.
void day_book(const Rows& rows, const ProjectId& project, Sequence from,
              const std::function<bool(const DayBookEntry&)>& each);
void account_entries(const Rows& rows, const ProjectId& project, std::string_view account,
                     Sequence from, const std::function<bool(const AccountEntry&)>& each);

}  // namespace finance
}  // namespace ledger
