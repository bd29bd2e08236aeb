#include "query-api/documents/notes.h"

#include "query-api/documents/parts.h"
#include "query-api/documents/tax_parts.h"

namespace ledger::paper {
namespace {

Result<std::string> note_pdf(const Note& note, Text title, Text label) {
  const auto language = note.paper.language;
  const auto amount = total_of(note.lines);
  auto sheet = Sheet::open(note.paper, say(title, language));
  if (!sheet) return fail(sheet.error());
  sheet->columns({applicants_column(note.paper, Text::kBilledTo), booking_column(note.paper)});
  sheet->amount(say(label, language), amount, in_words(amount, language));
  sheet->facts({{say(Text::kAgainstInvoice, language),
                 cited({note.against_no, note.against_date}, language)},
                {say(Text::kReason, language), note.reason},
                place_of_supply(note.paper)});
  sheet->table(tax_grid(note.lines, language));
  tax_notes(*sheet, note.lines, language);
  sheet->closing();
  return sheet->finish();
}

}  // namespace

Result<std::string> pdf_of(const CreditNote& note) {
  return note_pdf(note, Text::kCreditNote, Text::kCredited);
}

Result<std::string> pdf_of(const DebitNote& note) {
  return note_pdf(note, Text::kDebitNote, Text::kDebited);
}

}  // namespace ledger::paper
