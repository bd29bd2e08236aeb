#include "events/pricing.h"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <utility>

namespace ledger {
namespace {

constexpr std::int64_t kSqYdInHundredthsOfMm2 = 83'612'736;  // 836,127.36 mm²
constexpr Money kLeastToken = Money::paise(100);

std::unique_ptr<wire::PriceLineT> line(const PlotId& plot, const std::string& head, Money amount,
                                       int tax_basis_points) {
  auto line = std::make_unique<wire::PriceLineT>();
  line->plot = plot;
  line->head = head;
  line->amount = amount;
  line->cgst = line->sgst = scaled(amount, tax_basis_points, 2 * kBasisPoints);
  line->tax_basis_points = tax_basis_points;
  return line;
}

Money amount_of(const wire::ChargeHeadT& head, std::int64_t area_mm2, Money land) {
  switch (head.kind) {
    case wire::HeadKind::PerArea:
      return by_area(area_mm2, head.amount);
    case wire::HeadKind::Fixed:
      return head.amount;
    case wire::HeadKind::Percent:
      return scaled(land, head.basis_points, kBasisPoints);
  }
  throw std::logic_error("a charge head of no known kind");
}

const wire::PlotPriceT* own_price(const wire::PricesSetT& prices, const PlotId& plot) {
  const auto at = std::ranges::lower_bound(
      prices.plots, plot, std::less<>(), [](const auto& one) -> const auto& { return one->plot; });
  return at != prices.plots.end() && (*at)->plot == plot ? at->get() : nullptr;
}

int own_tax(const wire::PricesSetT& prices, std::string_view head) {
  const auto at = std::ranges::find(prices.heads, head,
                                    [](const auto& one) -> std::string_view { return one->head; });
  return at == prices.heads.end() ? 0 : (*at)->tax_basis_points;
}

PriceLines sheet_lines(const wire::PlotPriceT& price, const wire::PricesSetT& prices,
                       const Taxes& taxes) {
  PriceLines lines;
  for (const auto& head : price.heads)
    lines.push_back(line(price.plot, head->head, head->amount,
                         taxes.rate_of(head->head, own_tax(prices, head->head))));
  return lines;
}

}  // namespace

Money by_area(std::int64_t area_mm2, Money per_sq_yd) {
  return scaled(per_sq_yd, area_mm2 * 100, kSqYdInHundredthsOfMm2);
}

const wire::TaxRuleT* Taxes::in_force(std::string_view head) const {
  const wire::TaxRuleT* found = nullptr;
  if (rules == nullptr) return found;
  for (const auto& rule : rules->rules) {
    if (rule->head != head || rule->from_day > on) continue;
    if (found == nullptr || rule->from_day > found->from_day) found = rule.get();
  }
  return found;
}

int Taxes::rate_of(std::string_view head, int own) const {
  const auto* rule = in_force(head);
  return rule == nullptr ? own : rule->basis_points;
}

PriceLines price_lines(const PlotId& plot, std::int64_t area_mm2, const wire::PricesSetT& prices,
                       const Taxes& taxes) {
  if (const auto* own = own_price(prices, plot)) return sheet_lines(*own, prices, taxes);
  PriceLines lines;
  lines.reserve(prices.heads.size() + 1);
  const Money land = by_area(area_mm2, prices.rate_per_sq_yd);
  lines.push_back(line(plot, kLandHead, land, taxes.rate_of(kLandHead, 0)));
  for (const auto& head : prices.heads)
    lines.push_back(line(plot, head->head, amount_of(*head, area_mm2, land),
                         taxes.rate_of(head->head, head->tax_basis_points)));
  return lines;
}

std::unique_ptr<wire::PriceLineT> discount_line(const PlotId& plot, Money amount,
                                                int tax_basis_points) {
  return line(plot, kDiscountHead, -amount, tax_basis_points);
}

Money total_of(const wire::PriceLineT& line) {
  return line.amount + line.cgst + line.sgst;
}

Money total_of(const PriceLines& lines) {
  Money total;
  for (const auto& line : lines) total += total_of(*line);
  return total;
}

Money token_of(Money total, int basis_points) {
  return std::min(total, std::max(kLeastToken, scaled(total, basis_points, kBasisPoints)));
}

std::vector<wire::InstallmentT> planned(Money total, const wire::PaymentPlanSetT& plan,
                                        Day booked_on) {
  std::vector<wire::InstallmentT> installments;
  Money rest = total;
  for (const auto& stage : plan.stages) {
    auto& to = installments.emplace_back();
    to.no = static_cast<std::uint32_t>(installments.size());
    to.label = stage->label;
    to.amount = stage == plan.stages.back()
                    ? rest
                    : std::min(rest, scaled(total, stage->basis_points, kBasisPoints));
    to.milestone = stage->milestone;
    to.days = stage->days;
    if (stage->milestone.empty()) to.due_day = booked_on + static_cast<Day>(stage->days);
    rest -= to.amount;
  }
  return installments;
}

std::vector<wire::InstallmentT> standard_plan(Money total, const wire::PricesSetT& prices,
                                              Day booked_on) {
  const Money token = token_of(total, prices.token_basis_points);
  std::vector<wire::InstallmentT> plan(1);
  plan[0].no = 1;
  plan[0].label = "token";
  plan[0].amount = token;
  plan[0].due_day = booked_on;
  if (token == total) return plan;
  auto& balance = plan.emplace_back();
  balance.no = 2;
  balance.label = "balance";
  balance.amount = total - token;
  balance.due_day = booked_on + static_cast<Day>(prices.balance_due_days);
  return plan;
}

void fit_token(std::vector<wire::InstallmentT>& plan, Money token) {
  constexpr Money kRupee = Money::paise(100);
  if (plan.size() < 2 || token <= Money()) return;
  const Money less = plan.front().amount - token;
  if (less.zero() || less >= kRupee || -less >= kRupee) return;
  if (plan.back().amount + less <= Money()) return;
  plan.front().amount = token;
  plan.back().amount += less;
}

}  // namespace ledger
