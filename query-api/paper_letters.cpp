#include "query-api/paper_letters.h"

#include <algorithm>

#include "projectors/portal_papers.h"
#include "projectors/terms.h"
#include "query-api/paper_issued.h"
#include "query-api/paper_statement.h"

namespace ledger {
namespace {

using paper::TemplateKind;

Result<paper::BookingFacts> standing_facts(const Press& press, const BookingFacts& booking) {
  auto head = standing_head(press, booking);
  if (!head) return fail(head.error());
  const auto figures = portal::figures(booking.booking);
  auto facts =
      paper_facts(press, booking.booking, std::move(*head), figures.paid, figures.outstanding);
  for (auto& line : facts.installments) {
    const auto& parts = booking.booking.installments;
    const auto part = std::ranges::find_if(parts, [&](const auto& p) { return p->no == line.no; });
    if (part == parts.end()) continue;
    if (const auto due = due_day(booking, **part); due != 0) line.due = due;
    const auto open = (*part)->amount - (*part)->paid;
    if (open <= Money() || !line.due || (facts.next_due && *facts.next_due->due <= *line.due))
      continue;
    facts.next_due = line;
    facts.next_due->amount = open;
  }
  return facts;
}

// The allotment is of the day of booking; an agreement bears its own number and day once it is
// executed.
void date_letter(const BookingFacts& booking, TemplateKind kind, paper::Paper& head) {
  const auto& row = booking.booking;
  const bool agreement = kind == TemplateKind::kAgreement;
  head.date = agreement && row.executed_day != 0 ? row.executed_day : row.booked_day;
  if (agreement) head.number = row.agreement_no;
}

// --- demands ---

const rows::InstallmentLineT* part_of(const BookingFacts& booking, std::uint32_t no) {
  for (const auto& part : booking.booking.installments)
    if (part->no == no) return part.get();
  return nullptr;
}

paper::DemandPart kind_of(const wire::DemandLineT& line, const rows::InstallmentLineT* part) {
  if (part != nullptr && part->kind == wire::PartKind::Interest)
    return paper::DemandPart::kInterest;
  return line.earlier ? paper::DemandPart::kEarlier : paper::DemandPart::kNow;
}

paper::DemandLine demand_line(const BookingFacts& booking, const wire::DemandLineT& from) {
  const auto* part = part_of(booking, from.installment);
  paper::DemandLine to;
  to.part = kind_of(from, part);
  to.label = from.label;
  to.due = from.due_day;
  to.amount = from.amount;
  const Money open = part == nullptr ? Money() : part->amount - part->paid;
  to.paid = from.amount - std::clamp(open, Money(), from.amount);
  return to;
}

// Due within the days of grace, counted from the day the letter was sent.
void set_terms(const Press& press, const BookingFacts& booking, const rows::DemandRowT& demand,
               paper::DemandLetter& letter) {
  const auto rules = terms::money(press.snapshot->rows(terms::kView), booking.booking.project);
  letter.grace_days = rules ? rules->grace_days : 0;
  const Day sent = demand.sent_day == 0 ? demand.day : demand.sent_day;
  letter.pay_by = sent + static_cast<Day>(letter.grace_days);
  for (const auto& line : letter.lines) {
    if (line.part == paper::DemandPart::kNow) letter.pay_by = std::max(letter.pay_by, line.due);
  }
  if (!press.context.services.public_url.empty())
    letter.pay_url = press.context.services.public_url + "/me";
}

std::string milestone_of(const BookingFacts& booking, const rows::DemandRowT& demand) {
  for (const auto& line : demand.lines) {
    const auto* part = part_of(booking, line->installment);
    if (part != nullptr && !line->earlier && !part->milestone.empty()) return part->label;
  }
  return "";
}

// A draft is the booking's as it stands; a letter that was sent keeps whom it went to and when.
Result<paper::Paper> demand_head(const Press& press, const BookingFacts& booking,
                                 const rows::DemandRowT& demand) {
  const auto sent =
      portal::paper(press.snapshot->rows(portal::kView), booking.booking.booking, demand.demand);
  if (sent) return head_of(press, *sent, booking.project);
  auto head = standing_head(press, booking);
  if (!head) return head;
  head->number = demand.demand;
  head->date = demand.day;
  head->mark = paper::Mark::kDraft;
  return head;
}

Result<paper::DemandLetter> demand_letter(const Press& press, const BookingFacts& booking,
                                          const rows::DemandRowT& demand) {
  auto head = demand_head(press, booking, demand);
  if (!head) return fail(head.error());
  paper::DemandLetter letter;
  letter.paper = std::move(*head);
  for (const auto& line : demand.lines) letter.lines.push_back(demand_line(booking, *line));
  set_terms(press, booking, demand, letter);
  return letter;
}

// --- previews ---

Result<std::string> preview_demand(const paper::Body& body, const paper::Paper& head) {
  paper::DemandLetter letter;
  letter.paper = head;
  letter.text = body;
  letter.pay_by = head.date + 15;
  return paper::pdf_of(letter);
}

Result<std::string> preview_receipt(const paper::Body& body, const paper::BookingFacts& facts) {
  paper::Receipt receipt;
  receipt.paper = facts.paper;
  receipt.amount = receipt.credit = facts.paid;
  receipt.value_date = facts.paper.date;
  receipt.text = body;
  return paper::pdf_of(receipt);
}

// Values for every kind: what a booking does not have is taken from the sample.
paper::TemplateValues preview_values(const paper::BookingFacts& facts, TemplateKind kind) {
  auto values = paper::sample_values(kind, facts.paper.language);
  auto own = paper::values_of(facts);
  for (auto& [name, text] : own.texts) values.texts[name] = std::move(text);
  for (auto& [name, grid] : own.grids) values.grids[name] = std::move(grid);
  values.signatories = std::move(own.signatories);
  return values;
}

}  // namespace

Result<std::string> letter_pdf(const Press& press, const BookingFacts& booking, TemplateKind kind) {
  auto facts = standing_facts(press, booking);
  if (!facts) return fail(facts.error());
  date_letter(booking, kind, facts->paper);
  const auto text = template_in_force(press, booking.booking.project, kind, "");
  if (!text) return fail(text.error());
  auto body = paper::fill(*text, paper::values_of(*facts));
  if (!body) return fail(body.error());
  return paper::pdf_of(paper::Letter{kind, std::move(facts->paper), std::move(*body)});
}

Result<std::string> demand_pdf(const Press& press, const BookingFacts& booking,
                               const rows::DemandRowT& demand) {
  auto letter = demand_letter(press, booking, demand);
  if (!letter) return fail(letter.error());
  auto facts = standing_facts(press, booking);
  if (!facts) return fail(facts.error());
  facts->paper = letter->paper;
  const auto text = template_in_force(press, booking.booking.project, TemplateKind::kDemand,
                                      demand.sent_day == 0 ? "" : letter->paper.position);
  if (!text) return fail(text.error());
  auto as_sent = *letter;  // what was asked for; the table below says what has come since
  for (auto& line : as_sent.lines) line.paid = Money();
  auto body = paper::fill(*text, paper::values_of(*facts, as_sent, milestone_of(booking, demand)));
  if (!body) return fail(body.error());
  letter->text = std::move(*body);
  return paper::pdf_of(*letter);
}

Result<std::string> template_preview(const Press& press, const paper::Template& from,
                                     const BookingFacts* booking) {
  auto facts = booking == nullptr ? Result<paper::BookingFacts>(paper::sample_facts(press.language))
                                  : standing_facts(press, *booking);
  if (!facts) return fail(facts.error());
  facts->paper.mark = paper::Mark::kSample;
  const auto body = paper::fill(from, preview_values(*facts, from.kind));
  if (!body) return fail(body.error());
  switch (from.kind) {
    case TemplateKind::kIntroduction:
      return paper::text_of(*body);
    case TemplateKind::kDemand:
      return preview_demand(*body, facts->paper);
    case TemplateKind::kReceipt:
      return preview_receipt(*body, *facts);
    case TemplateKind::kAgreement:
    case TemplateKind::kAllotment:
      break;
  }
  return paper::pdf_of(paper::Letter{from.kind, facts->paper, *body});
}

}  // namespace ledger
