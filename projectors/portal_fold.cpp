#include "projectors/portal_fold.h"

#include <algorithm>

namespace ledger::portal {
namespace {

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

template <class EventT>
rows::HistoryEntryT entry(const Accepted& accepted, const EventT& event) {
  rows::HistoryEntryT entry;
  entry.position = accepted.position();
  entry.event = wire::EnumNameBody(wire::BodyUnionTraits<EventT>::enum_value);
  entry.at = accepted.record->recorded_at;
  static_cast<void>(event);
  return entry;
}

// The element of `list` whose `id` member is `wanted`, or nullptr.
template <class List, class Member, class IdT>
auto* find_by(List& list, Member member, const IdT& wanted) {
  const auto found = std::find_if(list.begin(), list.end(),
                                  [&](const auto& one) { return (*one).*member == wanted; });
  return found == list.end() ? nullptr : found->get();
}

Money allocated(const PaymentAllocated& event) {
  Money sum = event.credit;
  for (const auto& share : event.shares) sum += share->amount;
  return sum;
}

}  // namespace

HistoryBroken Fold::broken(const std::string& why) const {
  return HistoryBroken(accepted_.position() + ": " + why);
}

rows::HoldRowT& Fold::hold(const HoldId& id) {
  const auto open = holds_.find(id);
  if (open != holds_.end()) return open->second;
  auto row = get_row<rows::HoldRowT>(rows_, Key(kHold).text(id));
  if (!row) throw broken("there is no hold " + id.str());
  return holds_.emplace(id, std::move(*row)).first->second;
}

rows::BookingRowT& Fold::booking(const BookingId& id) {
  const auto open = bookings_.find(id);
  if (open != bookings_.end()) return open->second;
  auto row = get_row<rows::BookingRowT>(rows_, Key(kBooking).text(id));
  if (!row) throw broken("there is no booking " + id.str());
  return bookings_.emplace(id, std::move(*row)).first->second;
}

template <class EventT>
void Fold::note(rows::BookingRowT& row, const EventT& event) {
  row.history.push_back(std::make_unique<rows::HistoryEntryT>(entry(accepted_, event)));
}

template <class EventT>
void Fold::note(rows::HoldRowT& row, const EventT& event) {
  if (!row.booking.empty()) return note(booking(row.booking), event);
  row.history.push_back(std::make_unique<rows::HistoryEntryT>(entry(accepted_, event)));
}

void Fold::operator()(const PlotHeld& event) {
  rows::HoldRowT row;
  row.project = event.project;
  row.hold = event.hold;
  row.plots = event.plots;
  row.state = rows::HoldState::Held;
  row.contact = copy(event.contact);
  row.campaign = copy(event.campaign);
  row.by_staff = event.by_staff;
  row.price_version = event.price_version;
  row.held_at = at();
  row.expires_at = event.expires_at;
  row.extendable_until = event.extendable_until;
  note(row, event);
  holds_.insert_or_assign(event.hold, std::move(row));
}

void Fold::operator()(const HoldExtended& event) {
  auto& row = hold(event.hold);
  row.expires_at = event.expires_at;
  row.extended = row.extended || event.reason == "asked";
  note(row, event);
}

void Fold::operator()(const HoldReleased& event) {
  auto& row = hold(event.hold);
  row.state = rows::HoldState::Released;
  row.ended_reason = event.reason;
  note(row, event);
}

void Fold::operator()(const HoldExpired& event) {
  auto& row = hold(event.hold);
  row.state = rows::HoldState::Expired;
  row.ended_reason = event.reason;
  note(row, event);
}

void Fold::operator()(const CheckoutStarted& event) {
  auto& row = hold(event.hold);
  row.checkout_receipt = event.receipt;
  row.plan = event.plan;
  row.pay = event.pay;
  row.amount = event.amount;
  row.total = event.total;
  row.currency = event.currency;
  note(row, event);
}

void Fold::operator()(const OrderCreated& event) {
  auto& row = hold(event.hold);
  row.order = event.order;
  row.order_open = true;
  note(row, event);
}

void Fold::operator()(const OrderClosed& event) {
  auto& row = hold(event.hold);
  row.order_open = false;
  note(row, event);
}

template <class EventT>
void Fold::note_payment(const EventT& event, rows::PaymentState state,
                        const std::string& error_code) {
  if (!event.payment) throw broken("a payment event without its payment");
  if (event.hold.empty()) return;
  auto& row = hold(event.hold);
  auto* line = find_by(row.payments, &rows::HoldPaymentT::payment, event.payment->payment);
  if (line == nullptr) {
    row.payments.push_back(std::make_unique<rows::HoldPaymentT>());
    line = row.payments.back().get();
    line->payment = event.payment->payment;
  }
  line->amount = event.payment->amount;
  line->currency = event.payment->currency;
  line->method = event.payment->method;
  line->state = state;
  line->error_code = error_code;
  line->at = at();
  note(row, event);
}

void Fold::operator()(const PaymentAuthorized& event) {
  note_payment(event, rows::PaymentState::Authorized, {});
}

void Fold::operator()(const PaymentCaptured& event) {
  note_payment(event, rows::PaymentState::Captured, {});
  if (event.hold.empty()) return;
  auto& row = hold(event.hold);
  if (event.payment->order == row.order) row.order_open = false;
}

void Fold::operator()(const PaymentFailed& event) {
  note_payment(event, rows::PaymentState::Failed, event.error_code);
}

void Fold::operator()(const PaymentConflicted& event) {
  note_payment(event, rows::PaymentState::Conflicted, {});
}

void Fold::operator()(const PaymentOrphaned& event) {
  auto& row = hold(event.hold);
  auto* line = find_by(row.payments, &rows::HoldPaymentT::payment, event.payment);
  if (line == nullptr) throw broken("payment " + event.payment.str() + " was never captured");
  line->state = rows::PaymentState::Orphaned;
  if (row.booking.empty()) {
    row.state = rows::HoldState::Orphaned;
  } else {
    auto& booked = booking(row.booking);
    booked.payments.push_back(payment_line(booked, event.payment, event.amount));
    booked.payments.back()->orphaned = true;
  }
  note(row, event);
}

void Fold::operator()(const BookingConfirmed& event) {
  rows::BookingRowT row;
  row.project = event.project;
  row.booking = event.booking;
  row.hold = event.hold;
  row.plots = event.plots;
  row.applicants = copy(event.applicants);
  row.plan = event.plan;
  row.lines = copy(event.lines);
  row.total = event.total;
  row.currency = event.currency;
  row.price_version = event.price_version;
  row.confirmed_at = at();
  if (!event.hold.empty()) {
    auto& held = hold(event.hold);
    held.state = rows::HoldState::Booked;
    held.booking = event.booking;
    row.history = std::move(held.history);
    held.history.clear();
  }
  note(row, event);
  for (const auto& applicant : event.applicants) {
    rows_.put(Key(kOwned).text(applicant->buyer).text(event.booking), {});
  }
  bookings_.insert_or_assign(event.booking, std::move(row));
}

void Fold::operator()(const BookingCancelled& event) {
  auto& row = booking(event.booking);
  row.cancelled = true;
  row.cancelled_reason = event.reason;
  row.refundable = event.refundable;
  row.credit_refunds = Money();
  for (const auto& refund : row.refunds) row.credit_refunds += refund->amount;
  note(row, event);
}

// A new version of the schedule replaces the lines; what was paid stays with its installment's
// number.
void Fold::operator()(const InstallmentsScheduled& event) {
  auto& row = booking(event.booking);
  const auto before = std::exchange(row.installments, {});
  for (const auto& installment : event.installments) {
    auto line = std::make_unique<rows::InstallmentLineT>();
    line->no = installment->no;
    line->label = installment->label;
    line->amount = installment->amount;
    line->due_day = installment->due_day;
    const auto* old = find_by(before, &rows::InstallmentLineT::no, installment->no);
    if (old != nullptr) line->paid = old->paid;
    row.installments.push_back(std::move(line));
  }
  row.schedule_version = event.version;
  note(row, event);
}

std::unique_ptr<rows::BookingPaymentT> Fold::payment_line(const rows::BookingRowT& row,
                                                          const PaymentId& payment, Money amount) {
  auto line = std::make_unique<rows::BookingPaymentT>();
  line->payment = payment;
  line->amount = amount;
  line->at = at();
  line->position = accepted_.position();
  if (row.hold.empty()) return line;
  const auto* seen = find_by(hold(row.hold).payments, &rows::HoldPaymentT::payment, payment);
  if (seen != nullptr) line->method = seen->method;
  return line;
}

void Fold::operator()(const PaymentAllocated& event) {
  auto& row = booking(event.booking);
  row.payments.push_back(payment_line(row, event.payment, allocated(event)));
  row.payments.back()->credit = event.credit;
  for (const auto& share : event.shares) {
    auto* line = find_by(row.installments, &rows::InstallmentLineT::no, share->installment);
    if (line == nullptr) {
      throw broken("booking " + event.booking.str() + " has no installment " +
                   std::to_string(share->installment));
    }
    line->paid += share->amount;
  }
  note(row, event);
}

void Fold::operator()(const ReceiptIssued& event) {
  auto& row = booking(event.booking);
  auto receipt = std::make_unique<rows::ReceiptLineT>();
  receipt->number = event.number;
  receipt->payment = event.payment;
  receipt->amount = event.amount;
  receipt->financial_year = event.financial_year;
  receipt->at = at();
  row.receipts.push_back(std::move(receipt));
  auto* payment = find_by(row.payments, &rows::BookingPaymentT::payment, event.payment);
  if (payment != nullptr) payment->receipt_no = event.number;
  if (!row.hold.empty()) {
    auto& held = hold(row.hold);
    if (held.receipt_no.empty()) held.receipt_no = event.number;
  }
  note(row, event);
}

void Fold::operator()(const RefundRequested& event) {
  rows::RefundOwnerRowT owner;
  owner.hold = event.hold;
  owner.booking = event.booking;
  put_row(rows_, Key(kRefund).text(event.refund), owner);
  rows::RefundLineT line;
  line.refund = event.refund;
  line.payment = event.payment;
  line.amount = event.amount;
  line.state = rows::RefundState::Requested;
  line.reason = event.reason;
  line.requested_at = at();
  if (!event.booking.empty()) {
    auto& row = booking(event.booking);
    row.refunds.push_back(std::make_unique<rows::RefundLineT>(line));
    note(row, event);
  } else if (!event.hold.empty()) {
    auto& row = hold(event.hold);
    row.refunds.push_back(std::make_unique<rows::RefundLineT>(line));
    note(row, event);
  } else {
    throw broken("refund " + event.refund.str() + " belongs to nobody");
  }
}

template <class EventT, class Change>
void Fold::change_refund(const EventT& event, const Change& change) {
  const auto owner = get_row<rows::RefundOwnerRowT>(rows_, Key(kRefund).text(event.refund));
  if (!owner) throw broken("refund " + event.refund.str() + " was never requested");
  const auto change_in = [&](auto& row) {
    auto* line = find_by(row.refunds, &rows::RefundLineT::refund, event.refund);
    if (line == nullptr) throw broken("refund " + event.refund.str() + " is not with its owner");
    change(*line);
    note(row, event);
  };
  if (!owner->booking.empty()) {
    change_in(booking(owner->booking));
  } else {
    change_in(hold(owner->hold));
  }
}

void Fold::operator()(const RefundApproved& event) {
  change_refund(event, [](auto& line) { line.state = rows::RefundState::Approved; });
}

void Fold::operator()(const RefundInitiated& event) {
  change_refund(event, [&event](auto& line) {
    line.state = rows::RefundState::Initiated;
    line.gateway_refund = event.gateway_refund;
  });
}

void Fold::operator()(const RefundProcessed& event) {
  change_refund(event, [&event, this](auto& line) {
    if (event.amount != line.amount) throw broken("a refund was paid in another amount than asked");
    line.state = rows::RefundState::Processed;
    line.gateway_refund = event.gateway_refund;
    line.processed_at = at();
  });
}

void Fold::operator()(const RefundFailed& event) {
  change_refund(event, [&event](auto& line) {
    line.state = rows::RefundState::Failed;
    line.failure = event.reason;
  });
}

void Fold::close() {
  for (const auto& [id, row] : holds_) put_row(rows_, Key(kHold).text(id), row);
  for (const auto& [id, row] : bookings_) put_row(rows_, Key(kBooking).text(id), row);
}

}  // namespace ledger::portal
