#include "query-api/documents/commission_statement.h"

#include "query-api/documents/parts.h"

namespace ledger::paper {
namespace {

// What a line adds to what is payable.
Money effect(const CommissionLine& line) {
  switch (line.state) {
    case CommissionState::kAccrued:
      return line.commission;
    case CommissionState::kApproved:
      return {};
    case CommissionState::kPaid:
    case CommissionState::kClawedBack:
      return -line.commission;
  }
  return {};
}

// As it is shown: what was paid or taken back with a minus.
Money signed_amount(const CommissionLine& line) {
  return line.state == CommissionState::kApproved ? line.commission : effect(line);
}

std::string state_text(CommissionState state, Language language) {
  switch (state) {
    case CommissionState::kAccrued:
      return say(Text::kAccrued, language);
    case CommissionState::kApproved:
      return say(Text::kApproved, language);
    case CommissionState::kPaid:
      return say(Text::kPaidState, language);
    case CommissionState::kClawedBack:
      return say(Text::kClawedBack, language);
  }
  return "";
}

Column partner_column(const CommissionStatement& statement) {
  const auto language = statement.paper.language;
  Column column{say(Text::kPartner, language), {{statement.partner, true}}};
  if (!statement.partner_address.empty()) column.lines.push_back({statement.partner_address});
  if (!statement.partner_rera_no.empty()) {
    column.lines.push_back({say(Text::kAgentReraNo, language) + " " + statement.partner_rera_no});
  }
  if (!statement.partner_gstin.empty()) {
    column.lines.push_back({say(Text::kGstin, language) + " " + statement.partner_gstin});
  }
  return column;
}

Column period_column(const CommissionStatement& statement) {
  const auto language = statement.paper.language;
  return {say(Text::kPeriod, language),
          {{say(Text::kFromTo, language,
                {long_date(statement.from, language), long_date(statement.to, language)})},
           {say(Text::kOpeningPayable, language) + " " + rupees(statement.opening)}}};
}

std::vector<std::string> headings(Language language) {
  return {say(Text::kDate, language),          say(Text::kBookingHeading, language),
          say(Text::kPlotHeading, language),   say(Text::kState, language),
          say(Text::kMoneyReceived, language), say(Text::kCommissionRate, language),
          say(Text::kCommission, language),    say(Text::kBalance, language)};
}

Grid commission_grid(const CommissionStatement& statement) {
  const auto language = statement.paper.language;
  const auto names = headings(language);
  const auto right = Align::kRight;
  Grid grid{{{names[0], 1.5},
             {names[1], 2.2},
             {names[2], 0.9},
             {names[3], 1.5},
             {names[4] + " (₹)", 2.1, right},
             {names[5], 0.9, right},
             {names[6] + " (₹)", 1.8, right},
             {names[7] + " (₹)", 1.9, right}},
            {}};
  auto balance = statement.opening;
  for (const auto& line : statement.lines) {
    balance += effect(line);
    grid.rows.push_back(
        {{short_date(line.date, language), line.booking_id, line.plot,
          state_text(line.state, language), line.received.zero() ? "" : grouped(line.received),
          line.rate_basis_points == 0 ? "" : percent(line.rate_basis_points),
          grouped(signed_amount(line)), grouped(balance)},
         line.state == CommissionState::kApproved ? RowLook::kMuted : RowLook::kPlain});
  }
  grid.rows.push_back(
      {{say(Text::kTotal, language), "", "", "", "", "", "", grouped(balance)}, RowLook::kTotal});
  return grid;
}

}  // namespace

Money payable_of(const CommissionStatement& statement) {
  auto balance = statement.opening;
  for (const auto& line : statement.lines) balance += effect(line);
  return balance;
}

Result<std::string> pdf_of(const CommissionStatement& statement) {
  const auto language = statement.paper.language;
  const auto payable = payable_of(statement);
  auto sheet = Sheet::open(statement.paper, say(Text::kCommissionStatement, language));
  if (!sheet) return fail(sheet.error());
  sheet->columns({partner_column(statement), period_column(statement)});
  sheet->amount(say(Text::kCommissionPayable, language, {long_date(statement.to, language)}),
                payable, in_words(payable, language));
  sheet->table(commission_grid(statement));
  sheet->note(say(Text::kCommissionRule, language));
  sheet->note(say(Text::kNotAFiling, language));
  sheet->closing();
  return sheet->finish();
}

Table table_of(const CommissionStatement& statement) {
  const auto language = statement.paper.language;
  Table table{say(Text::kCommissionStatement, language), headings(language), {}, 1};
  auto balance = statement.opening;
  table.rows.push_back({DateCell{statement.from},
                        {},
                        {},
                        say(Text::kOpeningPayable, language),
                        {},
                        {},
                        {},
                        balance});
  for (const auto& line : statement.lines) {
    balance += effect(line);
    table.rows.push_back({DateCell{line.date}, line.booking_id, line.plot,
                          state_text(line.state, language), line.received,
                          percent(line.rate_basis_points), signed_amount(line), balance});
  }
  table.rows.push_back(
      {DateCell{statement.to}, say(Text::kTotal, language), {}, {}, {}, {}, {}, balance});
  return table;
}

}  // namespace ledger::paper
