#include "query-api/documents/letter.h"

#include "query-api/documents/parts.h"

namespace ledger::paper {
namespace {

Text title_of(TemplateKind kind) {
  switch (kind) {
    case TemplateKind::kAgreement:
      return Text::kAgreement;
    case TemplateKind::kDemand:
      return Text::kDemandLetter;
    case TemplateKind::kReceipt:
      return Text::kReceipt;
    case TemplateKind::kAllotment:
    case TemplateKind::kIntroduction:
      return Text::kAllotmentLetter;
  }
  return Text::kAllotmentLetter;
}

}  // namespace

Result<std::string> pdf_of(const Letter& letter) {
  auto sheet = Sheet::open(letter.paper, say(title_of(letter.kind), letter.paper.language));
  if (!sheet) return fail(sheet.error());
  const bool agreement = letter.kind == TemplateKind::kAgreement;
  if (!agreement) {
    sheet->columns({applicants_column(letter.paper, Text::kTo), booking_column(letter.paper)});
  }
  sheet->body(letter.body);
  if (agreement) {
    sheet->verification();
  } else {
    sheet->closing();
  }
  return sheet->finish();
}

}  // namespace ledger::paper
