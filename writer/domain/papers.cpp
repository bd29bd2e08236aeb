#include <algorithm>

#include "events/numbers.h"
#include "events/pricing.h"
#include "writer/domain/account.h"
#include "writer/domain/rules.h"

namespace ledger::rules {
namespace {

std::uint32_t last_serial(const Project& project, char letter, std::uint16_t year) {
  const auto found = project.serials.find({letter, year});
  return found == project.serials.end() ? 0 : found->second;
}

Money sum_of(const TaxedLines& lines) {
  Money sum;
  for (const auto& line : lines) sum += with_tax(*line);
  return sum;
}

TaxedLines taxed_heads(const fold::BookingT& booking) {
  TaxedLines lines;
  for (const auto& head : booking.heads) {
    if (head->tax_basis_points == 0 || head->amount.zero()) continue;
    auto line = std::make_unique<wire::TaxedLineT>();
    line->head = head->head;
    line->taxable = head->amount;
    line->cgst = head->cgst;
    line->sgst = head->sgst;
    line->tax_basis_points = head->tax_basis_points;
    lines.push_back(std::move(line));
  }
  return lines;
}

template <class E>
void take_paper(State& state, const E& e) {
  auto& project = must_find(state, e.project);
  promise(e.paper != nullptr, "a paper without its contents");
  take_number(project, e.paper->number, e.paper->financial_year);
}

}  // namespace

Papers::Papers(const Project& project, Instant now)
    : project_(project),
      today_(day_of(now, kIndia)),
      year_(static_cast<std::uint16_t>(ledger::financial_year(today_))) {}

std::string Papers::next(char letter) {
  const auto serial = last_serial(project_, letter, year_) + ++taken_[letter];
  return document_number(letter, year_, project_.opened.code, serial);
}

// The code of each service (CGST Rules, 2017, rule 46(g)), as its head's rule has it today. A line
// of an earlier paper keeps the one that it was issued with.
void Papers::name_services(TaxedLines& lines) const {
  const Taxes taxes{&project_.taxes, today_};
  for (auto& line : lines) {
    const auto* rule = taxes.in_force(line->head);
    if (line->hsn.empty() && rule != nullptr) line->hsn = rule->hsn;
  }
}

std::unique_ptr<wire::PaperT> Papers::paper(char letter, TaxedLines lines) {
  name_services(lines);
  auto paper = std::make_unique<wire::PaperT>();
  paper->number = next(letter);
  paper->financial_year = year_;
  paper->day = today_;
  paper->amount = sum_of(lines);
  paper->lines = std::move(lines);
  return paper;
}

void take_number(Project& project, const std::string& number, std::uint16_t financial_year) {
  promise(!number.empty(), "a paper without a number");
  auto& last = project.serials[{number.front(), financial_year}];
  promise(number == document_number(number.front(), financial_year, project.opened.code, ++last),
          "a paper's number is out of turn");
}

// One invoice for the taxed heads, once the service is rendered; vouchers were for advances on it.
Decision decide(const State& state, const IssueInvoice& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (is_cancelled(booking)) return refuse_cancelled();
  if (!booking.invoice.empty())
    return fail(ErrorCode::kConflict, "invoice-issued",
                "Invoice " + booking.invoice + " is issued for this booking already.");
  auto lines = taxed_heads(booking);
  if (lines.empty())
    return fail(ErrorCode::kConflict, "nothing-taxed",
                "Nothing in this price is taxed; a plot of land needs no tax invoice.");
  Desk desk(project, context.now);
  InvoiceIssued e;
  e.project = c.project;
  e.booking = c.booking;
  e.paper = desk.papers.paper('I', std::move(lines));
  desk.say(std::move(e));
  return std::move(desk.events);
}

void fold(State& state, const ReceiptIssued& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  take_number(project, e.number, e.financial_year);
  const auto payment = project.payments.find(e.payment);
  promise(payment != project.payments.end(), "a receipt for a payment that is not known");
  payment->second.receipt_no = e.number;
}

void fold(State& state, const VoucherIssued& e, Instant /*at*/) {
  take_paper(state, e);
  auto& booking = must_find_booking(must_find(state, e.project), e.booking);
  if (e.paper->number.front() == 'V') {
    vouch(booking, *e.paper, +1);
    booking.vouchers.push_back(std::make_unique<wire::PaperT>(*e.paper));
  } else {
    vouch(booking, *e.paper, -1);
    std::erase_if(booking.vouchers,
                  [&](const auto& voucher) { return voucher->number == e.paper->cites; });
  }
}

void fold(State& state, const InvoiceIssued& e, Instant /*at*/) {
  take_paper(state, e);
  auto& booking = must_find_booking(must_find(state, e.project), e.booking);
  booking.invoice = e.paper->number;
  booking.invoice_lines.clear();
  for (const auto& line : e.paper->lines)
    booking.invoice_lines.push_back(std::make_unique<wire::TaxedLineT>(*line));
}

void fold(State& state, const CreditNoteIssued& e, Instant /*at*/) {
  take_paper(state, e);
  auto& booking = must_find_booking(must_find(state, e.project), e.booking);
  if (is_cancelled(booking) && e.paper->cites == booking.invoice) booking.invoice.clear();
}

void fold(State& state, const DebitNoteIssued& e, Instant /*at*/) {
  take_paper(state, e);
}

void fold(State& state, const DocumentNumberVoided& e, Instant /*at*/) {
  auto& booking = must_find_booking(must_find(state, e.project), e.booking);
  const auto voucher = std::find_if(booking.vouchers.begin(), booking.vouchers.end(),
                                    [&](const auto& v) { return v->number == e.number; });
  if (voucher == booking.vouchers.end()) return;
  vouch(booking, **voucher, -1);
  booking.vouchers.erase(voucher);
}

}  // namespace ledger::rules
