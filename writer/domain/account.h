#pragma once

// Inside the domain only: one booking's account. What is owed stands in parts (the price's
// installments, then interest and charges); what came pays them in the project's order, and what no
// part takes is the buyer's credit. Everything that changes an account goes through here, so that
// parts, credit, vouchers and postings keep their sum.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "events/pricing.h"
#include "writer/domain/interest.h"
#include "writer/domain/state.h"

namespace ledger::rules {

inline constexpr std::uint32_t kFirstLevied = 1001;  // the number of the first interest or charge

using Shares = std::vector<std::unique_ptr<wire::ShareT>>;
using TaxedLines = std::vector<std::unique_ptr<wire::TaxedLineT>>;

// --- reading ---
bool is_principal(const fold::PartT& part);  // of the price
Money open_part(const fold::PartT& part);
Money open_sum(const fold::BookingT& booking);        // of all parts
Money principal_paid(const fold::BookingT& booking);  // of the price
Money price_without_tax(const fold::BookingT& booking);
Money tax_of(const fold::BookingT& booking);  // CGST and SGST of the price
Money with_tax(const wire::TaxedLineT& line);
const fold::PartT* find_part(const fold::BookingT& booking, std::uint32_t no);
bool is_cancelled(const fold::BookingT& booking);
bool is_registered(const fold::BookingT& booking);  // agreement registered, or conveyed

Money kept_of(const fold::PaymentT& payment);  // neither asked back, nor moved away, nor missing

// --- what money pays ---
struct Allocation {
  Shares shares;
  Money credit;        // what no part takes
  Money tax;           // in the shares of the price
  Money interest;      // in the shares
  TaxedLines vouched;  // the taxed heads that the shares pay for; empty without tax
};

// Pays `amount` into the account's open parts, in the project's order: interest and charges before
// the price or after it, each oldest due first, what is not yet due last.
Allocation allocate(const Project& project, const fold::BookingT& booking, Money amount);

// Takes `amount` back, from the credit first, then from what would be paid last. Figures are
// positive.
Allocation unallocate(const Project& project, const fold::BookingT& booking, Money amount);

// --- folding ---
// Pays (or, with a negative sign, takes back) shares as of a day.
void pay_shares(fold::BookingT& booking, const Shares& shares, Day day, int sign);
void set_heads(fold::BookingT& booking, const PriceLines& lines);
void vouch(fold::BookingT& booking, const wire::PaperT& voucher, int sign);
void vouch_elsewhere(fold::BookingT& booking);  // all that is paid has its vouchers already

// The price's parts anew. What was paid of it pays the new ones, oldest due first; if that is more
// than the new price, the rest becomes credit.
void set_installments(const Project& project, fold::BookingT& booking,
                      const std::vector<std::unique_ptr<wire::InstallmentT>>& installments,
                      Day today);
std::uint32_t add_levied(fold::BookingT& booking, wire::PartKind kind, std::string label,
                         Money amount, Day due_day, Day today);

// The booking as these two events make it, before any money.
fold::BookingT booking_of(const Project& project, const BookingConfirmed& confirmed,
                          const std::vector<std::unique_ptr<wire::InstallmentT>>& installments,
                          Day booked_on);

// Lines summed by head and rate, in the order of their first appearance.
std::vector<fold::HeadSumT> sums_of(const PriceLines& lines);

// --- numbered papers ---
// Hands out numbers for one decision: consecutive by letter, project and financial year (in India's
// time), as CGST rule 46(b) wants them.
class Papers {
 public:
  Papers(const Project& project, Instant now);

  std::string next(char letter);

  [[nodiscard]] std::uint16_t financial_year() const { return year_; }

  // A paper with its number, its day, and the sum of its lines.
  std::unique_ptr<wire::PaperT> paper(char letter, TaxedLines lines);

 private:
  void name_services(TaxedLines& lines) const;

  const Project& project_;
  Day today_;
  std::uint16_t year_;
  std::map<char, std::uint32_t> taken_;
};

// Folds a number that was taken; throws if it is out of turn.
void take_number(Project& project, const std::string& number, std::uint16_t financial_year);

// --- decisions that others are made of ---
// What one decision knows and gathers. Where it touches one account several times it works on a
// copy of the booking, which these functions change as the events will.
struct Desk {
  Desk(const Project& of, Instant at);

  template <class T>
  void say(T event) {
    events.emplace_back(std::move(event));
  }

