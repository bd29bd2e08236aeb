#include "query-api/documents/tax_parts.h"

#include <algorithm>

#include "query-api/documents/names.h"
#include "query-api/documents/texts.h"

namespace ledger::paper {
namespace {

bool outside_gst(const TaxLine& line) {
  return line.cgst_basis_points == 0 && line.sgst_basis_points == 0 && line.igst_basis_points == 0;
}

bool has_igst(const std::vector<TaxLine>& lines) {
  return std::any_of(lines.begin(), lines.end(),
                     [](const TaxLine& line) { return line.igst_basis_points != 0; });
}

std::string rate_text(const TaxLine& line, Language language) {
  if (outside_gst(line)) return say(Text::kOutsideGst, language);
  return percent(line.cgst_basis_points + line.sgst_basis_points + line.igst_basis_points);
}

std::string tax_text(Money tax) {
  return tax.zero() ? "–" : grouped(tax);
}

std::vector<GridColumn> tax_columns(bool igst, Language language) {
  const auto right = Align::kRight;
  std::vector<GridColumn> columns{{say(Text::kDescription, language), 3.2},
                                  {say(Text::kSac, language), 1},
                                  {say(Text::kTaxable, language) + " (₹)", 2.1, right},
                                  {say(Text::kRate, language), 1.4, right}};
  if (igst) {
    columns.push_back({say(Text::kIgst, language) + " (₹)", 1.7, right});
  } else {
    columns.push_back({say(Text::kCgst, language) + " (₹)", 1.7, right});
    columns.push_back({say(Text::kSgst, language) + " (₹)", 1.7, right});
  }
  columns.push_back({say(Text::kTotal, language) + " (₹)", 2.1, right});
  return columns;
}

GridRow tax_row(const TaxLine& line, bool igst, Language language) {
  GridRow row{{head_name(line.description, language), line.sac, grouped(line.taxable),
               rate_text(line, language)}};
  if (igst) {
    row.cells.push_back(tax_text(line.igst));
  } else {
    row.cells.push_back(tax_text(line.cgst));
    row.cells.push_back(tax_text(line.sgst));
  }
  row.cells.push_back(grouped(total_of(line)));
  return row;
}

TaxLine sum_of(const std::vector<TaxLine>& lines) {
  TaxLine sum;
  for (const auto& line : lines) {
    sum.taxable += line.taxable;
    sum.cgst += line.cgst;
    sum.sgst += line.sgst;
    sum.igst += line.igst;
  }
  return sum;
}

}  // namespace

std::string cited(const Cited& document, Language language) {
  if (document.number.empty()) return "";
  return say(Text::kNumberOfDate, language, {document.number, long_date(document.date, language)});
}

Grid tax_grid(const std::vector<TaxLine>& lines, Language language) {
  const bool igst = has_igst(lines);
  Grid grid{tax_columns(igst, language), {}};
  for (const auto& line : lines) grid.rows.push_back(tax_row(line, igst, language));
  auto sums = tax_row(sum_of(lines), igst, language);
  sums.cells[0] = say(Text::kTotal, language);
  sums.cells[3].clear();
  sums.look = RowLook::kTotal;
  grid.rows.push_back(std::move(sums));
  return grid;
}

GridRow sum_row(const Grid& grid, const std::string& text, Money amount, RowLook look) {
  GridRow row{std::vector<std::string>(grid.columns.size()), look};
  row.cells.front() = text;
  row.cells.back() = grouped(amount);
  return row;
}

Fact place_of_supply(const Paper& paper) {
  auto place = paper.issuer.state;
  if (!paper.issuer.state_code.empty()) place += " (" + paper.issuer.state_code + ")";
  return {say(Text::kPlaceOfSupply, paper.language), place};
}

Fact reverse_charge(bool applies, Language language) {
  return {say(Text::kReverseCharge, language), say(applies ? Text::kYes : Text::kNo, language)};
}

void tax_notes(Sheet& sheet, const std::vector<TaxLine>& lines, Language language) {
  if (std::any_of(lines.begin(), lines.end(), outside_gst)) {
    sheet.note(say(Text::kLandOutsideGst, language));
  }
  sheet.note(say(Text::kNotAFiling, language));
}

}  // namespace ledger::paper
