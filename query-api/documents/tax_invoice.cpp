#include "query-api/documents/tax_invoice.h"

#include "query-api/documents/parts.h"
#include "query-api/documents/tax_parts.h"

namespace ledger::paper {
namespace {

Grid invoice_grid(const TaxInvoice& invoice) {
  const auto language = invoice.paper.language;
  auto grid = tax_grid(invoice.lines, language);
  if (!invoice.round_off.zero()) {
    grid.rows.push_back(
        sum_row(grid, say(Text::kRoundOff, language), invoice.round_off, RowLook::kPlain));
    grid.rows.push_back(
        sum_row(grid, say(Text::kInvoiceTotal, language), total_of(invoice), RowLook::kTotal));
  }
  return grid;
}

Grid advances_grid(const TaxInvoice& invoice) {
  const auto language = invoice.paper.language;
  Grid grid{{{say(Text::kVoucher, language), 4},
             {say(Text::kDate, language), 2},
             {say(Text::kAmount, language) + " (₹)", 2, Align::kRight}},
            {}};
  auto balance = total_of(invoice);
  for (const auto& advance : invoice.advances) {
    grid.rows.push_back(
        {{advance.voucher_no, short_date(advance.date, language), grouped(advance.amount)}});
    balance -= advance.amount;
  }
  grid.rows.push_back(
      sum_row(grid, say(Text::kBalancePayable, language), balance, RowLook::kTotal));
  return grid;
}

}  // namespace

Money total_of(const TaxInvoice& invoice) {
  return total_of(invoice.lines) + invoice.round_off;
}

Result<std::string> pdf_of(const TaxInvoice& invoice) {
  const auto language = invoice.paper.language;
  auto sheet =
      Sheet::open(invoice.paper, say(Text::kTaxInvoice, language), say(Text::kOriginal, language));
  if (!sheet) return fail(sheet.error());
  sheet->columns(
      {applicants_column(invoice.paper, Text::kBilledTo), booking_column(invoice.paper)});
  sheet->facts({place_of_supply(invoice.paper), reverse_charge(invoice.reverse_charge, language)});
  sheet->table(invoice_grid(invoice));
  sheet->amount(say(Text::kInvoiceTotal, language), total_of(invoice),
                in_words(total_of(invoice), language));
  if (!invoice.advances.empty()) {
    sheet->heading(say(Text::kAdvancesAdjusted, language));
    sheet->table(advances_grid(invoice));
  }
  tax_notes(*sheet, invoice.lines, language);
  sheet->closing();
  return sheet->finish();
}

}  // namespace ledger::paper
