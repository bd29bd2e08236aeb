// What deciders say of a booking's account: money comes in, is allocated, and brings its papers.
#include <algorithm>
#include <limits>

#include "events/numbers.h"
#include "writer/domain/account.h"
#include "writer/domain/rules.h"

namespace ledger::rules {

using wire::PartKind;

Desk::Desk(const Project& of, Instant at)
    : project(of), now(at), today(day_of(at, of.zone)), papers(of, at) {}

namespace {

PaymentAllocated allocated(const Desk& desk, const fold::BookingT& account, const Income& income,
                           Allocation& allocation) {
  PaymentAllocated e;
  e.project = desk.project.opened.project;
  e.booking = account.booking;
  e.payment = income.payment;
  for (const auto& share : allocation.shares)
    e.shares.push_back(std::make_unique<wire::ShareT>(*share));
  e.credit = allocation.credit;
  e.tax = allocation.tax;
  e.interest = allocation.interest;
  e.value_day = income.value_day;
  return e;
}

void issue_receipt(Desk& desk, const fold::BookingT& account, const Income& income) {
  ReceiptIssued e;
  e.project = desk.project.opened.project;
  e.booking = account.booking;
  e.payment = income.payment;
  e.number = desk.papers.next('R');
  e.amount = income.amount;
  e.financial_year = desk.papers.financial_year();
  e.value_day = income.value_day;
  desk.say(std::move(e));
}

void post_income(Desk& desk, const fold::BookingT& account, const Income& income, Money credit) {
  desk.say(Journal(desk.project, "capture", income.payment.str(), account.booking)
               .on(income.value_day)
               .debit(income.account, income.amount)
               .credit(kReceivable, income.amount - credit)
               .credit(kAdvances, credit)
               .entry());
}

AdvanceCapExceeded cap_exceeded(const Project& project, Money received, Money cap,
                                const char* moment) {
  AdvanceCapExceeded e;
  e.project = project.opened.project;
  e.received = received;
  e.cap = cap;
  e.moment = moment;
  return e;
}

void take_in(Desk& desk, fold::BookingT& account, const Income& income, Allocation allocation) {
  desk.say(allocated(desk, account, income, allocation));
  pay_shares(account, allocation.shares, income.value_day, +1);
  account.credit += allocation.credit;
  account.kept += income.amount;
  if (!income.imported) issue_receipt(desk, account, income);
  post_income(desk, account, income, allocation.credit);
  if (income.imported) return vouch_elsewhere(account);
  follow_up(desk, account, allocation, income.payment);
}

}  // namespace

void receive(Desk& desk, fold::BookingT& account, const Income& income) {
  take_in(desk, account, income, allocate(desk.project, account, income.amount));
}

void receive_as_credit(Desk& desk, fold::BookingT& account, const Income& income) {
  Allocation allocation;
  allocation.credit = income.amount;
  take_in(desk, account, income, std::move(allocation));
}

void follow_up(Desk& desk, fold::BookingT& account, const Allocation& allocation,
               const PaymentId& payment) {
  if (!allocation.vouched.empty()) {
    TaxedLines lines;
    for (const auto& line : allocation.vouched)
      lines.push_back(std::make_unique<wire::TaxedLineT>(*line));
    VoucherIssued e;
    e.project = desk.project.opened.project;
    e.booking = account.booking;
    e.paper = desk.papers.paper('V', std::move(lines));
    e.paper->payment = payment;
    vouch(account, *e.paper, +1);
    desk.say(std::move(e));
  }
  follow_commission(desk, account, payment, "paid");
}

std::unique_ptr<wire::TaxedLineT> taxed_line(std::string head, Money amount, int tax_basis_points) {
  auto line = std::make_unique<wire::TaxedLineT>();
  line->head = std::move(head);
  line->taxable = amount;
  line->cgst = line->sgst = scaled(amount, tax_basis_points, 2 * kBasisPoints);
  line->tax_basis_points = tax_basis_points;
  return line;
}

void credit_note(Desk& desk, const fold::BookingT& account, TaxedLines lines,
                 const std::string& cites, const std::string& reason) {
  CreditNoteIssued e;
  e.project = desk.project.opened.project;
  e.booking = account.booking;
  e.paper = desk.papers.paper('C', std::move(lines));
  e.paper->cites = cites;
  e.paper->reason = reason;
  desk.say(std::move(e));
}

void debit_note(Desk& desk, const fold::BookingT& account, TaxedLines lines,
                const std::string& reason) {
  DebitNoteIssued e;
  e.project = desk.project.opened.project;
  e.booking = account.booking;
  e.paper = desk.papers.paper('D', std::move(lines));
  e.paper->reason = reason;
  desk.say(std::move(e));
}

void levy(Desk& desk, fold::BookingT& account, const std::string& label, Money amount,
          int tax_basis_points, const std::string& reason) {
  if (amount.zero()) return;
  const auto line = taxed_line(label, amount, tax_basis_points);
  ChargeLevied e;
  e.project = desk.project.opened.project;
  e.booking = account.booking;
  e.label = label;
  e.amount = amount;
  e.cgst = line->cgst;
  e.sgst = line->sgst;
  e.due_day = desk.today;
  e.reason = reason;
  e.installment =
      add_levied(account, PartKind::Charge, label, with_tax(*line), e.due_day, desk.today);
  account.levied_tax += line->cgst + line->sgst;
  desk.say(std::move(e));
  desk.say(Journal(desk.project, "charge", label, account.booking)
               .debit(kReceivable, with_tax(*line))
               .credit(income_account(label), amount)
               .credit(kCgst, line->cgst)
               .credit(kSgst, line->sgst)
               .entry());
  TaxedLines lines;
  lines.push_back(std::make_unique<wire::TaxedLineT>(*line));
  debit_note(desk, account, std::move(lines), reason);
}

void reschedule_to(Desk& desk, fold::BookingT& account, Money new_total, const std::string& reason,
                   const std::string& by) {
  InstallmentsRescheduled e;
  e.project = desk.project.opened.project;
  e.booking = account.booking;
  e.version = ++account.schedule_version;
  e.reason = reason;
  e.by = by;
  Money rest = new_total;
  const fold::PartT* last = nullptr;
  for (const auto& part : account.parts)
    if (is_principal(*part)) last = part.get();
  for (const auto& part : account.parts) {
    if (!is_principal(*part) || rest.zero()) continue;
    auto to = std::make_unique<wire::InstallmentT>();
    to->no = part->no;
    to->label = part->label;
    to->amount = part.get() == last ? rest : std::min(part->amount, rest);
    to->due_day = part->due_day;
    to->milestone = part->milestone;
    to->days = part->days;
    rest -= to->amount;
    e.installments.push_back(std::move(to));
  }
  account.total = new_total;
  set_installments(desk.project, account, e.installments, desk.today);
  desk.say(std::move(e));
}

std::optional<Money> advance_cap(const Project& project, const fold::BookingT* booking,
                                 Money total) {
  if (project.money.cap == wire::CapMode::Off) return std::nullopt;
  if (booking != nullptr && is_registered(*booking)) return std::nullopt;
  __extension__ using Wide = __int128;
  return Money::paise(static_cast<std::int64_t>(Wide{total.paise()} *
                                                project.money.cap_basis_points / kBasisPoints));
}

Result<std::optional<AdvanceCapExceeded>> check_cap(const Project& project,
                                                    const fold::BookingT* booking, Money total,
                                                    Money received, const char* moment) {
  const auto cap = advance_cap(project, booking, total);
  const bool told = booking != nullptr && booking->cap_told;
  if (!cap || received <= *cap) return std::nullopt;
  if (project.money.cap == wire::CapMode::Enforce)
    return fail(ErrorCode::kConflict, "advance-cap",
                "Before the agreement is registered no more than " + rupees(*cap) +
                    " may be taken (RERA section 13).");
  if (told) return std::nullopt;
  return std::optional(cap_exceeded(project, received, *cap, moment));
}

}  // namespace ledger::rules
