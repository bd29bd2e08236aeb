#include "projectors/lookup.h"

#include <algorithm>

#include "projectors/row_access.h"

namespace ledger {
namespace {

constexpr char kHold = 'H';
constexpr char kOrder = 'O';
constexpr char kPayment = 'P';
constexpr char kBooking = 'B';
constexpr char kRefund = 'R';
constexpr char kReceipt = 'N';
constexpr char kReference = 'F';
constexpr char kRequest = 'Q';
constexpr char kLink = 'L';
constexpr char kDiscount = 'D';

class Fold {
 public:
  Fold(const Accepted& accepted, Batch& rows) : accepted_(accepted), rows_(rows) {}

  void operator()(const PlotHeld& event) { put(kHold, event.hold, event.project, event.hold); }

  void operator()(const OrderCreated& event) {
    put(kOrder, event.order, event.project, event.hold, booking_of(event.request));
  }

  void operator()(const PaymentAuthorized& event) { put_payment(event); }

  void operator()(const PaymentCaptured& event) { put_payment(event); }

  void operator()(const PaymentFailed& event) { put_payment(event); }

  void operator()(const PaymentConflicted& event) { put_payment(event); }

  void operator()(const BookingConfirmed& event) {
    put(kBooking, lookup::compact(event.booking), event.project, event.hold, event.booking);
    if (!event.hold.empty()) put(kHold, event.hold, event.project, event.hold, event.booking);
  }

  void operator()(const BookingImported& event) {
    put(kBooking, lookup::compact(event.booking), event.project, {}, event.booking);
  }

  void operator()(const PaymentImported& event) {
    put(kPayment, event.payment, event.project, {}, event.booking);
    if (!event.receipt_no.empty())
      put(kReceipt, event.receipt_no, event.project, {}, event.booking);
  }

  void operator()(const OfflinePaymentDeclared& event) {
    put(kPayment, event.payment, event.project, event.hold, event.booking);
  }

  void operator()(const PaymentRequested& event) {
    put(kRequest, event.request, event.project, {}, event.booking);
  }

  void operator()(const PaymentLinkIssued& event) {
    put(kLink, event.link, event.project, {}, event.booking);
  }

  void operator()(const DiscountProposed& event) {
    put(kDiscount, event.discount, event.project, event.hold, event.booking);
  }

  void operator()(const ReceiptIssued& event) {
    put(kReceipt, event.number, event.project, {}, event.booking);
  }

  void operator()(const VoucherIssued& event) { put_paper(event); }

  void operator()(const InvoiceIssued& event) { put_paper(event); }

  void operator()(const CreditNoteIssued& event) { put_paper(event); }

  void operator()(const DebitNoteIssued& event) { put_paper(event); }

  void operator()(const RefundRequested& event) {
    put(kRefund, event.refund, event.project, event.hold, event.booking);
  }

  // References are claimed in partition 0 only, so this row has one writer.
  void operator()(const ReferenceClaimed& event) {
    if (accepted_.partition == kDirectory) put(kReference, event.reference, event.project);
  }

  void operator()(const ReferenceReleased& event) {
    if (accepted_.partition == kDirectory) rows_.erase(Key(kReference).text(event.reference));
  }

  template <class Other>
  void operator()(const Other& /*event*/) {}

 private:
  template <class EventT>
  void put_payment(const EventT& event) {
    if (!event.payment) throw HistoryBroken("a payment event without its payment");
    put(kPayment, event.payment->payment, event.project, event.hold, event.booking);
  }

  template <class EventT>
  void put_paper(const EventT& event) {
    put(kReceipt, event.paper->number, event.project, {}, event.booking);
  }

  BookingId booking_of(const RequestId& request) {
    if (request.empty()) return {};
    const auto row = get_row<rows::LookupRowT>(rows_, Key(kRequest).text(request));
    return row ? row->booking : BookingId();
  }

  void put(char kind, std::string_view id, const ProjectId& project, const HoldId& hold = {},
           const BookingId& booking = {}) {
    rows::LookupRowT row;
    row.project = project;
    row.hold = hold;
    row.booking = booking;
    put_row(rows_, Key(kind).text(id), row);
  }

  const Accepted& accepted_;
  Batch& rows_;
};

// The row under an id; where it names only a hold, the hold's row tells the booking, and the other
// way round.
std::optional<lookup::Place> place(const Rows& rows, char kind, std::string_view id) {
  const auto row = get_row<rows::LookupRowT>(rows, Key(kind).text(id));
  if (!row) return std::nullopt;
  lookup::Place place{row->project, row->hold, row->booking};
  if (place.booking.empty() && !place.hold.empty() && kind != kHold) {
    const auto hold = get_row<rows::LookupRowT>(rows, Key(kHold).text(place.hold));
    if (hold) place.booking = hold->booking;
  }
  if (place.hold.empty() && !place.booking.empty()) {
    const auto key = Key(kBooking).text(lookup::compact(place.booking));
    const auto booking = get_row<rows::LookupRowT>(rows, key);
    if (booking) place.hold = booking->hold;
  }
  return place;
}

}  // namespace

void LookupView::apply(const Accepted& accepted, Batch& rows) const {
  Fold fold(accepted, rows);
  for (const auto& event : accepted.record->events) std::visit(fold, event);
}

namespace lookup {

std::string compact(std::string_view booking) {
  std::string compact;
  for (const char c : booking) {
    if (c == '-' || c == ' ') continue;
    compact.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return compact;
}

std::optional<Place> hold(const Rows& rows, const HoldId& hold) {
  return place(rows, kHold, hold);
}

std::optional<Place> order(const Rows& rows, const OrderId& order) {
  return place(rows, kOrder, order);
}

std::optional<Place> payment(const Rows& rows, const PaymentId& payment) {
  return place(rows, kPayment, payment);
}

std::optional<Place> booking(const Rows& rows, std::string_view typed) {
  return place(rows, kBooking, compact(typed));
}

std::optional<Place> refund(const Rows& rows, const RefundId& refund) {
  return place(rows, kRefund, refund);
}

std::optional<Place> receipt(const Rows& rows, std::string_view number) {
  return place(rows, kReceipt, number);
}

std::optional<Place> request(const Rows& rows, const RequestId& request) {
  return place(rows, kRequest, request);
}

std::optional<Place> link(const Rows& rows, const LinkId& link) {
  return place(rows, kLink, link);
}

std::optional<Place> discount(const Rows& rows, const DiscountId& discount) {
  return place(rows, kDiscount, discount);
}

std::optional<ProjectId> reference(const Rows& rows, std::string_view reference) {
  const auto found = place(rows, kReference, reference);
  if (!found) return std::nullopt;
  return found->project;
}

std::optional<Place> anything(const Rows& rows, std::string_view id) {
  for (const char kind : {kHold, kOrder, kPayment, kRefund, kReceipt, kReference}) {
    if (auto found = place(rows, kind, id)) return found;
  }
  return booking(rows, id);
}

}  // namespace lookup
}  // namespace ledger
