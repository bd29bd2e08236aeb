#include "query-api/tables/price_sheet.h"

#include <algorithm>
#include <set>

#include "events/pricing.h"
#include "query-api/documents/xlsx.h"
#include "query-api/tables/columns.h"

namespace ledger::tables {
namespace {

using paper::AreaUnit;

const std::vector<ColumnSpec>& specs() {
  static const std::vector<ColumnSpec> list{
      {"plot",
       {"Plot no", "Plot", "Plot number", "Plot no.", "Unit no", "Unit", "Unit number", "Site no",
        "Site"},
       true},
      {"block", {"Block", "Street", "Sector", "Phase", "Block no", "Block name"}},
      {"land",
       {"Land price", "Land value", "Land cost", "Land", "Basic price", "Basic cost", "BSP"}},
      {"total", {"Total", "Total price", "Total amount", "Total cost", "Grand total"}}};
  return list;
}

std::optional<AreaUnit> unit_in(const std::string& name) {
  for (const auto* yard : {"sqyd", "sqyard", "gaj", "syd"})
    if (name.find(yard) != std::string::npos) return AreaUnit::kSquareYards;
  for (const auto* foot : {"sqft", "sft", "psf", "sqfeet"})
    if (name.find(foot) != std::string::npos) return AreaUnit::kSquareFeet;
  for (const auto* metre : {"sqm", "sqmt", "sqmtr"})
    if (name.find(metre) != std::string::npos) return AreaUnit::kSquareMetres;
  return std::nullopt;
}

bool is_rate(const std::string& name) {
  for (const auto* start : {"rate", "baserate", "landrate", "basicrate", "pricepersq", "ratepersq"})
    if (name.starts_with(start)) return true;
  return false;
}

// Numbers that are no prices.
bool is_measure(const std::string& name) {
  for (const auto* start :
       {"area", "plotarea", "size", "plotsize", "extent", "dimension", "length", "width", "breadth",
        "depth", "roadwidth", "survey", "facing", "status", "remark", "note", "category", "type"})
    if (name.starts_with(start)) return true;
  for (const auto* whole :
       {"sno", "srno", "slno", "serialno", "no", "east", "west", "north", "south"})
    if (name == whole) return true;
  return false;
}

// "Club house (per sq ft)" → "club_house".
std::string head_of(std::string_view heading) {
  std::string to;
  for (const char c : heading.substr(0, heading.find('('))) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte) != 0) {
      to += static_cast<char>(std::tolower(byte));
    } else if (!to.empty() && to.back() != '_') {
      to += '_';
    }
  }
  for (const std::string_view unit : {"_per_sq_yd", "_per_sq_ft", "_per_sq_m", "_per_sq", "_sq_yd",
                                      "_sq_ft", "_percent", "_psf", "_rs", "_inr"}) {
    while (!to.empty() && to.back() == '_') to.pop_back();
    if (to.ends_with(unit)) to.erase(to.size() - unit.size());
  }
  while (!to.empty() && to.back() == '_') to.pop_back();
  return to;
}

ChargeColumn charge_of(const std::string& heading) {
  ChargeColumn column{head_of(heading), heading};
  const auto name = folded(heading);
  if (name.ends_with("%") || name.ends_with("percent")) {
    column.kind = ChargeKind::kPercent;
  } else if (const auto unit = unit_in(name)) {
    column.kind = ChargeKind::kPerArea;
    column.unit = *unit;
  }
  return column;
}

class Reader {
 public:
  explicit Reader(const std::vector<KnownPlot>& layout) : layout_(layout), index_(layout) {}

  PriceSheet read(std::string_view bytes) {
    auto upload = read_upload(bytes);
    if (!upload) {
      problems_.add({Severity::kError, upload.error().reason, "", 0, "", upload.error().message});
    } else if (const auto found = first_with_columns(*upload, specs(), problems_)) {
      columns_ = found->columns;
      sort_columns(*found);
      for (auto at = columns_.first_row; at < found->sheet->rows.size(); ++at) {
        take(Row(columns_, found->sheet->rows[at], problems_));
      }
      note_unpriced();
    }
    sheet_.problems = problems_.finish();
    return std::move(sheet_);
  }

