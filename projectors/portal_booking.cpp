#include <limits>
#include <utility>

#include "events/pricing.h"
#include "projectors/portal_fold.h"

namespace ledger::portal {
namespace {

Money total_of_parts(const rows::BookingRowT& row) {
  Money sum;
  for (const auto& line : row.installments) sum += line->amount;
  return sum;
}

// What is kept of a cancelled booking's money: the deduction, and the charges that were paid.
Money kept_after_cancellation(const rows::BookingRowT& row) {
  Money sum = row.forfeited;
  for (const auto& line : row.installments)
    if (is_levied(*line)) sum += line->paid;
  return sum;
}

Money price_paid(const rows::BookingRowT& row) {
  Money sum;
  for (const auto& line : row.installments)
    if (!is_levied(*line)) sum += line->paid;
  return sum;
}

Day order_day(const rows::InstallmentLineT& line) {
  return line.due_day == 0 ? std::numeric_limits<Day>::max() : line.due_day;
}

}  // namespace

rows::InstallmentLineT& Fold::part(rows::BookingRowT& row, std::uint32_t no) {
  auto* line = find_by(row.installments, &rows::InstallmentLineT::no, no);
  if (line == nullptr)
    throw broken("booking " + row.booking.str() + " has no installment " + std::to_string(no));
  return *line;
}

template <class EventT>
void Fold::new_booking(rows::BookingRowT& row, const EventT& event) {
  row.project = event.project;
  row.booking = event.booking;
  row.plots = event.plots;
  row.applicants = copy(event.applicants);
  row.plan = event.plan;
  row.lines = copy(event.lines);
  row.total = event.total;
  row.currency = event.currency;
  row.confirmed_at = at();
  for (const auto& applicant : event.applicants) {
    rows_.put(Key(kOwned).text(applicant->buyer).text(event.booking), {});
  }
}

void Fold::operator()(const BookingConfirmed& event) {
  rows::BookingRowT row;
  new_booking(row, event);
  row.hold = event.hold;
  row.price_version = event.price_version;
  row.booked_day = today(event.project);
  if (!event.hold.empty()) {
    auto& held = hold(event.hold);
    held.state = rows::HoldState::Booked;
    held.booking = event.booking;
    if (held.campaign != nullptr) row.partner = held.campaign->partner;
    row.history = std::move(held.history);
    held.history.clear();
  }
  note(row, event);
  write_line(row, {.kind = "price", .reference = event.booking.str(), .charge = event.total});
  bookings_.insert_or_assign(event.booking, std::move(row));
}

void Fold::operator()(const BookingImported& event) {
  rows::BookingRowT row;
  new_booking(row, event);
  row.imported = true;
  row.source = event.source;
  row.booked_day = event.booked_day;
  note(row, event);
  write_line(row, {.kind = "price",
                   .reference = event.booking.str(),
                   .charge = event.total,
                   .day = event.booked_day});
  bookings_.insert_or_assign(event.booking, std::move(row));
}

// From now on the booking is the new applicants' alone.
void Fold::operator()(const BookingTransferred& event) {
  auto& row = booking(event.booking);
  for (const auto& applicant : row.applicants)
    rows_.erase(Key(kOwned).text(applicant->buyer).text(event.booking));
  row.applicants = copy(event.applicants);
  for (const auto& applicant : row.applicants)
    rows_.put(Key(kOwned).text(applicant->buyer).text(event.booking), {});
  note(row, event);
}

void Fold::operator()(const PlotsSwapped& event) {
  auto& row = booking(event.booking);
  for (std::size_t i = 0; i < event.from.size() && i < event.to.size(); ++i)
    std::replace(row.plots.begin(), row.plots.end(), event.from[i], event.to[i]);
  write_line(row, {.kind = "swap", .reference = {}, .charge = event.total - row.total});
  row.lines = copy(event.lines);
  row.total = event.total;
  row.price_version = event.price_version;
  note(row, event);
}

void Fold::operator()(const AgreementExecuted& event) {
  auto& row = booking(event.booking);
  row.state = rows::BookingState::AgreementExecuted;
  row.executed_day = event.day;
  row.agreement_no = event.document_no;
  note(row, event);
}

void Fold::operator()(const AgreementRegistered& event) {
  auto& row = booking(event.booking);
  row.state = rows::BookingState::AgreementRegistered;
  row.registered_day = event.day;
  row.registration_no = event.document_no;
  note(row, event);
}

void Fold::operator()(const PlotConveyed& event) {
  auto& row = booking(event.booking);
  row.state = rows::BookingState::Conveyed;
  row.conveyed_day = event.day;
  row.deed_no = event.document_no;
  note(row, event);
}

void Fold::operator()(const CancellationRequested& event) {
  auto& row = booking(event.booking);
  row.asked_to_cancel = true;
  note(row, event);
}

void Fold::operator()(const CancellationNoticed& event) {
  auto& row = booking(event.booking);
  row.cure_until_day = event.cure_until_day;
  note(row, event);
}

void Fold::operator()(const BookingCancelled& event) {
  auto& row = booking(event.booking);
  row.cancelled = true;
  row.cancelled_reason = event.reason;
  row.cancelled_by = event.by;
  row.refundable = event.refundable;
  row.forfeited = event.forfeited;
  row.rules_version = event.rules_version;
  row.credit_refunds = Money();
  for (const auto& refund : row.refunds)
    if (refund->state != rows::RefundState::Withdrawn) row.credit_refunds += refund->amount;
  write_line(row, {.kind = "cancellation",
                   .reference = event.booking.str(),
                   .charge = kept_after_cancellation(row) - total_of_parts(row)});
  note(row, event);
}

void Fold::operator()(const BookingRevived& event) {
  auto& row = booking(event.booking);
  write_line(row, {.kind = "revival",
                   .reference = event.booking.str(),
                   .charge = total_of_parts(row) - kept_after_cancellation(row)});
  row.cancelled = false;
  row.state = std::min(row.state, rows::BookingState::AgreementExecuted);
  row.cancelled_reason.clear();
  row.cancelled_by.clear();
  row.refundable = row.forfeited = row.credit_refunds = Money();
  row.rules_version = 0;
  row.asked_to_cancel = false;
  row.cure_until_day = 0;
  note(row, event);
}

// The price's lines anew: what was paid of it pays the new ones, oldest due first, and what is left
// over is credit. Interest and charges stay as they are.
void Fold::set_installments(rows::BookingRowT& row,
                            const std::vector<std::unique_ptr<wire::InstallmentT>>& installments) {
  Money paid = price_paid(row);
  auto before = std::exchange(row.installments, {});
  std::vector<rows::InstallmentLineT*> by_day;
  for (const auto& from : installments) {
    auto& line = *row.installments.emplace_back(std::make_unique<rows::InstallmentLineT>());
    line.no = from->no;
    line.label = from->label;
    line.amount = from->amount;
    line.due_day = from->due_day;
    line.milestone = from->milestone;
    line.days = from->days;
    const auto* old = find_by(before, &rows::InstallmentLineT::no, from->no);
    if (old != nullptr && !is_levied(*old)) line.demanded_day = old->demanded_day;
    by_day.push_back(&line);
  }
  std::stable_sort(by_day.begin(), by_day.end(),
                   [](const auto* a, const auto* b) { return order_day(*a) < order_day(*b); });
  for (auto* line : by_day) {
    line->paid = std::min(line->amount, paid);
    paid -= line->paid;
  }
  row.credit += paid;
  for (auto& line : before)
    if (is_levied(*line)) row.installments.push_back(std::move(line));
}

void Fold::operator()(const InstallmentsScheduled& event) {
  auto& row = booking(event.booking);
  set_installments(row, event.installments);
  row.schedule_version = event.version;
  note(row, event);
}

void Fold::operator()(const InstallmentsRescheduled& event) {
  auto& row = booking(event.booking);
  set_installments(row, event.installments);
  row.schedule_version = event.version;
  note(row, event);
}

void Fold::waive(rows::BookingRowT& row, std::uint32_t no, Money amount,
                 const std::string& reason) {
  auto& line = part(row, no);
  line.amount -= amount;
  write_line(row, {.kind = "waiver", .reference = line.label, .charge = -amount});
  if (is_levied(line)) return;
  auto& price = *row.lines.emplace_back(std::make_unique<wire::PriceLineT>());
  if (!row.plots.empty()) price.plot = row.plots.front();
  price.head = kDiscountHead;
  price.amount = -amount;
  row.total -= amount;
  static_cast<void>(reason);
}

void Fold::operator()(const InstallmentWaived& event) {
  auto& row = booking(event.booking);
  waive(row, event.installment, event.amount, event.reason);
  note(row, event);
}

void Fold::operator()(const InterestWaived& event) {
  auto& row = booking(event.booking);
  waive(row, event.installment, event.amount, event.reason);
  note(row, event);
}

// A hold's discount is in its checkout's price already.
void Fold::operator()(const DiscountApproved& event) {
  if (event.booking.empty() || event.line == nullptr) return;
  auto& row = booking(event.booking);
  row.lines.push_back(copy(event.line));
  row.total += total_of(*event.line);
  write_line(row, {.kind = "discount", .reference = {}, .charge = total_of(*event.line)});
  note(row, event);
}

void Fold::operator()(const DemandDrafted& event) {
  auto& row = booking(event.booking);
  auto& demand = *row.demands.emplace_back(std::make_unique<rows::DemandRowT>());
  demand.demand = event.demand;
  demand.lines = copy(event.lines);
  demand.total = event.total;
  demand.day = event.day;
  note(row, event);
}

void Fold::operator()(const DemandIssued& event) {
  auto& row = booking(event.booking);
  auto* demand = find_by(row.demands, &rows::DemandRowT::demand, event.demand);
  if (demand == nullptr) throw broken("demand " + event.demand + " was never drafted");
  demand->sent_day = event.sent_day;
  for (const auto& line : demand->lines) {
    auto* installment = find_by(row.installments, &rows::InstallmentLineT::no, line->installment);
    if (installment != nullptr && installment->demanded_day == 0)
      installment->demanded_day = event.sent_day;
  }
  auto letter = paper_of(row, event.demand, "demand");
  letter.day = event.sent_day;
  letter.amount = demand->total;
  letter.demand = std::make_unique<rows::DemandRowT>(*demand);
  write_paper(row, letter);
  note(row, event);
}

void Fold::levy(rows::BookingRowT& row, std::uint32_t no, const std::string& label, Money amount,
                wire::PartKind kind, Day due_day) {
  auto& line = *row.installments.emplace_back(std::make_unique<rows::InstallmentLineT>());
  line.no = no;
  line.label = label;
  line.amount = amount;
  line.due_day = due_day;
  line.kind = kind;
}

void Fold::operator()(const ChargeLevied& event) {
  auto& row = booking(event.booking);
  const Money amount = event.amount + event.cgst + event.sgst;
  levy(row, event.installment, event.label, amount, wire::PartKind::Charge, event.due_day);
  row.levied_tax += event.cgst + event.sgst;
  write_line(row, {.kind = "charge", .reference = event.label, .charge = amount});
  note(row, event);
}

void Fold::operator()(const InterestCharged& event) {
  auto& row = booking(event.booking);
  levy(row, event.installment, "interest", event.amount, wire::PartKind::Interest,
       today(event.project));
  write_line(row, {.kind = "interest", .reference = {}, .charge = event.amount});
  note(row, event);
}

}  // namespace ledger::portal
