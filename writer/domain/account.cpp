#include "writer/domain/account.h"

#include <algorithm>
#include <limits>

#include "events/numbers.h"
#include "writer/domain/rules.h"

namespace ledger::rules {
namespace {

using fold::BookingStage;
using wire::PartKind;

// When a part is due, for putting parts in order: what has no day yet comes last.
Day order_day(const fold::PartT& part) {
  return part.due_day == 0 ? std::numeric_limits<Day>::max() : part.due_day;
}

std::vector<const fold::PartT*> in_order_of_payment(const Project& project,
                                                    const fold::BookingT& booking) {
  std::vector<const fold::PartT*> parts;
  for (const auto& part : booking.parts) parts.push_back(part.get());
  const bool principal_first = project.money.order == wire::AllocationOrder::PrincipalFirst;
  std::stable_sort(parts.begin(), parts.end(), [&](const auto* a, const auto* b) {
    const bool a_waits = is_principal(*a) != principal_first;
    const bool b_waits = is_principal(*b) != principal_first;
    if (a_waits != b_waits) return b_waits;
    return order_day(*a) < order_day(*b);
  });
  return parts;
}

std::unique_ptr<wire::ShareT> share_of(const fold::PartT& part, Money amount) {
  auto share = std::make_unique<wire::ShareT>();
  share->installment = part.no;
  share->amount = amount;
  return share;
}

// What vouchers should have said of a head once so much of the price is paid: its share of it, half
// up; exact when all is paid.
Money share_of_head(Money figure, Money paid, Money total) {
  return total.zero() ? Money() : scaled(figure, paid.paise(), total.paise());
}

// The taxed heads' next piece, after `paid` of the price is paid.
TaxedLines next_vouched(const fold::BookingT& booking, Money paid) {
  TaxedLines lines;
  for (const auto& head : booking.heads) {
    if (head->tax_basis_points == 0) continue;
    auto line = std::make_unique<wire::TaxedLineT>();
    line->head = head->head;
    line->taxable = share_of_head(head->amount, paid, booking.total) - head->vouched;
    line->cgst = share_of_head(head->cgst, paid, booking.total) - head->vouched_cgst;
    line->sgst = share_of_head(head->sgst, paid, booking.total) - head->vouched_sgst;
    line->tax_basis_points = head->tax_basis_points;
    if (!with_tax(*line).zero()) lines.push_back(std::move(line));
  }
  return lines;
}

void note_step(fold::PartT& part, Day day, Money paid) {
  auto at = std::find_if(part.steps.begin(), part.steps.end(),
                         [day](const auto& step) { return step->day > day; });
  const Money before =
      at == part.steps.begin() ? part.amount : (*std::prev(at))->open;  // open until `day`
  if (at == part.steps.begin() || (*std::prev(at))->day != day) {
    auto step = std::make_unique<fold::StepT>();
    step->day = day;
    step->open = before;
    at = std::next(part.steps.insert(at, std::move(step)));
  }
  for (auto step = std::prev(at); step != part.steps.end(); ++step) (*step)->open -= paid;
}

fold::PartT& must_find_part(fold::BookingT& booking, std::uint32_t no) {
  const auto found = std::find_if(booking.parts.begin(), booking.parts.end(),
                                  [no](const auto& part) { return part->no == no; });
  promise(found != booking.parts.end(), "money paid for an installment that is not there");
  return **found;
}

fold::PartT& add_part(fold::BookingT& booking, std::uint32_t no, PartKind kind, Money amount,
                      Day today) {
  auto& part = *booking.parts.emplace_back(std::make_unique<fold::PartT>());
  part.no = no;
  part.kind = kind;
  part.amount = amount;
  auto& step = *part.steps.emplace_back(std::make_unique<fold::StepT>());
  step.day = today;
  step.open = amount;
  return part;
}

// A part of the new schedule that was in the old one: what was open until now still was.
void go_on_from(fold::PartT& part, const fold::PartT& old) {
  part.demanded_day = old.demanded_day;
  part.charged_to = old.charged_to;
  auto now = std::move(part.steps.front());
  part.steps.clear();
  for (const auto& step : old.steps)
    if (step->day < now->day) part.steps.push_back(std::make_unique<fold::StepT>(*step));
  part.steps.push_back(std::move(now));
}

// What an allocation pays of the price.
Money principal_in(const Shares& shares) {
  Money sum;
  for (const auto& share : shares)
    if (share->installment < kFirstLevied) sum += share->amount;
  return sum;
}

void sum_up(const fold::BookingT& booking, Allocation& allocation) {
  for (const auto& share : allocation.shares) {
    const auto* part = find_part(booking, share->installment);
    if (part->kind == PartKind::Interest) allocation.interest += share->amount;
  }
  const Money paid = principal_paid(booking) + principal_in(allocation.shares);
  allocation.vouched = next_vouched(booking, paid);
  for (const auto& line : allocation.vouched) allocation.tax += line->cgst + line->sgst;
  // After a price cut vouchers may be ahead of what is paid: they wait until it is more again.
  if (allocation.tax > Money()) return;
  allocation.tax = Money();
  allocation.vouched.clear();
}

}  // namespace

bool is_principal(const fold::PartT& part) {
  return part.kind == PartKind::Principal;
}

Money open_part(const fold::PartT& part) {
  return part.amount - part.paid;
}

Money open_sum(const fold::BookingT& booking) {
  Money sum;
  for (const auto& part : booking.parts) sum += open_part(*part);
  return sum;
}

Money principal_paid(const fold::BookingT& booking) {
  Money sum;
  for (const auto& part : booking.parts)
    if (is_principal(*part)) sum += part->paid;
  return sum;
}

Money price_without_tax(const fold::BookingT& booking) {
  Money sum;
  for (const auto& head : booking.heads) sum += head->amount;
  return sum;
}

Money tax_of(const fold::BookingT& booking) {
  Money sum;
  for (const auto& head : booking.heads) sum += head->cgst + head->sgst;
  return sum;
}

Money with_tax(const wire::TaxedLineT& line) {
  return line.taxable + line.cgst + line.sgst;
}

const fold::PartT* find_part(const fold::BookingT& booking, std::uint32_t no) {
  for (const auto& part : booking.parts)
    if (part->no == no) return part.get();
  return nullptr;
}

bool is_cancelled(const fold::BookingT& booking) {
  return booking.stage == BookingStage::Cancelled;
}

bool is_registered(const fold::BookingT& booking) {
  return booking.stage == BookingStage::AgreementRegistered ||
         booking.stage == BookingStage::Conveyed;
}

Money kept_of(const fold::PaymentT& payment) {
  const bool counts = payment.stage == fold::PaymentStage::Captured;
  return counts ? payment.amount - payment.refund_asked - payment.moved : Money();
}

Allocation allocate(const Project& project, const fold::BookingT& booking, Money amount) {
  Allocation allocation;
  allocation.credit = amount;
  for (const auto* part : in_order_of_payment(project, booking)) {
    const Money share = std::min(open_part(*part), allocation.credit);
    if (share <= Money()) continue;
    allocation.shares.push_back(share_of(*part, share));
    allocation.credit -= share;
  }
  sum_up(booking, allocation);
  return allocation;
}

Allocation unallocate(const Project& project, const fold::BookingT& booking, Money amount) {
  Allocation allocation;
  allocation.credit = std::min(booking.credit, amount);
  Money rest = amount - allocation.credit;
  auto parts = in_order_of_payment(project, booking);
  std::reverse(parts.begin(), parts.end());
  for (const auto* part : parts) {
    const Money share = std::min(part->paid, rest);
    if (share <= Money()) continue;
    allocation.shares.push_back(share_of(*part, share));
    if (part->kind == PartKind::Interest) allocation.interest += share;
    rest -= share;
  }
  promise(rest.zero(), "more is taken back than was paid");
  return allocation;
}

void pay_shares(fold::BookingT& booking, const Shares& shares, Day day, int sign) {
  for (const auto& share : shares) {
    auto& part = must_find_part(booking, share->installment);
    const Money paid = sign > 0 ? share->amount : -share->amount;
    part.paid += paid;
    promise(!part.paid.negative() && part.paid <= part.amount,
            "an installment was paid more than once");
    note_step(part, day, paid);
  }
}

std::vector<fold::HeadSumT> sums_of(const PriceLines& lines) {
  std::vector<fold::HeadSumT> sums;
  for (const auto& line : lines) {
    auto head = std::find_if(sums.begin(), sums.end(), [&](const auto& known) {
      return known.head == line->head && known.tax_basis_points == line->tax_basis_points;
    });
    if (head == sums.end()) {
      head = sums.emplace(head);
      head->head = line->head;
      head->tax_basis_points = line->tax_basis_points;
    }
    head->amount += line->amount;
    head->cgst += line->cgst;
    head->sgst += line->sgst;
  }
  return sums;
}

// What vouchers said of a head stays with it.
void set_heads(fold::BookingT& booking, const PriceLines& lines) {
  const auto before = std::exchange(booking.heads, {});
  booking.total = total_of(lines);
  for (auto& sum : sums_of(lines)) {
    auto& head = *booking.heads.emplace_back(std::make_unique<fold::HeadSumT>(std::move(sum)));
    for (const auto& old : before) {
      if (old->head != head.head || old->tax_basis_points != head.tax_basis_points) continue;
      head.vouched = old->vouched;
      head.vouched_cgst = old->vouched_cgst;
      head.vouched_sgst = old->vouched_sgst;
    }
  }
}

void vouch(fold::BookingT& booking, const wire::PaperT& voucher, int sign) {
  const auto signed_by = [sign](Money money) { return sign > 0 ? money : -money; };
  for (const auto& line : voucher.lines) {
    for (const auto& head : booking.heads) {
      if (head->head != line->head || head->tax_basis_points != line->tax_basis_points) continue;
      head->vouched += signed_by(line->taxable);
      head->vouched_cgst += signed_by(line->cgst);
      head->vouched_sgst += signed_by(line->sgst);
    }
  }
}

void vouch_elsewhere(fold::BookingT& booking) {
  const Money paid = principal_paid(booking);
  for (auto& head : booking.heads) {
    if (head->tax_basis_points == 0) continue;
    head->vouched = share_of_head(head->amount, paid, booking.total);
    head->vouched_cgst = share_of_head(head->cgst, paid, booking.total);
    head->vouched_sgst = share_of_head(head->sgst, paid, booking.total);
  }
}

void set_installments(const Project& project, fold::BookingT& booking,
                      const std::vector<std::unique_ptr<wire::InstallmentT>>& installments,
                      Day today) {
  Money paid = principal_paid(booking);
  auto before = std::exchange(booking.parts, {});
  Money sum;
  for (const auto& from : installments) {
    promise(from->no < kFirstLevied, "an installment has the number of a charge");
    auto& part = add_part(booking, from->no, PartKind::Principal, from->amount, today);
    part.label = from->label;
    part.due_day = from->due_day;
    part.milestone = from->milestone;
    part.days = from->days;
    sum += from->amount;
  }
  promise(sum == booking.total, "installments do not sum to the price");
  for (const auto* part : in_order_of_payment(project, booking)) {
    auto& mine = must_find_part(booking, part->no);
    mine.paid = std::min(part->amount, paid);
    mine.steps.front()->open -= mine.paid;
    paid -= mine.paid;
  }
  booking.credit += paid;
  for (auto& old : before) {
    if (!is_principal(*old)) {
      booking.parts.push_back(std::move(old));
    } else if (find_part(booking, old->no) != nullptr) {
      go_on_from(must_find_part(booking, old->no), *old);
    }
  }
}

std::uint32_t add_levied(fold::BookingT& booking, PartKind kind, std::string label, Money amount,
                         Day due_day, Day today) {
  const auto no = kFirstLevied + booking.levied++;
  auto& part = add_part(booking, no, kind, amount, today);
  part.label = std::move(label);
  part.due_day = due_day;
  return no;
}

fold::BookingT booking_of(const Project& project, const BookingConfirmed& confirmed,
                          const std::vector<std::unique_ptr<wire::InstallmentT>>& installments,
                          Day booked_on) {
  fold::BookingT booking;
  booking.booking = confirmed.booking;
  booking.hold = confirmed.hold;
  booking.booked_day = booked_on;
  booking.price_version = confirmed.price_version;
  booking.currency = confirmed.currency;
  set_heads(booking, confirmed.lines);
  set_installments(project, booking, installments, booked_on);
  booking.schedule_version = 1;
  return booking;
}

}  // namespace ledger::rules
