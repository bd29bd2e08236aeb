#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "events/civil.h"
#include "projectors/row.h"
#include "projectors/view.h"

namespace ledger {

// What a buyer is served, from business events and never from postings: so that it and `finance`
// are two paths that can disagree. Every key begins with its owner (a letter for the kind, then the
// id), so a read under one owner cannot reach another's rows.
//
//   H hold                         HoldRow       the holder of the hold's token
//   B booking                      BookingRow    its applicants
//   S booking day sequence line    StatementRow  its statement, by value date
//   N booking number             PaperRow       as they were issued (portal_papers.h)
//   U buyer booking                (empty)       the bookings a buyer is an applicant of
//   R refund, P payment, Q request, L link       OwnerRow      whose it is
//   Z project                      ZoneRow       for days
class PortalView final : public View {
 public:
  [[nodiscard]] std::string_view name() const override { return "portal"; }

  [[nodiscard]] std::uint32_t version() const override { return 3; }

  void apply(const Accepted& accepted, Batch& rows) const override;
};

namespace portal {

inline constexpr std::string_view kView = "portal";

// As in finance::Figures, but from allocations, receipts, cancellations and refunds.
struct Figures {
  Money price;
  Money tax;
  Money paid;
  Money refunded;
  Money outstanding;
  Money credit;
  Money refund_due;
  bool operator==(const Figures&) const = default;
};

// A line of a statement of account, on its value date.
struct StatementLine {
  Day day = 0;
  rows::StatementRowT row;
};

std::optional<rows::HoldRowT> hold(const Rows& rows, const HoldId& hold);

// "held" | "confirming" | "booked" | "released" | "expired" | "orphaned". Confirming: its time is
// over at `now`, but its order is still open.
std::string_view state_of(const rows::HoldRowT& hold, Instant now);

std::optional<rows::BookingRowT> booking(const Rows& rows, const BookingId& booking);
Figures figures(const rows::BookingRowT& booking);
bool belongs_to(const rows::BookingRowT& booking, const BuyerId& buyer);
std::vector<BookingId> bookings_of(const Rows& rows, const BuyerId& buyer);

// Every booking by id, from `from` on, until `each` returns false.
void bookings(const Rows& rows, const BookingId& from,
              const std::function<bool(const rows::BookingRowT&)>& each);

// What a booking owes, by these figures: negative if money is owed to the buyer.
Money balance(const Figures& figures);

// The lines whose value date is not after `to`, in order, until `each` returns false.
void statement(const Rows& rows, const BookingId& booking, Day to,
               const std::function<bool(const StatementLine&)>& each);

std::optional<BookingId> booking_of_link(const Rows& rows, const LinkId& link);
std::optional<BookingId> booking_of_request(const Rows& rows, const RequestId& request);

// The hold or booking that a payment outside of the gateway was declared for.
std::optional<rows::OwnerRowT> declared_for(const Rows& rows, const PaymentId& payment);

// Whose refund it is, and how it stands.
std::optional<rows::RefundLineT> refund(const Rows& rows, const RefundId& refund);

}  // namespace portal
}  // namespace ledger
