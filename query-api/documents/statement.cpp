#include "query-api/documents/statement.h"

#include "query-api/documents/names.h"
#include "query-api/documents/parts.h"

namespace ledger::paper {
namespace {

struct Sums {
  Money debit, credit;
};

Sums sums_of(const Statement& statement) {
  Sums sums;
  for (const auto& line : statement.lines) {
    sums.debit += line.debit;
    sums.credit += line.credit;
  }
  return sums;
}

std::string particulars(const StatementLine& line, Language language) {
  auto text = entry_name(line.what, language);
  if (!line.detail.empty()) {
    const auto detail = mode_name(line.detail, language);
    text += ": " + installment_name(head_name(detail, language), language);
  }
  if (line.correction) text += " (" + say(Text::kCorrection, language) + ")";
  return text;
}

std::string some(Money amount) {
  return amount.zero() ? "" : grouped(amount);
}

std::string period(const Statement& statement) {
  const auto language = statement.paper.language;
  return say(Text::kFromTo, language,
             {long_date(statement.from, language), long_date(statement.to, language)});
}

std::vector<std::string> headings(Language language) {
  return {say(Text::kValueDate, language),   say(Text::kRecordedOn, language),
          say(Text::kParticulars, language), say(Text::kReference, language),
          say(Text::kDebit, language),       say(Text::kCredit, language),
          say(Text::kBalance, language)};
}

Grid statement_grid(const Statement& statement) {
  const auto language = statement.paper.language;
  const auto names = headings(language);
  Grid grid{{{names[0], 1.8},
             {names[1], 1.8},
             {names[2], 2.9},
             {names[3], 2.55},
             {names[4] + " (₹)", 1.95, Align::kRight},
             {names[5] + " (₹)", 1.95, Align::kRight},
             {names[6] + " (₹)", 2.05, Align::kRight}},
            {}};
  auto balance = statement.opening;
  grid.rows.push_back({{short_date(statement.from, language), "",
                        say(Text::kOpeningBalance, language), "", "", "", grouped(balance)},
                       RowLook::kStrong});
  for (const auto& line : statement.lines) {
    balance += line.debit - line.credit;
    grid.rows.push_back({{short_date(line.value_date, language),
                          short_date(line.recorded_on, language), particulars(line, language),
                          line.reference, some(line.debit), some(line.credit), grouped(balance)}});
  }
  const auto sums = sums_of(statement);
  grid.rows.push_back(
      {{short_date(statement.to, language), "", say(Text::kClosingBalance, language), "",
        grouped(sums.debit), grouped(sums.credit), grouped(balance)},
       RowLook::kTotal});
  return grid;
}

Grid ageing_grid(const Ageing& ageing, Language language) {
  const auto right = Align::kRight;
  return {{{say(Text::kNotYetDue, language), 1, right},
           {say(Text::kDays1To30, language), 1, right},
           {say(Text::kDays31To60, language), 1, right},
           {say(Text::kDays61To90, language), 1, right},
           {say(Text::kDaysOver90, language), 1, right},
           {say(Text::kTotal, language), 1, right}},
          {{{grouped(ageing.not_yet_due), grouped(ageing.days_1_30), grouped(ageing.days_31_60),
             grouped(ageing.days_61_90), grouped(ageing.over_90),
             grouped(ageing.not_yet_due + ageing.days_1_30 + ageing.days_31_60 + ageing.days_61_90 +
                     ageing.over_90)}}}};
}

}  // namespace

Money closing_of(const Statement& statement) {
  const auto sums = sums_of(statement);
  return statement.opening + sums.debit - sums.credit;
}

Result<std::string> pdf_of(const Statement& statement) {
  const auto language = statement.paper.language;
  auto sheet = Sheet::open(statement.paper, say(Text::kStatement, language));
  if (!sheet) return fail(sheet.error());
  sheet->columns({applicants_column(statement.paper, Text::kTo), booking_column(statement.paper)});
  sheet->facts(
      {{say(Text::kPeriod, language), period(statement)},
       {say(Text::kOpeningBalance, language), rupees(statement.opening)},
       {say(Text::kClosingBalance, language), rupees(closing_of(statement))},
       {say(Text::kView, language),
        say(statement.view == StatementView::kAsIssued ? Text::kAsIssued : Text::kAsCorrected,
            language)}});
  sheet->table(statement_grid(statement));
  if (statement.lines.empty()) sheet->note(say(Text::kNoMovement, language));
  if (statement.ageing) {
    sheet->heading(say(Text::kAgeing, language));
    sheet->table(ageing_grid(*statement.ageing, language));
  }
  sheet->note(say(Text::kBalanceMeaning, language));
  sheet->closing();
  return sheet->finish();
}

Table table_of(const Statement& statement) {
  const auto language = statement.paper.language;
  Table table{say(Text::kStatement, language), headings(language), {}, 1};
  auto balance = statement.opening;
  table.rows.push_back(
      {DateCell{statement.from}, {}, say(Text::kOpeningBalance, language), {}, {}, {}, balance});
  for (const auto& line : statement.lines) {
    balance += line.debit - line.credit;
    table.rows.push_back({DateCell{line.value_date}, DateCell{line.recorded_on},
                          particulars(line, language), line.reference, line.debit, line.credit,
                          balance});
  }
  const auto sums = sums_of(statement);
  table.rows.push_back({DateCell{statement.to},
                        {},
                        say(Text::kClosingBalance, language),
                        {},
                        sums.debit,
                        sums.credit,
                        balance});
  return table;
}

}  // namespace ledger::paper
