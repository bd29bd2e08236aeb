#pragma once

// Inside the portal only: the rows that a record touches, loaded once and written back at its end.

#include <map>
#include <string>

#include "projectors/row_access.h"

namespace ledger::portal {

inline constexpr char kHold = 'H';
inline constexpr char kBooking = 'B';
inline constexpr char kOwned = 'U';
inline constexpr char kRefund = 'R';

class Fold {
 public:
  Fold(const Accepted& accepted, Batch& rows) : accepted_(accepted), rows_(rows) {}

  void operator()(const PlotHeld& event);
  void operator()(const HoldExtended& event);
  void operator()(const HoldReleased& event);
  void operator()(const HoldExpired& event);
  void operator()(const CheckoutStarted& event);
  void operator()(const OrderCreated& event);
  void operator()(const OrderClosed& event);
  void operator()(const PaymentAuthorized& event);
  void operator()(const PaymentCaptured& event);
  void operator()(const PaymentFailed& event);
  void operator()(const PaymentConflicted& event);
  void operator()(const PaymentOrphaned& event);
  void operator()(const BookingConfirmed& event);
  void operator()(const BookingCancelled& event);
  void operator()(const InstallmentsScheduled& event);
  void operator()(const PaymentAllocated& event);
  void operator()(const ReceiptIssued& event);
  void operator()(const RefundRequested& event);
  void operator()(const RefundApproved& event);
  void operator()(const RefundInitiated& event);
  void operator()(const RefundProcessed& event);
  void operator()(const RefundFailed& event);

  // Events that say nothing to a buyer.
  template <class Other>
  void operator()(const Other& /*event*/) {}

  void close();  // writes the touched rows

 private:
  rows::HoldRowT& hold(const HoldId& id);           // throws HistoryBroken if unknown
  rows::BookingRowT& booking(const BookingId& id);  // the same

  // Notes the event in the history of the hold, or of its booking once there is one.
  template <class EventT>
  void note(rows::HoldRowT& row, const EventT& event);
  template <class EventT>
  void note(rows::BookingRowT& row, const EventT& event);

  // A payment's news; the hold may be unknown where the gateway named an order that is not ours.
  template <class EventT>
  void note_payment(const EventT& event, rows::PaymentState state, const std::string& error_code);

  // The start of a booking's payment line: what its hold knows of the payment.
  [[nodiscard]] std::unique_ptr<rows::BookingPaymentT> payment_line(const rows::BookingRowT& row,
                                                                    const PaymentId& payment,
                                                                    Money amount);

  // Lets `change` work on the refund's line of its hold and of its booking, and notes the event
  // there.
  template <class EventT, class Change>
  void change_refund(const EventT& event, const Change& change);

  [[nodiscard]] Instant at() const { return accepted_.record->recorded_at; }

  [[nodiscard]] HistoryBroken broken(const std::string& why) const;

  const Accepted& accepted_;
  Batch& rows_;
  std::map<HoldId, rows::HoldRowT> holds_;
  std::map<BookingId, rows::BookingRowT> bookings_;
};

}  // namespace ledger::portal
