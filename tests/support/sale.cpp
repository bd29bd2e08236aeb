#include "tests/support/sale.h"

#include <utility>

namespace ledger {
namespace {

const Money kLand = Money::paise(900'000);
const Money kAmenities = Money::paise(100'000);
const Money kTax = Money::paise(9'000);

void post(JournalPosted& entry, const char* account, Money amount, const BookingId& booking) {
  if (amount.zero()) return;
  auto posting = std::make_unique<wire::PostingT>();
  posting->account = account;
  posting->booking = booking;
  posting->amount = amount;
  entry.postings.push_back(std::move(posting));
}

JournalPosted journal(const Sale& sale, const char* memo, const std::string& reference) {
  JournalPosted entry;
  entry.project = sale.project;
  entry.memo = memo;
  entry.reference = reference;
  return entry;
}

Money times(Money amount, std::size_t count) {
  return scaled(amount, static_cast<std::int64_t>(count), 1);
}

// The booking's entry, or with -1 its reversal.
void post_sale(JournalPosted& entry, const Sale& sale, int sign) {
  const auto count = sale.plots.size();
  const auto signed_times = [&](Money amount) { return scaled(times(amount, count), sign, 1); };
  post(entry, "income:land", -signed_times(kLand), sale.booking);
  post(entry, "income:amenities", -signed_times(kAmenities), sale.booking);
  post(entry, "liabilities:cgst", -signed_times(kTax), sale.booking);
  post(entry, "liabilities:sgst", -signed_times(kTax), sale.booking);
}

std::unique_ptr<wire::PaymentT> payment(const Sale& sale, const PaymentId& id, Money amount) {
  auto payment = std::make_unique<wire::PaymentT>();
  payment->payment = id;
  payment->order = sale.order;
  payment->amount = amount;
  payment->currency = "INR";
  payment->method = "upi";
  return payment;
}

PaymentCaptured payment_captured(const Sale& sale, const PaymentId& id, Money amount) {
  PaymentCaptured event;
  event.project = sale.project;
  event.hold = sale.hold;
  event.payment = payment(sale, id, amount);
  return event;
}

std::unique_ptr<wire::PriceLineT> price_line(const PlotId& plot, const char* head, Money amount,
                                             Money tax) {
  auto line = std::make_unique<wire::PriceLineT>();
  line->plot = plot;
  line->head = head;
  line->amount = amount;
  line->cgst = tax;
  line->sgst = tax;
  return line;
}

template <class EventT>
void add_lines(EventT& event, const Sale& sale) {
  for (const auto& plot : sale.plots) {
    event.lines.push_back(price_line(plot, "land", kLand, Money()));
    event.lines.push_back(price_line(plot, "amenities", kAmenities, kTax));
  }
  auto applicant = std::make_unique<wire::ApplicantT>();
  applicant->buyer = sale.buyer;
  applicant->share_basis_points = 10'000;
  event.applicants.push_back(std::move(applicant));
  event.plan = "standard";
  event.total = sale.total();
  event.currency = "INR";
}

BookingConfirmed booking_confirmed(const Sale& sale) {
  BookingConfirmed event;
  event.project = sale.project;
  event.booking = sale.booking;
  event.hold = sale.hold;
  event.plots = sale.plots;
  event.price_version = 1;
  add_lines(event, sale);
  return event;
}

std::unique_ptr<wire::InstallmentT> installment(std::uint32_t no, const char* label, Money amount,
                                                int due_day) {
  auto line = std::make_unique<wire::InstallmentT>();
  line->no = no;
  line->label = label;
  line->amount = amount;
  line->due_day = due_day;
  return line;
}

Money token(const Sale& sale) {
  return scaled(sale.total(), 1000, kBasisPoints);
}

InstallmentsScheduled installments_scheduled(const Sale& sale) {
  InstallmentsScheduled event;
  event.project = sale.project;
  event.booking = sale.booking;
  event.version = 1;
  event.installments.push_back(installment(1, "token", token(sale), 20'800));
  event.installments.push_back(installment(2, "balance", sale.total() - token(sale), 20'830));
  return event;
}

PaymentAllocated payment_allocated(const Sale& sale) {
  PaymentAllocated event;
  event.project = sale.project;
  event.booking = sale.booking;
  event.payment = sale.payment;
  event.credit = sale.paid;
  std::uint32_t no = 0;
  for (const Money part : {token(sale), sale.total() - token(sale)}) {
    auto share = std::make_unique<wire::ShareT>();
    share->installment = ++no;
    share->amount = std::min(part, event.credit);
    event.credit -= share->amount;
    if (!share->amount.zero()) event.shares.push_back(std::move(share));
  }
  return event;
}

ReceiptIssued receipt_issued(const Sale& sale, const PaymentId& payment, const std::string& number,
                             Money amount) {
  ReceiptIssued event;
  event.project = sale.project;
  event.booking = sale.booking;
  event.payment = payment;
  event.number = number;
  event.amount = amount;
  event.financial_year = 2026;
  return event;
}

RefundRequested refund_requested(const Sale& sale, const BookingId& booking, Money amount,
                                 const char* reason) {
  RefundRequested event;
  event.project = sale.project;
  event.refund = sale.refund;
  event.payment = sale.payment;
  event.booking = booking;
  event.hold = sale.hold;
  event.amount = amount;
  event.reason = reason;
  event.by = reason;
  return event;
}

template <class... EventT>
Events together(EventT... events) {
  Events all;
  (all.emplace_back(std::move(events)), ...);
  return all;
}

}  // namespace

Money Sale::total() const {
  return times(kLand + kAmenities + kTax + kTax, plots.size());
}

PlotHeld held(const Sale& sale, Instant expires_at) {
  PlotHeld event;
  event.project = sale.project;
  event.hold = sale.hold;
  event.plots = sale.plots;
  event.contact = std::make_unique<wire::SealedT>();
  event.contact->person = PersonId(sale.hold.str());
  event.contact->box = {1, 2, 3};
  event.expires_at = expires_at;
  event.extendable_until = expires_at + hours(2);
  event.price_version = 1;
  return event;
}

template <class Ending>
static Ending ending(const Sale& sale, const std::string& reason) {
  Ending event;
  event.project = sale.project;
  event.hold = sale.hold;
  event.plots = sale.plots;
  event.reason = reason;
  return event;
}

HoldExpired expired(const Sale& sale, const std::string& reason) {
  return ending<HoldExpired>(sale, reason);
}

HoldReleased released(const Sale& sale) {
  return ending<HoldReleased>(sale, "changed my mind");
}

CheckoutStarted checkout_started(const Sale& sale) {
  CheckoutStarted event;
  event.project = sale.project;
  event.hold = sale.hold;
  event.receipt = "checkout-" + sale.hold.str();
  event.amount = sale.paid;
  add_lines(event, sale);
  return event;
}

OrderCreated order_created(const Sale& sale) {
  OrderCreated event;
  event.project = sale.project;
  event.hold = sale.hold;
  event.order = sale.order;
  event.amount = sale.paid;
  event.currency = "INR";
  return event;
}

OrderClosed order_closed(const Sale& sale) {
  OrderClosed event;
  event.project = sale.project;
  event.hold = sale.hold;
  event.order = sale.order;
  event.reason = "unpaid";
  return event;
}

PaymentFailed payment_failed(const Sale& sale) {
  PaymentFailed event;
  event.project = sale.project;
  event.hold = sale.hold;
  event.payment = payment(sale, sale.payment, sale.paid);
  event.error_code = "BAD_REQUEST_ERROR";
  return event;
}

Events captured(const Sale& sale) {
  auto allocated = payment_allocated(sale);
  auto booking = journal(sale, "booking", sale.booking.str());
  post(booking, "assets:receivable", sale.total(), sale.booking);
  post_sale(booking, sale, 1);
  auto capture = journal(sale, "capture", sale.payment.str());
  post(capture, "assets:gateway-clearing", sale.paid, sale.booking);
  post(capture, "assets:receivable", allocated.credit - sale.paid, sale.booking);
  post(capture, "liabilities:advances", -allocated.credit, sale.booking);
  return together(payment_captured(sale, sale.payment, sale.paid), booking_confirmed(sale),
                  installments_scheduled(sale), std::move(allocated),
                  receipt_issued(sale, sale.payment, sale.receipt, sale.paid), std::move(booking),
                  std::move(capture));
}

Events paid_again(const Sale& sale, const PaymentId& payment, const std::string& receipt,
                  Money amount) {
  PaymentAllocated allocated;
  allocated.project = sale.project;
  allocated.booking = sale.booking;
  allocated.payment = payment;
  allocated.credit = amount;
  auto capture = journal(sale, "capture", payment.str());
  post(capture, "assets:gateway-clearing", amount, sale.booking);
  post(capture, "liabilities:advances", -amount, sale.booking);
  return together(payment_captured(sale, payment, amount), std::move(allocated),
                  receipt_issued(sale, payment, receipt, amount), std::move(capture));
}

Events orphaned(const Sale& sale, const BookingId& booking) {
  PaymentOrphaned event;
  event.project = sale.project;
  event.hold = sale.hold;
  event.payment = sale.payment;
  event.amount = sale.paid;
  event.reason = "plot-taken";
  RefundApproved approved;
  approved.project = sale.project;
  approved.refund = sale.refund;
  approved.by = "rule:orphan";
  auto entry = journal(sale, "orphan", sale.payment.str());
  post(entry, "assets:gateway-clearing", sale.paid, booking);
  post(entry, "liabilities:refunds-payable", -sale.paid, booking);
  return together(payment_captured(sale, sale.payment, sale.paid), std::move(event),
                  refund_requested(sale, booking, sale.paid, "rule:orphan"), std::move(approved),
                  std::move(entry));
}

Events conflicted(const Sale& sale, Money amount) {
  PaymentConflicted event;
  event.project = sale.project;
  event.hold = sale.hold;
  event.payment = payment(sale, sale.payment, amount);
  event.expected = sale.paid;
  event.reason = "amount";
  auto entry = journal(sale, "conflict", sale.payment.str());
  post(entry, "assets:gateway-clearing", amount, {});
  post(entry, "liabilities:suspense", -amount, {});
  return together(std::move(event), std::move(entry));
}

Events cancelled(const Sale& sale, Money refundable) {
  const auto allocated = payment_allocated(sale);
  const Money settled = sale.paid - allocated.credit;
  BookingCancelled event;
  event.project = sale.project;
  event.booking = sale.booking;
  event.plots = sale.plots;
  event.reason = "asked";
  event.refundable = refundable;
  event.forfeited = sale.paid - refundable;
  auto entry = journal(sale, "cancellation", sale.booking.str());
  post_sale(entry, sale, -1);
  post(entry, "liabilities:advances", allocated.credit, sale.booking);
  post(entry, "assets:receivable", settled - sale.total(), sale.booking);
  post(entry, "liabilities:refunds-payable", -refundable, sale.booking);
  post(entry, "income:forfeiture", refundable - sale.paid, sale.booking);
  return together(std::move(event), std::move(entry),
                  refund_requested(sale, sale.booking, refundable, "booking-cancelled"));
}

Events refund_processed(const Sale& sale, Money amount, const BookingId& booking) {
  RefundProcessed event;
  event.project = sale.project;
  event.refund = sale.refund;
  event.gateway_refund = "rfnd_" + sale.refund.str();
  event.amount = amount;
  auto entry = journal(sale, "refund", sale.refund.str());
  post(entry, "liabilities:refunds-payable", amount, booking);
  post(entry, "assets:gateway-clearing", -amount, booking);
  return together(std::move(event), std::move(entry));
}

}  // namespace ledger
