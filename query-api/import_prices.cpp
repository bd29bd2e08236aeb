#include "query-api/import_prices.h"

#include <algorithm>
#include <map>

#include "events/numbers.h"
#include "events/pricing.h"
#include "projectors/terms.h"

namespace ledger {
namespace {

using paper::AreaUnit;
using tables::ChargeKind;
using tables::KnownPlot;
using tables::Severity;

constexpr int kUsualTax = 1800;  // amenities, maintenance, legal work: 18 %

// rate × area, half up once, in the sheet's own unit. 1 sq yd = 9 sq ft.
std::optional<Money> by_unit(std::int64_t area_mm2, Money rate, AreaUnit unit) {
  if (rate.negative() || rate > kMaxRate || area_mm2 <= 0 || area_mm2 > kMaxAreaMm2)
    return std::nullopt;
  if (unit == AreaUnit::kSquareMetres) return scaled(rate, area_mm2, 1'000'000);
  return by_area(area_mm2, unit == AreaUnit::kSquareFeet ? scaled(rate, 9, 1) : rate);
}

class Pricing {
 public:
  Pricing(const Call& call, const UploadedTable& table, int new_tax, PricesPreview& preview)
      : layout_(known_plots(call, table.project.project)),
        taxes_(terms::taxes(terms_rows(call), table.project.project)),
        current_(layout_map::prices(map_rows(call), table.project.project)),
        today_(table.today),
        new_tax_(new_tax),
        preview_(preview) {
    for (const auto& plot : layout_) by_id_.emplace(plot.id, &plot);
    preview_.command.project = table.project.project;
  }

  void read(std::string_view bytes) {
    preview_.sheet = tables::read_price_sheet(bytes, layout_);
    start_from_current();
    for (const auto& charge : preview_.sheet.charges) add_head(charge);
    for (const auto& price : preview_.sheet.prices) set_price(price);
    for (auto& [plot, price] : prices_) preview_.command.plots.push_back(std::move(price));
    compare();
  }

 private:
  void note(Severity severity, const char* reason, std::uint32_t row, const std::string& column,
            std::string message) {
    preview_.sheet.problems.push_back({severity, reason, "", row, column, std::move(message)});
  }

  // What the sheet does not speak of stays.
  void start_from_current() {
    auto& command = preview_.command;
    command.currency = "INR";
    if (!current_) return;
    command.currency = current_->currency;
    command.rate_per_sq_yd = current_->rate_per_sq_yd;
    command.token_basis_points = current_->token_basis_points;
    command.balance_due_days = current_->balance_due_days;
    for (const auto& head : current_->heads) command.heads.push_back(*head);
    for (const auto& plot : current_->plots) prices_.emplace(plot->plot, *plot);
  }

  [[nodiscard]] bool has_head(const std::string& name) const {
    return std::ranges::find(preview_.command.heads, name, &wire::ChargeHeadT::head) !=
           preview_.command.heads.end();
  }

  // A plot that is not in the sheet pays nothing for a head that came with it.
  void add_head(const tables::ChargeColumn& charge) {
    if (charge.head == kLandHead || charge.head == kDiscountHead)
      return note(Severity::kError, "head-reserved", 0, charge.heading,
                  "\"" + charge.head + "\" is the ledger's own head");
    if (has_head(charge.head)) return;
    wire::ChargeHeadT head;
    head.head = charge.head;
    head.kind = wire::HeadKind::Fixed;
    head.tax_basis_points = new_tax_;
    preview_.command.heads.push_back(std::move(head));
    preview_.new_heads.push_back(charge.head);
    note(Severity::kWarning, "head-new", 0, charge.heading,
         "the project does not have the head \"" + charge.head + "\" yet: GST of " +
             std::to_string(new_tax_ / 100) + "." + std::to_string(new_tax_ % 100 / 10) +
             std::to_string(new_tax_ % 10) + " % is taken for it");
  }

  void set_price(const tables::PlotPrice& from) {
    const auto& plot = *by_id_.at(from.plot);
    const auto land = from.land   ? from.land
                      : from.rate ? by_unit(plot.area_mm2, *from.rate, preview_.sheet.rate_unit)
                                  : std::nullopt;
    if (!land) {
      if (from.rate)
        note(Severity::kError, "rate-out-of-range", from.row, "Rate",
             "the rate of plot " + plot.id.str() + " is out of range");
      return;
    }
    wire::PlotPriceT price;
    price.plot = plot.id;
    add_amount(price, kLandHead, *land);
    for (const auto& charge : from.charges) {
      const auto amount = amount_of(plot, charge, *land);
      if (!amount.zero()) add_amount(price, preview_.sheet.charges[charge.column].head, amount);
    }
    prices_.insert_or_assign(plot.id, std::move(price));
  }

  [[nodiscard]] Money amount_of(const KnownPlot& plot, const tables::PlotCharge& charge,
                                Money land) const {
    const auto& column = preview_.sheet.charges[charge.column];
    switch (column.kind) {
      case ChargeKind::kFixed:
        return charge.amount;
      case ChargeKind::kPercent:
        return scaled(land, charge.basis_points, kBasisPoints);
      case ChargeKind::kPerArea:
        break;
    }
    return by_unit(plot.area_mm2, charge.amount, column.unit).value_or(charge.amount);
  }

  // Two columns of one head are one amount.
  static void add_amount(wire::PlotPriceT& price, const std::string& head, Money amount) {
    for (const auto& known : price.heads)
      if (known->head == head) return void(known->amount += amount);
    auto& to = *price.heads.emplace_back(std::make_unique<wire::HeadAmountT>());
    to.head = head;
    to.amount = amount;
  }

  [[nodiscard]] PricesSet set_by_command() const {
    PricesSet prices;
    prices.rate_per_sq_yd = preview_.command.rate_per_sq_yd;
    for (const auto& head : preview_.command.heads)
      prices.heads.push_back(std::make_unique<wire::ChargeHeadT>(head));
    for (const auto& plot : preview_.command.plots)
      prices.plots.push_back(std::make_unique<wire::PlotPriceT>(plot));
    return prices;
  }

  [[nodiscard]] Money total(const KnownPlot& plot, const PricesSet& prices) const {
    const Taxes taxes{taxes_ ? &*taxes_ : nullptr, today_};
    return total_of(price_lines(plot.id, plot.area_mm2, prices, taxes));
  }

  void compare() {
    const auto prices = set_by_command();
    for (const auto& plot : layout_) {
      const auto before = current_ ? std::optional(total(plot, *current_)) : std::nullopt;
      const auto after = total(plot, prices);
      if (before == after || (!before && after.zero())) {
        ++preview_.unchanged;
      } else {
        preview_.changes.push_back({plot.id, before, after});
      }
    }
  }

  const std::vector<KnownPlot> layout_;
  const std::optional<TaxRulesSet> taxes_;
  const std::optional<PricesSet> current_;
  const Day today_;
  const int new_tax_;
  PricesPreview& preview_;
  std::map<PlotId, const KnownPlot*> by_id_;
  std::map<PlotId, wire::PlotPriceT> prices_;
};

}  // namespace

PricesPreview preview_prices(const Call& call, const UploadedTable& table, std::string_view bytes,
                             std::optional<int> new_tax) {
  PricesPreview preview;
  try {
    Pricing(call, table, new_tax.value_or(kUsualTax), preview).read(bytes);
  } catch (const MoneyOverflow&) {
    preview.sheet.problems.push_back({Severity::kError, "amounts-too-large", "", 0, "",
                                      "the amounts add up to more than can be counted"});
  }
  return preview;
}

}  // namespace ledger
