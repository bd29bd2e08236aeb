#pragma once

// Inside the portal only: the rows that a record touches, loaded once and written back at its end.
// portal_fold.cpp folds holds and checkouts, portal_booking.cpp what is owed, portal_money.cpp what
// came, portal_papers.cpp what was issued about it.

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/civil.h"
#include "projectors/paper_row.h"
#include "projectors/row_access.h"

namespace ledger::portal {

inline constexpr char kHold = 'H';
inline constexpr char kBooking = 'B';
inline constexpr char kOwned = 'U';
inline constexpr char kRefund = 'R';
inline constexpr char kPayment = 'P';
inline constexpr char kRequest = 'Q';
inline constexpr char kLink = 'L';
inline constexpr char kStatement = 'S';
inline constexpr char kZone = 'Z';
inline constexpr char kPaper = 'N';

template <class T>
std::unique_ptr<T> copy(const std::unique_ptr<T>& from) {
  return from ? std::make_unique<T>(*from) : nullptr;
}

template <class T>
std::vector<std::unique_ptr<T>> copy(const std::vector<std::unique_ptr<T>>& from) {
  std::vector<std::unique_ptr<T>> all;
  all.reserve(from.size());
  for (const auto& one : from) all.push_back(copy(one));
  return all;
}

// The element of `list` whose member is `wanted`, or nullptr.
template <class List, class Member, class IdT>
auto* find_by(List& list, Member member, const IdT& wanted) {
  const auto found = std::find_if(list.begin(), list.end(),
                                  [&](const auto& one) { return (*one).*member == wanted; });
  return found == list.end() ? nullptr : found->get();
}

inline bool is_levied(const rows::InstallmentLineT& line) {
  return line.kind != wire::PartKind::Principal;
}

// A line of the statement in the making.
struct Line {
  std::string kind;
  std::string reference;
  Money charge = {};
  Money money = {};
  Money tax = {};
  Money interest = {};
  Day day = 0;  // 0: the day it was recorded
};

using Parts = std::vector<std::unique_ptr<rows::InstallmentLineT>>;

class Fold {
 public:
  Fold(const Accepted& accepted, Batch& rows) : accepted_(accepted), rows_(rows) {}

  // --- portal_fold.cpp ---
  void operator()(const ProjectOpened& event);
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
  void operator()(const OfflinePaymentDeclared& event);
  void operator()(const OfflinePaymentVerified& event);
  void operator()(const OfflinePaymentRejected& event);
  void operator()(const ChequeDeposited& event);
  void operator()(const ChequeCleared& event);
  void operator()(const ChequeBounced& event);

  // --- portal_booking.cpp ---
  void operator()(const BookingConfirmed& event);
  void operator()(const BookingImported& event);
  void operator()(const BookingTransferred& event);
  void operator()(const PlotsSwapped& event);
  void operator()(const AgreementExecuted& event);
  void operator()(const AgreementRegistered& event);
  void operator()(const PlotConveyed& event);
  void operator()(const CancellationRequested& event);
  void operator()(const CancellationNoticed& event);
  void operator()(const BookingCancelled& event);
  void operator()(const BookingRevived& event);
  void operator()(const InstallmentsScheduled& event);
  void operator()(const InstallmentsRescheduled& event);
  void operator()(const InstallmentWaived& event);
  void operator()(const InterestWaived& event);
  void operator()(const DiscountApproved& event);
  void operator()(const DemandDrafted& event);
  void operator()(const DemandIssued& event);
  void operator()(const ChargeLevied& event);
  void operator()(const InterestCharged& event);

  // --- portal_money.cpp ---
  void operator()(const PaymentImported& event);
  void operator()(const PaymentAllocated& event);
  void operator()(const PaymentReversed& event);
  void operator()(const AllocationUndone& event);
  void operator()(const OverpaymentApplied& event);
  void operator()(const PaymentMoved& event);
  void operator()(const PaymentRequested& event);
  void operator()(const PaymentLinkIssued& event);
  void operator()(const PaymentLinkCancelled& event);
  void operator()(const RefundRequested& event);
  void operator()(const RefundApproved& event);
  void operator()(const RefundWithdrawn& event);
  void operator()(const RefundInitiated& event);
  void operator()(const RefundProcessed& event);
  void operator()(const RefundFailed& event);

  // --- portal_papers.cpp ---
  void operator()(const ReceiptIssued& event);
  void operator()(const VoucherIssued& event);
  void operator()(const InvoiceIssued& event);
  void operator()(const CreditNoteIssued& event);
  void operator()(const DebitNoteIssued& event);
  void operator()(const DocumentNumberVoided& event);

