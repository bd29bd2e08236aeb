#include "projectors/portal_fold.h"

namespace ledger::portal {

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

Day Fold::today(const ProjectId& project) const {
  const auto zone = get_row<rows::ZoneRowT>(rows_, Key(kZone).text(project));
  return day_of(at(), zone ? Zone{minutes(zone->minutes)} : kIndia);
}

void Fold::note(rows::BookingRowT& row, wire::Body event) {
  auto entry = std::make_unique<rows::HistoryEntryT>();
  entry->position = accepted_.position();
  entry->event = wire::EnumNameBody(event);
  entry->at = at();
  row.history.push_back(std::move(entry));
}

void Fold::note(rows::HoldRowT& row, wire::Body event) {
  if (!row.booking.empty()) return note(booking(row.booking), event);
  auto entry = std::make_unique<rows::HistoryEntryT>();
  entry->position = accepted_.position();
  entry->event = wire::EnumNameBody(event);
  entry->at = at();
  row.history.push_back(std::move(entry));
}

// A project opens in the directory, then in its own partition: the latter's word is kept.
void Fold::operator()(const ProjectOpened& event) {
  const auto zone = fixed_zone(event.timezone);
  if (event.partition != accepted_.partition || !zone) return;
  rows::ZoneRowT row;
  row.minutes = static_cast<std::int32_t>(zone->offset.count());
  put_row(rows_, Key(kZone).text(event.project), row);
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

template <class EventT>
void Fold::note_payment(const EventT& event, rows::PaymentState state,
                        const std::string& error_code) {
  if (!event.payment) throw broken("a payment event without its payment");
  rows::BookingPaymentT facts;
  facts.payment = event.payment->payment;
  facts.method = event.payment->method;
  remember(facts.payment, facts);
  if (!event.request.empty()) return note_request(event, state);
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

// A payment of a booking's own order shows at the request; once it is captured, among the payments.
template <class EventT>
void Fold::note_request(const EventT& event, rows::PaymentState state) {
  auto& row = booking(event.booking);
  auto* line = find_by(row.requests, &rows::RequestLineT::request, event.request);
  if (line == nullptr) throw broken("request " + event.request.str() + " was never made");
  line->payment_state = rows::EnumNamePaymentState(state);
  if (state == rows::PaymentState::Captured) {
    line->state = rows::OrderState::Paid;
    auto* link = find_by(row.links, &rows::LinkLineT::link, line->link);
    if (link != nullptr) link->paid += line->amount;
  }
  note(row, event);
}

template <class EventT>
void Fold::change_request(const EventT& event, rows::OrderState state) {
  const auto whose = owner(kRequest, event.request, "request", "made");
  auto& row = booking(whose.booking);
  auto* line = find_by(row.requests, &rows::RequestLineT::request, event.request);
  if (line == nullptr) throw broken("request " + event.request.str() + " is not with its booking");
  line->state = state;
  line->order = event.order;
  note(row, event);
}

void Fold::operator()(const OrderCreated& event) {
  if (!event.request.empty()) return change_request(event, rows::OrderState::Open);
  auto& row = hold(event.hold);
  row.order = event.order;
  row.order_open = true;
  note(row, event);
}

void Fold::operator()(const OrderClosed& event) {
  if (!event.request.empty()) return change_request(event, rows::OrderState::Closed);
  auto& row = hold(event.hold);
  row.order_open = false;
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
  const auto lost_hold = [&]() -> rows::HoldRowT* {
    return event.hold.empty() ? nullptr : &hold(event.hold);
  }();
  if (lost_hold != nullptr) {
    auto* line = find_by(lost_hold->payments, &rows::HoldPaymentT::payment, event.payment);
    if (line == nullptr) throw broken("payment " + event.payment.str() + " was never captured");
    line->state = rows::PaymentState::Orphaned;
  }
  const auto booked = !event.booking.empty() ? event.booking
                      : lost_hold == nullptr ? BookingId()
                                             : lost_hold->booking;
  if (booked.empty()) {
    lost_hold->state = rows::HoldState::Orphaned;
    return note(*lost_hold, event);
  }
  auto& row = booking(booked);
  row.payments.push_back(payment_line(row, event.payment, event.amount));
  row.payments.back()->orphaned = true;
  write_line(row, {.kind = "payment", .reference = event.payment.str(), .money = event.amount});
  note(row, event);
}

// --- outside of the gateway ---

void Fold::operator()(const OfflinePaymentDeclared& event) {
  put_owner(kPayment, event.payment, event.hold, event.booking);
  if (!event.hold.empty()) {
    auto& row = hold(event.hold);
    auto& line = *row.payments.emplace_back(std::make_unique<rows::HoldPaymentT>());
    line.payment = event.payment;
    line.amount = event.amount;
    line.currency = event.currency;
    line.mode = event.mode;
    line.reference = event.reference;
    line.state = rows::PaymentState::Declared;
    line.at = at();
    return note(row, event);
  }
  auto& row = booking(event.booking);
  auto& line = *row.declared.emplace_back(std::make_unique<rows::DeclaredLineT>());
  line.payment = event.payment;
  line.amount = event.amount;
  line.mode = event.mode;
  line.reference = event.reference;
  line.bank = event.bank;
  line.dated_day = event.dated_day;
  line.state = rows::PaymentState::Declared;
  line.at = at();
  note(row, event);
}

template <class EventT>
void Fold::decide_payment(const EventT& event, rows::PaymentState state,
                          const std::string& reason) {
  const auto whose = owner(kPayment, event.payment, "payment", "declared");
  const auto change = [&](auto& row, auto* line) {
    if (line == nullptr) throw broken("payment " + event.payment.str() + " is not with its owner");
    line->state = state;
    rows::BookingPaymentT facts;
    facts.payment = event.payment;
    facts.mode = line->mode;
    facts.reference = line->reference;
    remember(event.payment, facts);
    note(row, event);
  };
  if (whose.booking.empty()) {
    auto& row = hold(whose.hold);
    auto* line = find_by(row.payments, &rows::HoldPaymentT::payment, event.payment);
    if (line != nullptr) line->error_code = reason;
    return change(row, line);
  }
  auto& row = booking(whose.booking);
  auto* line = find_by(row.declared, &rows::DeclaredLineT::payment, event.payment);
  if (line != nullptr) line->reason = reason;
  change(row, line);
}

void Fold::operator()(const OfflinePaymentVerified& event) {
  decide_payment(event, rows::PaymentState::Captured, {});
}

void Fold::operator()(const OfflinePaymentRejected& event) {
  decide_payment(event, rows::PaymentState::Rejected, event.reason);
}

void Fold::operator()(const ChequeDeposited& event) {
  decide_payment(event, rows::PaymentState::Deposited, {});
}

void Fold::operator()(const ChequeCleared& event) {
  decide_payment(event, rows::PaymentState::Captured, {});
}

void Fold::operator()(const ChequeBounced& event) {
  decide_payment(event, rows::PaymentState::Bounced, event.reason);
}

void Fold::close() {
  for (const auto& [id, row] : holds_) put_row(rows_, Key(kHold).text(id), row);
  for (const auto& [id, row] : bookings_) put_row(rows_, Key(kBooking).text(id), row);
}

}  // namespace ledger::portal
