#include "query-api/documents/refund_voucher.h"

#include "query-api/documents/names.h"
#include "query-api/documents/parts.h"
#include "query-api/documents/tax_parts.h"

namespace ledger::paper {

Result<std::string> pdf_of(const RefundVoucher& voucher) {
  const auto language = voucher.paper.language;
  const auto amount = total_of(voucher.lines);
  auto sheet = Sheet::open(voucher.paper, say(Text::kRefundVoucher, language));
  if (!sheet) return fail(sheet.error());
  sheet->columns(
      {applicants_column(voucher.paper, Text::kRefundedTo), booking_column(voucher.paper)});
  sheet->amount(say(Text::kRefunded, language), amount, in_words(amount, language));
  sheet->facts({{say(Text::kAgainstVoucher, language),
                 cited({voucher.voucher_no, voucher.voucher_date}, language)},
                {say(Text::kReason, language), voucher.reason},
                {say(Text::kRefundedBy, language), mode_name(voucher.mode, language)},
                {say(Text::kReference, language), voucher.reference},
                place_of_supply(voucher.paper),
                reverse_charge(voucher.reverse_charge, language)});
  sheet->table(tax_grid(voucher.lines, language));
  tax_notes(*sheet, voucher.lines, language);
  sheet->closing();
  return sheet->finish();
}

}  // namespace ledger::paper
