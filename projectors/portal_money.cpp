#include "projectors/portal_fold.h"

namespace ledger::portal {
namespace {

Money sum_of(const std::vector<std::unique_ptr<wire::ShareT>>& shares) {
  Money sum;
  for (const auto& share : shares) sum += share->amount;
  return sum;
}

}  // namespace

void Fold::write_line(const rows::BookingRowT& row, const Line& line) {
  if (line.charge.zero() && line.money.zero() && line.tax.zero() && line.interest.zero()) return;
  rows::StatementRowT to;
  to.at = at();
  to.position = accepted_.position();
  to.kind = line.kind;
  to.reference = line.reference;
  to.charge = line.charge;
  to.money = line.money;
  to.tax = line.tax;
  to.interest = line.interest;
  const Day day = line.day == 0 ? today(row.project) : line.day;
  put_row(rows_,
          Key(kStatement)
              .text(row.booking)
              .number(static_cast<std::uint64_t>(day))
              .number(accepted_.record->sequence)
              .number(lines_++),
          to);
}

void Fold::remember(const PaymentId& payment, const rows::BookingPaymentT& facts) {
  heard_.insert_or_assign(payment, facts);
}

std::unique_ptr<rows::BookingPaymentT> Fold::payment_line(const rows::BookingRowT& row,
                                                          const PaymentId& payment, Money amount) {
  auto line = std::make_unique<rows::BookingPaymentT>();
  if (const auto heard = heard_.find(payment); heard != heard_.end()) *line = heard->second;
  line->payment = payment;
  line->amount = amount;
  line->at = at();
  line->position = accepted_.position();
  static_cast<void>(row);
  return line;
}

void Fold::pay(rows::BookingRowT& row, const std::vector<std::unique_ptr<wire::ShareT>>& shares,
               int sign) {
  for (const auto& share : shares) {
    auto& line = part(row, share->installment);
    line.paid += sign > 0 ? share->amount : -share->amount;
  }
}

void Fold::operator()(const PaymentImported& event) {
  rows::BookingPaymentT facts;
  facts.mode = event.mode;
  facts.reference = event.reference;
  facts.receipt_no = event.receipt_no;
  remember(event.payment, facts);
  note(booking(event.booking), event);
}

void Fold::operator()(const PaymentAllocated& event) {
  auto& row = booking(event.booking);
  const Money amount = event.credit + sum_of(event.shares);
  auto& line = *row.payments.emplace_back(payment_line(row, event.payment, amount));
  line.credit = event.credit;
  line.value_day = event.value_day == 0 ? today(row.project) : event.value_day;
  line.tax = event.tax;
  line.interest = event.interest;
  pay(row, event.shares, +1);
  applied_[event.payment] = applied(row, event.shares);
  row.credit += event.credit;
  std::erase_if(row.declared, [&](const auto& one) { return one->payment == event.payment; });
  write_line(row, {.kind = "payment",
                   .reference = event.payment.str(),
                   .money = amount,
                   .tax = event.tax,
                   .interest = event.interest,
                   .day = line.value_day});
  note(row, event);
}

void Fold::operator()(const PaymentReversed& event) {
  auto& row = booking(event.booking);
  auto* line = find_by(row.payments, &rows::BookingPaymentT::payment, event.payment);
  if (line == nullptr) throw broken("payment " + event.payment.str() + " is not with its booking");
  line->reversed = true;
  line->reversed_reason = event.reason;
  pay(row, event.shares, -1);
  row.credit -= event.credit;
  write_line(row, {.kind = "reversal",
                   .reference = event.payment.str(),
                   .money = -event.amount,
                   .tax = -event.tax,
                   .interest = -event.interest,
                   .day = event.value_day});
  note(row, event);
}

void Fold::operator()(const AllocationUndone& event) {
  auto& row = booking(event.booking);
  pay(row, event.shares, -1);
  row.credit += event.amount;
  write_line(row, {.kind = "unallocated", .reference = {}, .interest = -event.interest});
  note(row, event);
}

void Fold::operator()(const OverpaymentApplied& event) {
  auto& row = booking(event.booking);
  pay(row, event.shares, +1);
  row.credit -= event.amount;
  write_line(
      row,
      {.kind = "credit-applied", .reference = {}, .tax = event.tax, .interest = event.interest});
  note(row, event);
}

// Both bookings may be here, or only the one that is this project's.
void Fold::operator()(const PaymentMoved& event) {
  const auto move = [&](const BookingId& id, const BookingId& other, Money amount) {
    auto& row = booking(id);
    const bool leaves = amount.negative();
    if (!row.cancelled) {
      row.credit += amount;
      row.moved += amount;
    } else if (leaves) {
      row.moved_after -= amount;
    } else {
      row.moved_in_after += amount;
    }
    auto& line = *row.moves.emplace_back(std::make_unique<rows::MoveLineT>());
    line.move = event.move;
    line.booking = other;
    line.amount = amount;
    line.at = at();
    write_line(
        row,
        {.kind = leaves ? "moved-out" : "moved-in", .reference = other.str(), .money = amount});
    note(row, event);
  };
  if (event.leg != wire::Leg::In) move(event.from_booking, event.to_booking, -event.amount);
  if (event.leg != wire::Leg::Out) move(event.to_booking, event.from_booking, event.amount);
}

// --- a booking's own orders ---

void Fold::operator()(const PaymentRequested& event) {
  put_owner(kRequest, event.request, {}, event.booking);
  auto& row = booking(event.booking);
  auto& line = *row.requests.emplace_back(std::make_unique<rows::RequestLineT>());
  line.request = event.request;
  line.link = event.link;
  line.receipt = event.receipt;
  line.amount = event.amount;
  line.expires_at = event.expires_at;
  line.at = at();
  note(row, event);
}

void Fold::operator()(const PaymentLinkIssued& event) {
  put_owner(kLink, event.link, {}, event.booking);
  auto& row = booking(event.booking);
  auto& line = *row.links.emplace_back(std::make_unique<rows::LinkLineT>());
  line.link = event.link;
  line.amount = event.amount;
  line.first_min = event.first_min;
  line.expires_at = event.expires_at;
  line.reason = event.reason;
  line.at = at();
  note(row, event);
}

void Fold::operator()(const PaymentLinkCancelled& event) {
  const auto whose = owner(kLink, event.link, "link", "issued");
  auto& row = booking(whose.booking);
  auto* line = find_by(row.links, &rows::LinkLineT::link, event.link);
  if (line != nullptr) line->cancelled = true;
  note(row, event);
}

// --- refunds ---

void Fold::operator()(const RefundRequested& event) {
  put_owner(kRefund, event.refund, event.hold, event.booking);
  rows::RefundLineT line;
  line.refund = event.refund;
  line.payment = event.payment;
  line.amount = event.amount;
  line.state = rows::RefundState::Requested;
  line.reason = event.reason;
  line.requested_at = at();
  if (!event.booking.empty()) {
    auto& row = booking(event.booking);
    if (!row.cancelled) row.credit -= event.amount;
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
rows::BookingRowT* Fold::change_refund(const EventT& event, const Change& change) {
  const auto whose = owner(kRefund, event.refund, "refund", "requested");
  const auto change_in = [&](auto& row) {
    auto* line = find_by(row.refunds, &rows::RefundLineT::refund, event.refund);
    if (line == nullptr) throw broken("refund " + event.refund.str() + " is not with its owner");
    change(*line);
    note(row, event);
  };
  if (whose.booking.empty()) {
    change_in(hold(whose.hold));
    return nullptr;
  }
  auto& row = booking(whose.booking);
  change_in(row);
  return &row;
}

void Fold::operator()(const RefundApproved& event) {
  change_refund(event, [](auto& line) { line.state = rows::RefundState::Approved; });
}

void Fold::operator()(const RefundWithdrawn& event) {
  Money amount;
  auto* row = change_refund(event, [&amount](auto& line) {
    line.state = rows::RefundState::Withdrawn;
    amount = line.amount;
  });
  if (row != nullptr && !row->cancelled) row->credit += amount;
}

void Fold::operator()(const RefundInitiated& event) {
  change_refund(event, [&event](auto& line) {
    line.state = rows::RefundState::Initiated;
    line.gateway_refund = event.gateway_refund;
    line.reference = event.reference;
  });
}

void Fold::operator()(const RefundProcessed& event) {
  const auto* row = change_refund(event, [&event, this](auto& line) {
    if (event.amount != line.amount) throw broken("a refund was paid in another amount than asked");
    line.state = rows::RefundState::Processed;
    line.gateway_refund = event.gateway_refund;
    line.processed_at = at();
  });
  if (row == nullptr) return;
  write_line(*row, {.kind = "refund",
                    .reference = event.refund.str(),
                    .money = -event.amount,
                    .day = event.value_day});
}

void Fold::operator()(const RefundFailed& event) {
  change_refund(event, [&event](auto& line) {
    line.state = rows::RefundState::Failed;
    line.failure = event.reason;
  });
}

}  // namespace ledger::portal