  const Project& project;
  Instant now;
  Day today;
  Papers papers;
  Events events;
};

struct Income {
  PaymentId payment;
  Money amount;
  std::string account;  // where the money is: assets:…
  Day value_day = 0;
  bool imported = false;  // its papers were issued elsewhere, before the ledger
};

// Money that counts reaches a booking: allocated, receipted, vouched for, posted, commission
// accrued.
void receive(Desk& desk, fold::BookingT& account, const Income& income);

// The same, all of it to the buyer's credit: he chooses what becomes of it.
void receive_as_credit(Desk& desk, fold::BookingT& account, const Income& income);

// Parts of the price were paid: a voucher and commission. Without a payment: credit was applied.
void follow_up(Desk& desk, fold::BookingT& account, const Allocation& allocation,
               const PaymentId& payment);

// Something owed on top of the price, with its tax: a part, a debit note, postings.
void levy(Desk& desk, fold::BookingT& account, const std::string& label, Money amount,
          int tax_basis_points, const std::string& reason);

// The installments change so that they sum to `new_total`: shortened or lengthened at their end.
void reschedule_to(Desk& desk, fold::BookingT& account, Money new_total, const std::string& reason,
                   const std::string& by);

void credit_note(Desk& desk, const fold::BookingT& account, TaxedLines lines,
                 const std::string& cites, const std::string& reason);
void debit_note(Desk& desk, const fold::BookingT& account, TaxedLines lines,
                const std::string& reason);
std::unique_ptr<wire::TaxedLineT> taxed_line(std::string head, Money amount, int tax_basis_points);

// RERA s.13(1): the most that may be taken before the agreement is registered, by the project's
// rules, floor(total × cap); nothing where the cap is off or no longer applies.
std::optional<Money> advance_cap(const Project& project, const fold::BookingT* booking,
                                 Money total);

// Before more is asked for or declared: refuses ("advance-cap") where the project enforces its cap,
// else gives what is to be told, once.
Result<std::optional<AdvanceCapExceeded>> check_cap(const Project& project,
                                                    const fold::BookingT* booking, Money total,
                                                    Money received, const char* moment);

// --- bookings.cpp ---
BookingId next_booking(const Project& project, Instant now);

// Money for a hold that may be booked: the booking, its schedule, and all that the money pays.
void book(Desk& desk, const fold::HoldT& hold, const fold::CheckoutT& checkout,
          const Income& income);
JournalPosted booking_entry(const Project& project, const fold::BookingT& booking, Day day);

// --- discounts.cpp, transfers.cpp ---
void add_to_price(fold::BookingT& booking, const wire::PriceLineT& line);
void post_price_change(Desk& desk, const fold::BookingT& before, const fold::BookingT& after,
                       const char* memo);

// --- offline.cpp ---
const char* account_of(wire::Mode mode);

// --- cancellations.cpp ---
// What the project's rules keep of a booking that is cancelled on that day.
Money deduction_of(const Project& project, const fold::BookingT& booking, Day today);
Money refundable_after_cancellation(const fold::BookingT& booking);

// --- corrections.cpp ---
// Makes credit of so much that paid installments, as far as the credit is less.
void undo_allocation(Desk& desk, fold::BookingT& account, Money amount, const std::string& reason);

// --- refunds.cpp ---
// Money that came for nothing: it goes back by rule.
struct Orphan {
  HoldId hold;
  BookingId booking;
  PaymentId payment;
  Money amount;
  std::string account;  // where it is
  RefundId refund;
};

void send_back(Desk& desk, const Orphan& orphan, const char* why);
bool are_fresh(const Project& project, const std::vector<RefundId>& refunds, std::size_t needed);
Money refundable_payments(const Project& project, const fold::BookingT& booking);

// One request a payment, the last payment first, until they come to `amount`.
void ask_refunds(Desk& desk, const fold::BookingT& account, Money amount,
                 const std::vector<RefundId>& refunds, const std::string& reason,
                 const std::string& by);
void withdraw(Desk& desk, const fold::RefundT& refund, const std::string& reason,
              const std::string& by);
// Money of this payment leaves its booking's credit, or returns to it.
void change_credit(Project& project, const fold::PaymentT& payment, Money amount, int sign);

// --- commission.cpp ---
// What a partner earns with a sale of this price on that day; null without rules for him.
std::unique_ptr<fold::CommissionT> commission_of(const Project& project, const std::string& partner,
                                                 Money price_without_tax, Day on);

// Brings what is accrued to the share of the price that is paid: accrues, or claws back.
void follow_commission(Desk& desk, fold::BookingT& account, const PaymentId& payment,
                       const std::string& reason);

}  // namespace ledger::rules
