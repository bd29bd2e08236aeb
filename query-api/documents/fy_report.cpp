#include "query-api/documents/fy_report.h"

#include "query-api/documents/parts.h"

namespace ledger::paper {
namespace {

constexpr unsigned kApril = 4;

std::string month_text(const FyReport& report, std::size_t index) {
  const auto month = (static_cast<unsigned>(index) + kApril - 1) % 12 + 1;
  const int year = report.financial_year + (month < kApril ? 1 : 0);
  return month_name(month, report.paper.language) + " " + std::to_string(year);
}

std::vector<std::string> headings(Language language) {
  return {say(Text::kMonth, language),    say(Text::kPrincipal, language),
          say(Text::kTax, language),      say(Text::kInterest, language),
          say(Text::kRefunded, language), say(Text::kTotal, language)};
}

std::string some(Money amount) {
  return amount.zero() ? "–" : grouped(amount);
}

GridRow month_row(const std::string& name, const FyMonth& month, RowLook look) {
  return {{name, some(month.principal), some(month.tax), some(month.interest), some(month.refunded),
           some(paid_in(month))},
          look};
}

Grid months_grid(const FyReport& report) {
  const auto language = report.paper.language;
  const auto names = headings(language);
  Grid grid;
  for (std::size_t i = 0; i < names.size(); ++i) {
    grid.columns.push_back({i == 0 ? names[i] : names[i] + " (₹)", i == 0 ? 1.8 : 2,
                            i == 0 ? Align::kLeft : Align::kRight});
  }
  for (std::size_t i = 0; i < report.months.size(); ++i) {
    const auto& month = report.months.at(i);
    const bool quiet = month.principal.zero() && month.tax.zero() && month.interest.zero() &&
                       month.refunded.zero();
    grid.rows.push_back(
        month_row(month_text(report, i), month, quiet ? RowLook::kMuted : RowLook::kPlain));
  }
  grid.rows.push_back(month_row(say(Text::kTotal, language), total_of(report), RowLook::kTotal));
  return grid;
}

CellRow table_row(const std::string& name, const FyMonth& month) {
  return {name, month.principal, month.tax, month.interest, month.refunded, paid_in(month)};
}

}  // namespace

Money paid_in(const FyMonth& month) {
  return month.principal + month.tax + month.interest - month.refunded;
}

FyMonth total_of(const FyReport& report) {
  FyMonth sum;
  for (const auto& month : report.months) {
    sum.principal += month.principal;
    sum.tax += month.tax;
    sum.interest += month.interest;
    sum.refunded += month.refunded;
  }
  return sum;
}

Result<std::string> pdf_of(const FyReport& report) {
  const auto language = report.paper.language;
  const auto paid = paid_in(total_of(report));
  auto sheet = Sheet::open(report.paper, say(Text::kFyReport, language));
  if (!sheet) return fail(sheet.error());
  sheet->columns({applicants_column(report.paper, Text::kTo), booking_column(report.paper)});
  sheet->amount(say(Text::kPaidInYear, language) + " " + year_range(report.financial_year), paid,
                in_words(paid, language));
  sheet->heading(say(Text::kPaidByMonth, language));
  sheet->table(months_grid(report));
  if (report.outstanding) {
    const auto last = static_cast<Day>(
        std::chrono::sys_days(std::chrono::year(report.financial_year + 1) / 3 / 31)
            .time_since_epoch()
            .count());
    sheet->facts({{say(Text::kFinancialYear, language), year_range(report.financial_year)},
                  {say(Text::kOutstandingAt, language, {long_date(last, language)}),
                   rupees(*report.outstanding)}});
  }
  sheet->note(say(Text::kNotAFiling, language));
  sheet->closing();
  return sheet->finish();
}

Table table_of(const FyReport& report) {
  const auto language = report.paper.language;
  Table table{say(Text::kFinancialYear, language) + " " + year_range(report.financial_year),
              headings(language),
              {},
              1};
  for (std::size_t i = 0; i < report.months.size(); ++i) {
    table.rows.push_back(table_row(month_text(report, i), report.months.at(i)));
  }
  table.rows.push_back(table_row(say(Text::kTotal, language), total_of(report)));
  return table;
}

}  // namespace ledger::paper
