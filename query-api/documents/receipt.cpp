#include "query-api/documents/receipt.h"

#include "query-api/documents/names.h"
#include "query-api/documents/parts.h"

namespace ledger::paper {
namespace {

Result<void> check(const Receipt& receipt) {
  Money sum = receipt.credit;
  for (const auto& part : receipt.applied) sum += part.amount;
  if (sum == receipt.amount) return {};
  return fail(ErrorCode::kInvalid, "paper-does-not-add",
              "The parts of receipt " + receipt.paper.number + " add up to " + rupees(sum) +
                  ", not to " + rupees(receipt.amount) + ".");
}

Grid applied_grid(const Receipt& receipt) {
  const auto language = receipt.paper.language;
  Grid grid{{{say(Text::kInstallment, language), 4},
             {say(Text::kDueOn, language), 2},
             {say(Text::kAmount, language) + " (₹)", 2, Align::kRight}},
            {}};
  for (const auto& part : receipt.applied) {
    grid.rows.push_back({{installment_name(head_name(part.label, language), language),
                          part.due ? short_date(*part.due, language) : "", grouped(part.amount)}});
  }
  if (!receipt.credit.zero()) {
    grid.rows.push_back({{say(Text::kKeptAsCredit, language), "", grouped(receipt.credit)}});
  }
  grid.rows.push_back(
      {{say(Text::kTotal, language), "", grouped(receipt.amount)}, RowLook::kTotal});
  return grid;
}

}  // namespace

Result<std::string> pdf_of(const Receipt& receipt) {
  if (auto sound = check(receipt); !sound) return fail(sound.error());
  const auto language = receipt.paper.language;
  auto sheet = Sheet::open(receipt.paper, say(Text::kReceipt, language));
  if (!sheet) return fail(sheet.error());
  sheet->columns(
      {applicants_column(receipt.paper, Text::kReceivedFrom), booking_column(receipt.paper)});
  sheet->amount(say(Text::kAmountReceived, language), receipt.amount,
                in_words(receipt.amount, language));
  sheet->facts({{say(Text::kMode, language), mode_name(receipt.mode, language)},
                {say(Text::kReference, language), receipt.reference},
                {say(Text::kValueDate, language), long_date(receipt.value_date, language)}});
  sheet->body(receipt.text);
  sheet->heading(say(Text::kAppliedTo, language));
  sheet->table(applied_grid(receipt));
  if (receipt.standing) {
    sheet->facts({{say(Text::kPriceWithTax, language), rupees(receipt.standing->price)},
                  {say(Text::kPaidSoFar, language), rupees(receipt.standing->paid)},
                  {say(Text::kOutstanding, language), rupees(receipt.standing->outstanding)}});
  }
  sheet->closing();
  return sheet->finish();
}

}  // namespace ledger::paper
