#include "projectors/portal.h"

#include <algorithm>

#include "projectors/portal_fold.h"

namespace ledger {

void PortalView::apply(const Accepted& accepted, Batch& rows) const {
  portal::Fold fold(accepted, rows);
  for (const auto& event : accepted.record->events) std::visit(fold, event);
  fold.close();
}

namespace portal {
namespace {

Money tax_of(const rows::BookingRowT& booking) {
  Money tax;
  for (const auto& line : booking.lines) tax += line->cgst + line->sgst;
  return tax;
}

Money refunds(const rows::BookingRowT& booking, bool only_processed) {
  Money sum;
  for (const auto& line : booking.refunds) {
    if (line->state == rows::RefundState::Withdrawn) continue;
    if (!only_processed || line->state == rows::RefundState::Processed) sum += line->amount;
  }
  return sum;
}

// What is charged after a cancellation is what is kept: the money less all that goes back. Money
// that came when there was nothing left to pay for goes back by rule.
void add_cancelled(const rows::BookingRowT& booking, Money orphaned, Figures& figures) {
  const Money going_back =
      booking.refundable + booking.credit_refunds + orphaned + booking.moved_in_after;
  figures.paid += booking.moved_in_after;
  figures.refunded += booking.moved_after;
  figures.price = figures.paid - going_back;
  figures.tax = booking.levied_tax;
  figures.refund_due = going_back - figures.refunded;
}

void add_standing(const rows::BookingRowT& booking, Figures& figures) {
  for (const auto& line : booking.installments) {
    figures.price += line->amount;
    figures.outstanding += line->amount - line->paid;
  }
  figures.tax = tax_of(booking) + booking.levied_tax;
  figures.credit = booking.credit;
  figures.refund_due = refunds(booking, false) - figures.refunded;
}

}  // namespace

std::optional<HoldRowT> hold(const Rows& rows, const HoldId& hold) {
  return get_row<HoldRowT>(rows, Key(kHold).text(hold));
}

std::string_view state_of(const HoldRowT& hold, Instant now) {
  switch (hold.state) {
    case rows::HoldState::Held:
      return hold.order_open && now >= hold.expires_at ? "confirming" : "held";
    case rows::HoldState::Booked:
      return "booked";
    case rows::HoldState::Released:
      return "released";
    case rows::HoldState::Expired:
      return "expired";
    case rows::HoldState::Orphaned:
      return "orphaned";
  }
  throw StoreDamaged("a hold in a state that there is not");
}

std::optional<BookingRowT> booking(const Rows& rows, const BookingId& booking) {
  return get_row<BookingRowT>(rows, Key(kBooking).text(booking));
}

Figures figures(const BookingRowT& booking) {
  Figures figures;
  Money orphaned;
  figures.paid = booking.moved;
  for (const auto& payment : booking.payments) {
    if (payment->reversed) continue;
    figures.paid += payment->amount;
    if (payment->orphaned) orphaned += payment->amount;
  }
  figures.refunded = refunds(booking, true);
  if (booking.cancelled) {
    add_cancelled(booking, orphaned, figures);
  } else {
    add_standing(booking, figures);
  }
  return figures;
}

Money balance(const Figures& figures) {
  return figures.outstanding - figures.credit - figures.refund_due;
}

void statement(const Rows& rows, const BookingId& booking, Day to,
               const std::function<bool(const StatementLine&)>& each) {
  const auto prefix = Key(kStatement).text(booking);
  rows.scan(prefix, prefix, [&](std::string_view key, std::string_view value) {
    KeyParts parts(key);
    parts.text();
    const auto day = static_cast<Day>(parts.number().value());
    return day <= to && each({day, decode_row<rows::StatementRowT>(value)});
  });
}

std::optional<BookingId> booking_of_link(const Rows& rows, const LinkId& link) {
  const auto owner = get_row<rows::OwnerRowT>(rows, Key(kLink).text(link));
  return owner ? std::optional(owner->booking) : std::nullopt;
}

std::optional<BookingId> booking_of_request(const Rows& rows, const RequestId& request) {
  const auto owner = get_row<rows::OwnerRowT>(rows, Key(kRequest).text(request));
  return owner ? std::optional(owner->booking) : std::nullopt;
}

std::optional<rows::OwnerRowT> declared_for(const Rows& rows, const PaymentId& payment) {
  return get_row<rows::OwnerRowT>(rows, Key(kPayment).text(payment));
}

bool belongs_to(const BookingRowT& booking, const BuyerId& buyer) {
  return std::any_of(booking.applicants.begin(), booking.applicants.end(),
                     [&buyer](const auto& applicant) { return applicant->buyer == buyer; });
}

std::vector<BookingId> bookings_of(const Rows& rows, const BuyerId& buyer) {
  std::vector<BookingId> bookings;
  const auto prefix = Key(kOwned).text(buyer);
  rows.scan(prefix, prefix, [&bookings](std::string_view key, std::string_view) {
    KeyParts parts(key);
    parts.text();
    bookings.emplace_back(parts.text().value());
    return true;
  });
  return bookings;
}

void bookings(const Rows& rows, const BookingId& from,
              const std::function<bool(const BookingRowT&)>& each) {
  rows.scan(Key(kBooking), Key(kBooking).text(from),
            [&each](std::string_view, std::string_view row) {
              return each(decode_row<BookingRowT>(row));
            });
}

std::optional<rows::RefundLineT> refund(const Rows& rows, const RefundId& refund) {
  const auto owner = get_row<rows::OwnerRowT>(rows, Key(kRefund).text(refund));
  if (!owner) return std::nullopt;
  const auto find_in = [&refund](const auto& row) -> std::optional<rows::RefundLineT> {
    for (const auto& line : row.value().refunds) {
      if (line->refund == refund) return *line;
    }
    return std::nullopt;
  };
  return owner->booking.empty() ? find_in(hold(rows, owner->hold))
                                : find_in(booking(rows, owner->booking));
}

}  // namespace portal
}  // namespace ledger
