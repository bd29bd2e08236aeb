#pragma once

#include <string>
#include <vector>

#include "query-api/documents/body.h"
#include "query-api/documents/paper.h"
#include "query-api/documents/sheet.h"

// What the papers of GST have in common: the lines with their taxes, the place of supply and the
// sentences of law under them. Not for use outside this folder.
namespace ledger::paper {

// Another document that a paper is about: "V/2627/AKR/00007 of 3 May 2026".
struct Cited {
  std::string number;
  Day date = 0;
};

std::string cited(const Cited& document, Language language);  // empty number: empty

// Description, SAC, taxable value, rate, CGST, SGST (or IGST, where any line bears it) and total,
// with a row of sums.
Grid tax_grid(const std::vector<TaxLine>& lines, Language language);

// A row of amounts under the columns of such a grid: text on the left, amount on the right.
GridRow sum_row(const Grid& grid, const std::string& text, Money amount, RowLook look);

Fact place_of_supply(const Paper& paper);
Fact reverse_charge(bool applies, Language language);

// "Sale of land is outside GST …", where a line is, and "not a filing".
void tax_notes(Sheet& sheet, const std::vector<TaxLine>& lines, Language language);

}  // namespace ledger::paper
