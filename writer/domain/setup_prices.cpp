#include <algorithm>
#include <unordered_set>

#include "events/pricing.h"
#include "writer/domain/rules.h"

namespace ledger::rules {
namespace {

constexpr std::size_t kMaxHeadName = 64;
constexpr int kMaxTax = 10'000;  // basis points
constexpr std::uint32_t kMaxDueDays = 3650;
constexpr std::size_t kMaxPricedPlots = 20'000;
constexpr std::int64_t kMaxPlotPrice = kMaxPaise / 10;  // a hold has at most ten plots

bool is_currency(std::string_view text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// A head names an income account, so nothing that accounting tools read as a separator.
bool is_head_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxHeadName && name.front() != ' ' &&
         name.back() != ' ' && name != kLandHead && name != kDiscountHead &&
         name.find("  ") == std::string_view::npos &&
         std::none_of(name.begin(), name.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == ':' || c == ';';
         });
}

bool is_amount_in_range(const wire::ChargeHeadT& head) {
  const auto within = [](std::int64_t value, std::int64_t least, std::int64_t most) {
    return value >= least && value <= most;
  };
  switch (head.kind) {
    case wire::HeadKind::PerArea:
      return within(head.amount.paise(), 0, kMaxRate.paise());
    case wire::HeadKind::Fixed:
      return within(head.amount.paise(), -kMaxHeadAmount.paise(), kMaxHeadAmount.paise());
    case wire::HeadKind::Percent:
      return within(head.basis_points, -kBasisPoints, kMaxPercent);
  }
  return false;  // a kind that the input made up
}

Result<void> check_heads(const std::vector<wire::ChargeHeadT>& heads) {
  if (heads.size() > kMaxHeads)
    return fail(ErrorCode::kInvalid, "heads-count", "A price has at most 32 charge heads.");
  std::unordered_set<std::string_view> seen;
  for (const auto& head : heads) {
    if (!is_head_name(head.head))
      return fail(
          ErrorCode::kInvalid, "head-name-invalid",
          "A charge head needs a name without colons; \"land\" and \"discount\" are reserved.");
    if (!seen.insert(head.head).second)
      return fail(ErrorCode::kInvalid, "head-repeated",
                  "The charge head \"" + head.head + "\" is there twice.");
    if (!is_amount_in_range(head))
      return fail(ErrorCode::kInvalid, "head-out-of-range",
                  "The amount of the charge head \"" + head.head + "\" is out of range.");
    if (head.tax_basis_points < 0 || head.tax_basis_points > kMaxTax)
      return fail(ErrorCode::kInvalid, "tax-out-of-range",
                  "The tax on \"" + head.head + "\" must be between 0 and 100 %.");
  }
  return {};
}

Result<void> check_plot(const SetPrices& c, const wire::PlotPriceT& price) {
  if (price.heads.empty() || price.heads.size() > kMaxHeads)
    return fail(ErrorCode::kInvalid, "heads-count", "A plot's price has 1 to 32 charge heads.");
  std::unordered_set<std::string_view> seen;
  for (const auto& head : price.heads) {
    const bool known = head->head == kLandHead ||
                       std::any_of(c.heads.begin(), c.heads.end(),
                                   [&](const auto& one) { return one.head == head->head; });
    if (!known || !seen.insert(head->head).second)
      return fail(ErrorCode::kInvalid, "head-repeated",
                  "Plot " + price.plot.str() + " has the head \"" + head->head +
                      "\" twice, or it is not one of the project's.");
    if (head->amount > kMaxHeadAmount || head->amount < -kMaxHeadAmount)
      return fail(
          ErrorCode::kInvalid, "head-out-of-range",
          "The amount of \"" + head->head + "\" of plot " + price.plot.str() + " is out of range.");
  }
  return {};
}

// In order of their ids, so that a price is found at once.
Result<void> check_plots(const SetPrices& c) {
  if (c.plots.size() > kMaxPricedPlots)
    return fail(ErrorCode::kInvalid, "plots-count", "At most 20,000 plots are priced one by one.");
  for (std::size_t i = 0; i < c.plots.size(); ++i) {
    if (i > 0 && !(c.plots[i - 1].plot < c.plots[i].plot))
      return fail(ErrorCode::kInvalid, "plots-count", "Every plot is priced once, in order.");
    if (auto good = check_plot(c, c.plots[i]); !good) return good;
  }
  return {};
}

Result<void> check_shape(const SetPrices& c) {
  if (!is_currency(c.currency))
    return fail(ErrorCode::kInvalid, "currency-malformed",
                "A currency is three capital letters, such as INR.");
  const bool rated = c.rate_per_sq_yd > Money() || (c.rate_per_sq_yd.zero() && !c.plots.empty());
  if (!rated || c.rate_per_sq_yd > kMaxRate)
    return fail(ErrorCode::kInvalid, "rate-out-of-range",
                "The rate must be above zero and at most one crore rupees per square yard.");
  if (c.token_basis_points <= 0 || c.token_basis_points > kBasisPoints)
    return fail(ErrorCode::kInvalid, "token-out-of-range",
                "The token must be above zero and at most the whole price.");
  if (c.balance_due_days > kMaxDueDays)
    return fail(ErrorCode::kInvalid, "due-days-out-of-range",
                "The balance must be due within ten years.");
  if (auto heads = check_heads(c.heads); !heads) return heads;
  return check_plots(c);
}

PricesSet prices_of(const SetPrices& c, std::uint32_t version) {
  PricesSet e;
  e.project = c.project;
  e.version = version;
  e.currency = c.currency;
  e.rate_per_sq_yd = c.rate_per_sq_yd;
  for (const auto& head : c.heads) e.heads.push_back(std::make_unique<wire::ChargeHeadT>(head));
  e.token_basis_points = c.token_basis_points;
  e.balance_due_days = c.balance_due_days;
  for (const auto& plot : c.plots) e.plots.push_back(std::make_unique<wire::PlotPriceT>(plot));
  return e;
}

std::vector<std::string> unsellable(const Project& project, const PricesSet& prices) {
  std::vector<std::string> plots;
  for (const auto& plot : project.plots)
    if (plot.status != fold::PlotStatus::Unreleased && !is_sellable(plot, prices))
      plots.push_back(plot.plot.str());
  return plots;
}

}  // namespace

bool is_sellable(const fold::PlotT& plot, const PricesSet& prices) {
  const auto total = total_of(price_lines(plot.plot, plot.area_mm2, prices)).paise();
  return total > 0 && total <= kMaxPlotPrice;
}

Decision decide(const State& state, const SetPrices& c, const Context& /*context*/) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  if (const auto shape = check_shape(c); !shape) return fail(shape.error());
  if (!project.prices.empty()) {
    const auto& current = project.prices.back();
    if (current.currency != c.currency)
      return fail(ErrorCode::kConflict, "currency-fixed",
                  "This project's prices are in " + current.currency + ".");
    if (current == prices_of(c, current.version)) return Events{};
  }
  auto prices = prices_of(c, static_cast<std::uint32_t>(project.prices.size() + 1));
  if (auto plots = unsellable(project, prices); !plots.empty())
    return refuse_plots(ErrorCode::kConflict, "plot-unpriced", std::move(plots),
                        "is released and would have no price above zero.",
                        "are released and would have no price above zero.");
  Events events;
  add(events, std::move(prices));
  return events;
}

void fold(State& state, const PricesSet& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  promise(e.version == project.prices.size() + 1, "a price version is out of turn");
  project.prices.push_back(e);
}

}  // namespace ledger::rules
