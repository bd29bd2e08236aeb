#include "query-api/documents/parts.h"

namespace ledger::paper {
namespace {

void add_applicant(Column& to, const Applicant& applicant, bool shared, Language language) {
  auto name = applicant.name;
  if (shared) {
    name += " (" + say(Text::kShare, language, {percent(applicant.share_basis_points)}) + ")";
  }
  to.lines.push_back({name, true});
  const auto add = [&](Text label, const std::string& value) {
    if (!value.empty()) to.lines.push_back({say(label, language) + " " + value});
  };
  add(Text::kGstin, applicant.gstin);
  add(Text::kPan, applicant.pan);
}

std::string both(const std::string& a, const char* between, const std::string& b) {
  return a.empty() || b.empty() ? a + b : a + between + b;
}

}  // namespace

Column applicants_column(const Paper& paper, Text heading) {
  Column column{say(heading, paper.language), {}};
  const auto& applicants = paper.booking.applicants;
  for (const auto& applicant : applicants) {
    add_applicant(column, applicant, applicants.size() > 1, paper.language);
  }
  if (applicants.empty()) return column;
  const auto& first = applicants.front();
  for (auto& line :
       {both(first.address, ", ", first.state), both(first.phone, "  ·  ", first.email)}) {
    if (!line.empty()) column.lines.push_back({line});
  }
  return column;
}

std::string plot_name(const Plot& plot, Language language) {
  if (plot.block.empty()) return say(Text::kPlotNamed, language, {plot.no});
  return say(Text::kPlotInBlock, language, {plot.no, plot.block});
}

Column booking_column(const Paper& paper) {
  Column column{say(Text::kBookingHeading, paper.language), {{paper.booking.id, true}}};
  for (const auto& plot : paper.booking.plots) {
    auto line = plot_name(plot, paper.language);
    if (plot.area_mm2 > 0) line += "  ·  " + area(plot.area_mm2, paper.area_unit, paper.language);
    column.lines.push_back({line});
  }
  return column;
}

Money total_of(const TaxLine& line) {
  return line.taxable + line.cgst + line.sgst + line.igst;
}

Money total_of(const std::vector<TaxLine>& lines) {
  Money sum;
  for (const auto& line : lines) sum += total_of(line);
  return sum;
}

}  // namespace ledger::paper