 private:
  void note(Severity severity, const char* reason, const std::string& column,
            const std::string& message) {
    problems_.add({severity, reason, columns_.sheet, 0, column, message});
  }

  [[nodiscard]] bool taken(std::size_t column) const {
    return std::any_of(columns_.by_key.begin(), columns_.by_key.end(),
                       [column](const auto& entry) { return entry.second == column; });
  }

  // Any cell that is not an amount makes a column one of words.
  static bool holds_amounts(const FoundSheet& found, std::size_t column, ChargeKind kind) {
    bool any = false;
    for (auto at = found.columns.first_row; at < found.sheet->rows.size(); ++at) {
      const auto& cells = found.sheet->rows[at].cells;
      if (column >= cells.size() || is_blank(cells[column])) continue;
      const bool amount = kind == ChargeKind::kPercent ? as_basis_points(cells[column]).has_value()
                                                       : as_money(cells[column]).has_value();
      if (amount) {
        any = true;
      } else if (cells[column].kind == CellKind::kText &&
                 cells[column].text.find_first_of("0123456789") == std::string::npos) {
        return false;
      }
    }
    return any;
  }

  void sort_columns(const FoundSheet& found) {
    for (std::size_t i = 0; i < columns_.headings.size(); ++i) {
      const auto& heading = columns_.headings[i];
      const auto name = folded(heading);
      if (name.empty() || taken(i)) continue;
      if (is_rate(name) && !rate_) {
        set_rate(i, name);
        continue;
      }
      auto column = charge_of(heading);
      if (is_measure(name) || column.head.empty() || !holds_amounts(found, i, column.kind)) {
        note(Severity::kWarning, "column-ignored", heading,
             "this column holds no prices and is left out");
        continue;
      }
      sheet_.charges.push_back(std::move(column));
      charge_at_.push_back(i);
    }
    if (rate_ || columns_.has("land")) return;
    note(Severity::kError, "column-missing", "",
         "there is neither a column \"Rate per sq yd\" (or sq ft) nor \"Land price\"");
  }

  void set_rate(std::size_t column, const std::string& name) {
    rate_ = column;
    if (const auto unit = unit_in(name)) {
      sheet_.rate_unit = *unit;
      return;
    }
    note(Severity::kWarning, "rate-unit-assumed", columns_.headings[column],
         "the heading does not say per what: a square yard is assumed");
  }

  void take(const Row& row) {
    const auto no = row.text("plot");
    const auto block = row.text("block");
    if (no.empty()) return;  // a sum or a remark below the table
    const auto plot = index_.find(no, block);
    if (!plot) {
      if (plot.error().reason == "plot-unknown") {
        sheet_.not_in_layout.push_back({row.line(), no, block});
      }
      return row.error(plot.error().reason, "plot", plot.error().message);
    }
    const auto [first, fresh] = seen_.try_emplace((*plot)->id.str(), row.line());
    if (!fresh) {
      return row.error(
          "plot-twice", "plot",
          "plot \"" + no + "\" stands in row " + std::to_string(first->second) + " already");
    }
    PlotPrice price{row.line(), (*plot)->id, rate_ ? row.money_at(*rate_) : std::nullopt,
                    row.money("land"), charges_of(row)};
    check(row, **plot, price);
    sheet_.prices.push_back(std::move(price));
  }

  std::vector<PlotCharge> charges_of(const Row& row) {
    std::vector<PlotCharge> charges;
    for (std::size_t i = 0; i < sheet_.charges.size(); ++i) {
      if (sheet_.charges[i].kind == ChargeKind::kPercent) {
        if (const auto points = row.basis_points_at(charge_at_[i]))
          charges.push_back({i, {}, *points});
      } else if (const auto amount = row.money_at(charge_at_[i])) {
        charges.push_back({i, *amount, 0});
      }
    }
    return charges;
  }

