#include <algorithm>

#include "events/numbers.h"
#include "events/pricing.h"
#include "writer/domain/rules.h"

namespace ledger::rules {
namespace {

using fold::HoldStatus;
using fold::OrderStatus;
using fold::PlotStatus;

// What a price's lines come to: per head, and the two taxes.
struct Sums {
  std::vector<fold::HeadSumT> heads;
  Money cgst, sgst;
};

Sums sums_of(const PriceLines& lines) {
  Sums sums;
  for (const auto& line : lines) {
    auto head = std::find_if(sums.heads.begin(), sums.heads.end(),
                             [&](const auto& known) { return known.head == line->head; });
    if (head == sums.heads.end()) {
      head = sums.heads.emplace(head);
      head->head = line->head;
    }
    head->amount += line->amount;
    sums.cgst += line->cgst;
    sums.sgst += line->sgst;
  }
  return sums;
}

BookingId next_booking(const Project& project, Instant now) {
  return booking_id(project.opened.code, calendar_year(day_of(now, project.zone)),
                    project.bookings_made + 1);
}

BookingConfirmed confirmed(const Project& project, const fold::HoldT& hold,
                           const fold::CheckoutT& checkout, Instant now) {
  BookingConfirmed e;
  e.project = project.opened.project;
  e.booking = next_booking(project, now);
  e.hold = hold.hold;
  e.plots = ids_of(project, hold.plots);
  for (const auto& applicant : checkout.applicants)
    e.applicants.push_back(std::make_unique<wire::ApplicantT>(*applicant));
  e.plan = checkout.plan;
  for (const auto& line : checkout.lines)
    e.lines.push_back(std::make_unique<wire::PriceLineT>(*line));
  e.total = checkout.total;
  e.currency = checkout.currency;
  e.price_version = hold.price_version;
  return e;
}

InstallmentsScheduled scheduled(const Project& project, const BookingId& booking,
                                std::vector<wire::InstallmentT> plan) {
  InstallmentsScheduled e;
  e.project = project.opened.project;
  e.booking = booking;
  e.version = 1;
  for (auto& part : plan)
    e.installments.push_back(std::make_unique<wire::InstallmentT>(std::move(part)));
  return e;
}

// Oldest due first; what no installment takes is the buyer's credit.
PaymentAllocated allocated(const Project& project, const BookingId& booking,
                           const wire::PaymentT& payment,
                           const std::vector<wire::InstallmentT>& plan) {
  PaymentAllocated e;
  e.project = project.opened.project;
  e.booking = booking;
  e.payment = payment.payment;
  e.credit = payment.amount;
  for (const auto& part : plan) {
    if (e.credit.zero()) break;
    auto share = std::make_unique<wire::ShareT>();
    share->installment = part.no;
    share->amount = std::min(part.amount, e.credit);
    e.credit -= share->amount;
    e.shares.push_back(std::move(share));
  }
  return e;
}

ReceiptIssued receipt(const Project& project, const BookingId& booking,
                      const wire::PaymentT& payment, Instant now) {
  const auto year = static_cast<std::uint16_t>(financial_year(day_of(now, kIndia)));
  const auto last = project.receipts.find(year);
  ReceiptIssued e;
  e.project = project.opened.project;
  e.booking = booking;
  e.payment = payment.payment;
  e.number = document_number('R', year, project.opened.code,
                             last == project.receipts.end() ? 1 : last->second + 1);
  e.amount = payment.amount;
  e.financial_year = year;
  return e;
}

JournalPosted booking_entry(const Project& project, const BookingId& booking, Money total,
                            const Sums& sums) {
  Journal journal(project, "booking", booking.str(), booking);
  journal.debit(kReceivable, total);
  for (const auto& head : sums.heads) journal.credit(income_account(head.head), head.amount);
  return journal.credit(kCgst, sums.cgst).credit(kSgst, sums.sgst).entry();
}

JournalPosted capture_entry(const Project& project, const BookingId& booking,
                            const wire::PaymentT& payment, Money credit) {
  return Journal(project, "capture", payment.payment.str(), booking)
      .debit(kGatewayClearing, payment.amount)
      .credit(kReceivable, payment.amount - credit)
      .credit(kAdvances, credit)
      .entry();
}

// What a booking's payments come to that no refund has asked for yet.
Money refundable(const Project& project, const fold::BookingT& booking) {
  Money sum;
  for (const auto& id : booking.payments) {
    const auto& payment = project.payments.at(id);
    sum += payment.amount - payment.refund_asked;
  }
  return sum;
}

// Takes back what booking and captures posted; the money paid becomes the buyer's to get back.
JournalPosted cancellation_entry(const Project& project, const fold::BookingT& booking) {
  Journal journal(project, "cancellation", booking.booking.str(), booking.booking);
  for (const auto& head : booking.heads) journal.debit(income_account(head->head), head->amount);
  return journal.debit(kCgst, booking.cgst)
      .debit(kSgst, booking.sgst)
      .debit(kAdvances, booking.credit)
      .credit(kReceivable, booking.total - booking.allocated)
      .credit(kRefundsPayable, refundable(project, booking))
      .entry();
}

BookingCancelled cancelled(const Project& project, const fold::BookingT& booking,
                           const std::string& reason) {
  BookingCancelled e;
  e.project = project.opened.project;
  e.booking = booking.booking;
  e.plots = ids_of(project, booking.plots);
  e.reason = reason;
  e.refundable = refundable(project, booking);
  return e;
}

bool are_fresh(const Project& project, const std::vector<RefundId>& refunds, std::size_t needed) {
  if (refunds.size() < needed) return false;
  for (auto refund = refunds.begin(); refund != refunds.end(); ++refund)
    if (refund->empty() || project.refunds.contains(*refund) ||
        std::find(refund + 1, refunds.end(), *refund) != refunds.end())
      return false;
  return true;
}

fold::BookingT& must_find_booking(Project& project, const BookingId& id) {
  const auto found = project.bookings.find(id);
  promise(found != project.bookings.end(), "an event of a booking that is not known");
  return found->second;
}

void book_plots(Project& project, const fold::HoldT& hold) {
  for (const auto place : hold.plots) {
    auto& plot = project.plots[place];
    const bool is_own = plot.status == PlotStatus::Held && plot.hold == hold.hold;
    promise(is_own || plot.status == PlotStatus::Available, "a plot was booked that is another's");
    plot.status = PlotStatus::Booked;
    plot.hold = hold.hold;
  }
}

}  // namespace

Events book(const Project& project, const fold::HoldT& hold, const fold::CheckoutT& checkout,
            const wire::PaymentT& payment, Instant now) {
  auto booking = confirmed(project, hold, checkout, now);
  const auto id = booking.booking;
  const auto& prices = project.prices.at(hold.price_version - 1);
  const auto plan = standard_plan(checkout.total, prices, day_of(now, project.zone));
  const auto sums = sums_of(booking.lines);
  auto shares = allocated(project, id, payment, plan);
  const auto credit = shares.credit;
  Events events;
  add(events, std::move(booking));
  add(events, scheduled(project, id, plan));
  add(events, std::move(shares));
  add(events, receipt(project, id, payment, now));
  add(events, booking_entry(project, id, checkout.total, sums));
  add(events, capture_entry(project, id, payment, credit));
  return events;
}

Events credit_booking(const Project& project, const fold::BookingT& booking,
                      const wire::PaymentT& payment, Instant now) {
  Events events;
  add(events, allocated(project, booking.booking, payment, {}));
  add(events, receipt(project, booking.booking, payment, now));
  add(events, capture_entry(project, booking.booking, payment, payment.amount));
  return events;
}

Decision decide(const State& state, const CancelBooking& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  const auto at = project.bookings.find(c.booking);
  if (at == project.bookings.end())
    return fail(ErrorCode::kNotFound, "booking-unknown", "There is no such booking.");
  const auto& booking = at->second;
  if (booking.cancelled)
    return fail(ErrorCode::kConflict, "booking-cancelled", "This booking is cancelled already.");
  if (c.reason.empty())
    return fail(ErrorCode::kInvalid, "reason-missing", "Say why the booking is cancelled.");
  if (!are_fresh(project, c.refunds, booking.payments.size()))
    return fail(ErrorCode::kInvalid, "refund-id-missing",
                "A cancellation brings a fresh refund id for every payment of the booking.");
  Events events;
  add(events, cancelled(project, booking, c.reason));
  add(events, cancellation_entry(project, booking));
  auto refund = c.refunds.begin();
  for (const auto& id : booking.payments)
    add(events, refund_asked(project, project.payments.at(id), *refund++, "booking-cancelled",
                             context.actor));
  return events;
}

void fold(State& state, const BookingConfirmed& e, Instant at) {
  auto& project = must_find(state, e.project);
  promise(e.booking == next_booking(project, at), "a booking's id is out of turn");
  change_hold(state, project, e.hold, [&](fold::HoldT& hold) {
    promise(hold.status != HoldStatus::Booked, "a hold was booked twice");
    book_plots(project, hold);
    hold.status = HoldStatus::Booked;
    hold.order = OrderStatus::Paid;
    hold.contact.reset();
    auto& checkout = must_find_checkout(project, e.hold);
    checkout.booking = e.booking;
    checkout.applicants.clear();
    checkout.lines.clear();
  });
  ++project.bookings_made;
  auto& booking = project.bookings[e.booking];
  booking.booking = e.booking;
  booking.hold = e.hold;
  booking.plots = must_find(project, e.hold).plots;
  booking.total = e.total;
  auto sums = sums_of(e.lines);
  for (auto& head : sums.heads)
    booking.heads.push_back(std::make_unique<fold::HeadSumT>(std::move(head)));
  booking.cgst = sums.cgst;
  booking.sgst = sums.sgst;
}

void fold(State& state, const BookingCancelled& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& booking = must_find_booking(project, e.booking);
  promise(!booking.cancelled, "a booking was cancelled twice");
  booking.cancelled = true;
  for (const auto place : booking.plots) {
    auto& plot = project.plots[place];
    promise(plot.status == PlotStatus::Booked && plot.hold == booking.hold,
            "a booking was cancelled without its plot");
    plot.status = PlotStatus::Available;
    plot.hold = HoldId();
  }
}

void fold(State& state, const InstallmentsScheduled& e, Instant /*at*/) {
  auto& booking = must_find_booking(must_find(state, e.project), e.booking);
  Money sum;
  booking.parts.clear();
  for (const auto& from : e.installments) {
    auto part = std::make_unique<fold::PartT>();
    part->no = from->no;
    part->amount = from->amount;
    part->due_day = from->due_day;
    sum += from->amount;
    booking.parts.push_back(std::move(part));
  }
  promise(sum == booking.total, "installments do not sum to the price");
}

void fold(State& state, const PaymentAllocated& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& booking = must_find_booking(project, e.booking);
  const auto payment = project.payments.find(e.payment);
  promise(payment != project.payments.end(), "a payment was allocated that is not known");
  Money sum = e.credit;
  for (const auto& share : e.shares) {
    const auto part = std::find_if(booking.parts.begin(), booking.parts.end(),
                                   [&](const auto& p) { return p->no == share->installment; });
    promise(part != booking.parts.end(), "a payment paid for an installment that is not there");
    (*part)->paid += share->amount;
    promise((*part)->paid <= (*part)->amount, "an installment was paid more than once");
    booking.allocated += share->amount;
    sum += share->amount;
  }
  promise(sum == payment->second.amount, "a payment was not allocated in full");
  booking.credit += e.credit;
  booking.payments.push_back(e.payment);
  payment->second.booking = e.booking;
}

void fold(State& state, const ReceiptIssued& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& last = project.receipts[e.financial_year];
  promise(e.number == document_number('R', e.financial_year, project.opened.code, ++last),
          "a receipt's number is out of turn");
}

}  // namespace ledger::rules
