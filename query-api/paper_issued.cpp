#include "query-api/paper_issued.h"

#include <array>

#include "query-api/documents/names.h"
#include "query-api/documents/notes.h"
#include "query-api/documents/receipt_voucher.h"
#include "query-api/documents/refund_voucher.h"
#include "query-api/documents/tax_invoice.h"
#include "query-api/mode_word.h"

namespace ledger {
namespace {

Zone zone_of(const rows::ProjectRowT& project) {
  return fixed_zone(project.timezone).value_or(kIndia);
}

std::vector<paper::TaxLine> taxed(const wire::PaperT& paper) {
  std::vector<paper::TaxLine> lines;
  for (const auto& from : paper.lines) {
    paper::TaxLine line;
    line.description = from->head;
    line.sac = from->hsn;
    line.taxable = from->taxable;
    line.cgst_basis_points = line.sgst_basis_points = from->tax_basis_points / 2;
    line.cgst = from->cgst;
    line.sgst = from->sgst;
    lines.push_back(std::move(line));
  }
  return lines;
}

paper::TaxLine price_line(const wire::PriceLineT& from, bool several_plots,
                          paper::Language language) {
  paper::TaxLine line;
  line.description = paper::head_name(from.head, language);
  if (several_plots) line.description += " · " + from.plot.str();
  line.taxable = from.amount;
  line.cgst_basis_points = line.sgst_basis_points = from.tax_basis_points / 2;
  line.cgst = from.cgst;
  line.sgst = from.sgst;
  return line;
}

paper::PlanLine plan_line(const rows::InstallmentLineT& from) {
  paper::PlanLine line;
  line.no = from.no;
  line.label = from.label;
  if (from.due_day != 0) line.due = from.due_day;
  line.amount = from.amount;
  return line;
}

std::string mode_of(const rows::BookingPaymentT* payment) {
  if (payment == nullptr) return "";
  return payment->method.empty() ? mode_word(payment->mode) : payment->method;
}

std::string reference_of(const rows::BookingPaymentT* payment) {
  if (payment == nullptr) return "";
  return payment->reference.empty() ? payment->payment.str() : payment->reference;
}

// --- each kind ---

Result<std::string> receipt(const Press& press, const rows::PaperRowT& row, paper::Paper head) {
  const auto facts = paper_facts(press, *row.booking, head, row.paid, row.outstanding);
  paper::Receipt to;
  to.paper = std::move(head);
  to.amount = row.amount;
  to.mode = mode_of(row.payment.get());
  to.reference = reference_of(row.payment.get());
  to.value_date = row.payment == nullptr ? row.day : row.payment->value_day;
  Money applied;
  for (const auto& part : row.applied) {
    const auto line = plan_line(*part);
    to.applied.push_back({line.label, line.due, line.amount});
    applied += line.amount;
  }
  to.credit = row.amount - applied;
  to.standing = {paper::total_of(facts.price), row.paid, row.outstanding};
  const auto text =
      template_in_force(press, row.booking->project, paper::TemplateKind::kReceipt, row.position);
  if (!text) return fail(text.error());
  auto body = paper::fill(*text, paper::values_of(facts, to));
  if (!body) return fail(body.error());
  to.text = std::move(*body);
  return paper::pdf_of(to);
}

Result<std::string> receipt_voucher(const Press& /*press*/, const rows::PaperRowT& row,
                                    paper::Paper head) {
  paper::ReceiptVoucher to;
  to.paper = std::move(head);
  to.lines = taxed(*row.paper);
  to.mode = mode_of(row.payment.get());
  to.reference = reference_of(row.payment.get());
  if (row.payment != nullptr) to.receipt_no = row.payment->receipt_no;
  return paper::pdf_of(to);
}

Result<std::string> refund_voucher(const Press& /*press*/, const rows::PaperRowT& row,
                                   paper::Paper head) {
  paper::RefundVoucher to;
  to.paper = std::move(head);
  to.voucher_no = row.paper->cites;
  if (row.cites != nullptr) to.voucher_date = row.cites->day;
  to.lines = taxed(*row.paper);
  to.reason = row.paper->reason;
  return paper::pdf_of(to);
}

Result<std::string> tax_invoice(const Press& /*press*/, const rows::PaperRowT& row,
                                paper::Paper head) {
  paper::TaxInvoice to;
  to.paper = std::move(head);
  to.lines = taxed(*row.paper);
  for (const auto& voucher : row.advances)
    to.advances.push_back({voucher->number, voucher->day, voucher->amount});
  return paper::pdf_of(to);
}

template <class Note>
Result<std::string> note(const Press& /*press*/, const rows::PaperRowT& row, paper::Paper head) {
  Note to;
  to.paper = std::move(head);
  to.against_no = row.paper->cites;
  if (row.cites != nullptr) to.against_date = row.cites->day;
  to.reason = row.paper->reason;
  to.lines = taxed(*row.paper);
  return paper::pdf_of(to);
}

using Draw = Result<std::string> (*)(const Press&, const rows::PaperRowT&, paper::Paper);

constexpr std::array<std::pair<std::string_view, Draw>, 6> kDraws{{
    {"receipt", receipt},
    {"receipt-voucher", receipt_voucher},
    {"refund-voucher", refund_voucher},
    {"tax-invoice", tax_invoice},
    {"credit-note", note<paper::CreditNote>},
    {"debit-note", note<paper::DebitNote>},
}};

}  // namespace

paper::BookingFacts paper_facts(const Press& press, const rows::BookingRowT& booking,
                                paper::Paper head, Money paid, Money outstanding) {
  paper::BookingFacts facts;
  facts.paper = std::move(head);
  facts.booked_on = booking.booked_day;
  for (const auto& line : booking.lines)
    facts.price.push_back(price_line(*line, booking.plots.size() > 1, press.language));
  facts.plan = booking.plan;
  for (const auto& line : booking.installments) {
    if (line->kind == wire::PartKind::Principal) facts.installments.push_back(plan_line(*line));
  }
  facts.paid = paid;
  facts.outstanding = outstanding;
  if (!press.context.services.public_url.empty())
    facts.portal_url = press.context.services.public_url + "/me";
  facts.personal_url = facts.portal_url;
  return facts;
}

Result<paper::Paper> head_of(const Press& press, const rows::PaperRowT& row,
                             const rows::ProjectRowT& project) {
  auto issuer = issuer_of(press, project, row.position);
  if (!issuer) return fail(issuer.error());
  paper::Paper head;
  head.language = press.language;
  head.issuer = std::move(*issuer);
  head.booking = parties_of(press, *row.booking);
  head.number = row.number;
  head.date = row.day;
  head.recorded_at = row.at;
  head.position = row.position;
  head.verify_url = verify_url(press.context.services, row.number);
  head.zone = zone_of(project);
  if (row.voided) {
    head.mark = paper::Mark::kVoid;
    head.mark_reason = row.void_reason;
  }
  return head;
}

Result<std::string> pdf_of_issued(const Press& press, const rows::PaperRowT& row,
                                  const rows::ProjectRowT& project) {
  auto head = head_of(press, row, project);
  if (!head) return fail(head.error());
  for (const auto& [kind, draw] : kDraws)
    if (kind == row.kind) return draw(press, row, std::move(*head));
  return fail(ErrorCode::kNotFound, "not-found", "there is no such paper");
}

}  // namespace ledger
