#include "query-api/documents/receipt_voucher.h"

#include "query-api/documents/names.h"
#include "query-api/documents/parts.h"
#include "query-api/documents/tax_parts.h"

namespace ledger::paper {

Result<std::string> pdf_of(const ReceiptVoucher& voucher) {
  const auto language = voucher.paper.language;
  const auto advance = total_of(voucher.lines);
  auto sheet = Sheet::open(voucher.paper, say(Text::kReceiptVoucher, language));
  if (!sheet) return fail(sheet.error());
  sheet->columns(
      {applicants_column(voucher.paper, Text::kBilledTo), booking_column(voucher.paper)});
  sheet->amount(say(Text::kAdvanceReceived, language), advance, in_words(advance, language));
  sheet->facts({{say(Text::kMode, language), mode_name(voucher.mode, language)},
                {say(Text::kReference, language), voucher.reference},
                {say(Text::kAgainstReceipt, language), voucher.receipt_no},
                place_of_supply(voucher.paper),
                reverse_charge(voucher.reverse_charge, language)});
  sheet->table(tax_grid(voucher.lines, language));
  tax_notes(*sheet, voucher.lines, language);
  sheet->closing();
  return sheet->finish();
}

}  // namespace ledger::paper