  // The land's price by rate and area, where it can be told exactly.
  [[nodiscard]] std::optional<Money> land_by_rate(const KnownPlot& plot,
                                                  const PlotPrice& price) const {
    if (!price.rate || price.rate->negative() || *price.rate > kMaxRate || plot.area_mm2 <= 0 ||
        plot.area_mm2 > kMaxAreaMm2) {
      return std::nullopt;
    }
    if (sheet_.rate_unit == AreaUnit::kSquareMetres) {
      return scaled(Money::paise(plot.area_mm2), price.rate->paise(), 1'000'000);
    }
    const int yards = sheet_.rate_unit == AreaUnit::kSquareFeet ? 9 : 1;
    const auto rate = scaled(*price.rate, yards, 1);
    return rate <= kMaxRate ? std::optional(by_area(plot.area_mm2, rate)) : std::nullopt;
  }

  void check(const Row& row, const KnownPlot& plot, const PlotPrice& price) {
    if (!price.rate && !price.land) {
      return row.error("price-missing", "plot",
                       "plot \"" + plot.no + "\" has neither a rate nor a land price");
    }
    if ((price.rate && price.rate->negative()) || (price.land && price.land->negative())) {
      return row.error("price-negative", "plot", "plot \"" + plot.no + "\" has a price below zero");
    }
    const auto computed = land_by_rate(plot, price);
    if (price.land && computed && *price.land != *computed) {
      row.warning("land-mismatch", "land",
                  paper::rupees(*price.land) + " was found, but rate and area make " +
                      paper::rupees(*computed));
    }
    const auto land = price.land ? price.land : computed;
    if (land && land->zero())
      row.warning("price-zero", "plot", "plot \"" + plot.no + "\" costs nothing");
    if (land) check_total(row, *land, price);
  }

  // Only where every charge is a sum of rupees: the others are rounded by whoever prices the plot.
  void check_total(const Row& row, Money land, const PlotPrice& price) {
    const auto stated = row.money("total");
    if (!stated) return;
    auto sum = land;
    for (const auto& charge : price.charges) {
      if (sheet_.charges[charge.column].kind != ChargeKind::kFixed) return;
      sum += charge.amount;
    }
    if (sum == *stated) return;
    row.warning(
        "total-mismatch", "total",
        paper::rupees(*stated) + " was found, but the columns add up to " + paper::rupees(sum));
  }

  void note_unpriced() {
    for (const auto& plot : layout_) {
      if (!seen_.contains(plot.id.str())) sheet_.without_price.push_back(plot.id);
    }
    if (sheet_.without_price.empty()) return;
    note(Severity::kWarning, "plot-unpriced", "",
         std::to_string(sheet_.without_price.size()) +
             " plots of the layout are not in the sheet, the first is " +
             sheet_.without_price.front().str());
  }

  const std::vector<KnownPlot>& layout_;
  PlotIndex index_;
  Columns columns_;
  PriceSheet sheet_;
  Problems problems_;
  std::optional<std::size_t> rate_;
  std::vector<std::size_t> charge_at_;  // where each of sheet_.charges stands
  std::map<std::string, std::uint32_t> seen_;
};

}  // namespace

bool PriceSheet::usable() const {
  return std::none_of(problems.begin(), problems.end(),
                      [](const Problem& problem) { return problem.severity == Severity::kError; });
}

PriceSheet read_price_sheet(std::string_view bytes, const std::vector<KnownPlot>& layout) {
  return Reader(layout).read(bytes);
}

Result<std::string> price_sheet_form(const std::vector<KnownPlot>& layout, Instant created_at) {
  paper::Table table{
      "Prices",
      {"Plot no", "Block", "Area (sq yd)", "Rate per sq yd", "PLC %", "Amenities", "Total"},
      {}};
  for (const auto& plot : layout) {
    const auto yards = scaled(Money::paise(plot.area_mm2), 10'000, 83'612'736);
    table.rows.push_back({plot.no, plot.block, yards, {}, {}, {}, {}});
  }
  return paper::xlsx_of({table}, {"Price sheet", "", created_at});
}

}  // namespace ledger::tables