  // Events that say nothing to a buyer.
  template <class Other>
  void operator()(const Other& /*event*/) {}

  void close();  // writes the touched rows

 private:
  rows::HoldRowT& hold(const HoldId& id);           // throws HistoryBroken if unknown
  rows::BookingRowT& booking(const BookingId& id);  // the same

  // Notes the event in the history of the hold, or of its booking once there is one.
  void note(rows::HoldRowT& row, wire::Body event);
  void note(rows::BookingRowT& row, wire::Body event);

  template <class Row, class EventT>
  void note(Row& row, const EventT& /*event*/) {
    note(row, wire::BodyUnionTraits<EventT>::enum_value);
  }

  // A payment's news; hold and request may be unknown where the gateway named an order that is not
  // ours.
  template <class EventT>
  void note_payment(const EventT& event, rows::PaymentState state, const std::string& error_code);
  template <class EventT>
  void note_request(const EventT& event, rows::PaymentState state);
  template <class EventT>
  void change_request(const EventT& event, rows::OrderState state);
  template <class EventT>
  void decide_payment(const EventT& event, rows::PaymentState state, const std::string& reason);

  // The start of a booking's payment line: what is known of the payment from its hold, its
  // declaration or its news.
  [[nodiscard]] std::unique_ptr<rows::BookingPaymentT> payment_line(const rows::BookingRowT& row,
                                                                    const PaymentId& payment,
                                                                    Money amount);
  void remember(const PaymentId& payment, const rows::BookingPaymentT& facts);

  template <class EventT>
  void new_booking(rows::BookingRowT& row, const EventT& event);
  void set_installments(rows::BookingRowT& row,
                        const std::vector<std::unique_ptr<wire::InstallmentT>>& installments);
  void levy(rows::BookingRowT& row, std::uint32_t no, const std::string& label, Money amount,
            wire::PartKind kind, Day due_day);
  void waive(rows::BookingRowT& row, std::uint32_t no, Money amount, const std::string& reason);
  rows::InstallmentLineT& part(rows::BookingRowT& row, std::uint32_t no);
  void pay(rows::BookingRowT& row, const std::vector<std::unique_ptr<wire::ShareT>>& shares,
           int sign);
  template <class EventT>
  void add_paper(const EventT& event, const char* kind);
  [[nodiscard]] rows::PaperRowT paper_of(const rows::BookingRowT& row, const std::string& number,
                                         const char* kind) const;
  void write_paper(const rows::BookingRowT& row, const rows::PaperRowT& paper);
  [[nodiscard]] Parts applied(const rows::BookingRowT& row,
                              const std::vector<std::unique_ptr<wire::ShareT>>& shares);
  void write_line(const rows::BookingRowT& row, const Line& line);

  // Whose a refund, a declared payment, a request or a link is; `kind` is its key's letter.
  template <class IdT>
  void put_owner(char kind, const IdT& id, const HoldId& hold, const BookingId& booking) {
    rows::OwnerRowT owner;
    owner.hold = hold;
    owner.booking = booking;
    put_row(rows_, Key(kind).text(id), owner);
  }

  // Throws HistoryBroken where there is none: "`what` … was never `begun`".
  template <class IdT>
  rows::OwnerRowT owner(char kind, const IdT& id, const char* what, const char* begun) const {
    auto owner = get_row<rows::OwnerRowT>(rows_, Key(kind).text(id));
    if (!owner) throw broken(what + (" " + id.str()) + " was never " + begun);
    return std::move(*owner);
  }

  // Lets `change` work on the refund's line of its hold or of its booking, and notes the event
  // there; the booking, if it is one's.
  template <class EventT, class Change>
  rows::BookingRowT* change_refund(const EventT& event, const Change& change);

  [[nodiscard]] Instant at() const { return accepted_.record->recorded_at; }

  [[nodiscard]] Day today(const ProjectId& project) const;
  [[nodiscard]] HistoryBroken broken(const std::string& why) const;

  const Accepted& accepted_;
  Batch& rows_;
  std::map<HoldId, rows::HoldRowT> holds_;
  std::map<BookingId, rows::BookingRowT> bookings_;
  std::map<PaymentId, rows::BookingPaymentT> heard_;  // in this record
  std::map<PaymentId, Parts> applied_;                // what it paid, in this record
  std::uint64_t lines_ = 0;                           // of statements, in this record
};

}  // namespace ledger::portal
