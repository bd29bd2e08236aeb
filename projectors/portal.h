#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "projectors/row.h"
#include "projectors/view.h"

namespace ledger {

// What a buyer is served, from business events and never from postings: so that it and `finance`
// are two paths that can disagree. Every key begins with its owner (a letter for the kind, then the
// id), so a read under one owner cannot reach another's rows.
//
//   H hold              HoldRow       the holder of the hold's token
//   B booking           BookingRow    its applicants
//   U buyer booking     (empty)       the bookings a buyer is an applicant of
//   R refund            RefundOwnerRow  whose refund it is
class PortalView final : public View {
 public:
  [[nodiscard]] std::string_view name() const override { return "portal"; }

  [[nodiscard]] std::uint32_t version() const override { return 1; }

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

// Whose refund it is, and how it stands.
std::optional<rows::RefundLineT> refund(const Rows& rows, const RefundId& refund);

}  // namespace portal
}  // namespace ledger
