#include "query-api/documents/demand_letter.h"

#include "query-api/documents/names.h"
#include "query-api/documents/parts.h"

namespace ledger::paper {
namespace {

Text title_of(DemandPart part) {
  switch (part) {
    case DemandPart::kNow:
      return Text::kDueNow;
    case DemandPart::kEarlier:
      return Text::kDueEarlier;
    case DemandPart::kInterest:
      return Text::kInterestOnDelay;
  }
  return Text::kDueNow;
}

void add_part(Grid& grid, const DemandLetter& letter, DemandPart part) {
  const auto language = letter.paper.language;
  bool begun = false;
  for (const auto& line : letter.lines) {
    if (line.part != part) continue;
    if (!begun) grid.rows.push_back({{say(title_of(part), language)}, RowLook::kStrong});
    begun = true;
    grid.rows.push_back({{installment_name(line.label, language), short_date(line.due, language),
                          grouped(line.amount), line.paid.zero() ? "–" : grouped(line.paid),
                          grouped(line.amount - line.paid)}});
  }
}

Grid demand_grid(const DemandLetter& letter) {
  const auto language = letter.paper.language;
  const auto amount = [language](Text text) { return say(text, language) + " (₹)"; };
  Grid grid{{{say(Text::kInstallment, language), 3.4},
             {say(Text::kDueOn, language), 1.7},
             {amount(Text::kAmountDue), 2, Align::kRight},
             {amount(Text::kAlreadyPaid), 2, Align::kRight},
             {amount(Text::kToPay), 2, Align::kRight}},
            {}};
  for (const auto part : {DemandPart::kNow, DemandPart::kEarlier, DemandPart::kInterest}) {
    add_part(grid, letter, part);
  }
  grid.rows.push_back(
      {{say(Text::kTotal, language), "", "", "", grouped(to_pay(letter))}, RowLook::kTotal});
  return grid;
}

// What is to be paid and by when, and how; once all is paid, that it is.
void add_request(Sheet& sheet, const DemandLetter& letter) {
  const auto language = letter.paper.language;
  const auto open = to_pay(letter);
  if (open.zero() && !letter.lines.empty()) {
    Money paid;
    for (const auto& line : letter.lines) paid += line.paid;
    sheet.amount(say(Text::kAlreadyPaid, language), paid, in_words(paid, language));
    return;
  }
  sheet.amount(say(Text::kPayBy, language, {long_date(letter.pay_by, language)}), open,
               in_words(open, language));
}

void add_how(Sheet& sheet, const DemandLetter& letter) {
  const auto language = letter.paper.language;
  if (!letter.pay_url.empty())
    sheet.paragraph({{say(Text::kPayOnline, language) + ": "}, {letter.pay_url, true}});
  if (letter.grace_days > 0)
    sheet.note(say(Text::kGraceNote, language, {std::to_string(letter.grace_days)}));
}

}  // namespace

Money to_pay(const DemandLetter& letter) {
  Money sum;
  for (const auto& line : letter.lines) sum += line.amount - line.paid;
  return sum;
}

Money to_pay(const DemandLetter& letter, DemandPart part) {
  Money sum;
  for (const auto& line : letter.lines) {
    if (line.part == part) sum += line.amount - line.paid;
  }
  return sum;
}

Result<std::string> pdf_of(const DemandLetter& letter) {
  const auto language = letter.paper.language;
  auto sheet = Sheet::open(letter.paper, say(Text::kDemandLetter, language));
  if (!sheet) return fail(sheet.error());
  sheet->columns({applicants_column(letter.paper, Text::kTo), booking_column(letter.paper)});
  sheet->body(letter.text);
  add_request(*sheet, letter);
  sheet->table(demand_grid(letter));
  if (!to_pay(letter).zero()) add_how(*sheet, letter);
  sheet->note(say(Text::kNoBankAccounts, language));
  sheet->closing();
  return sheet->finish();
}

}  // namespace ledger::paper
