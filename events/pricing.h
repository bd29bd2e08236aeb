#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "events/civil.h"
#include "events/event.h"

namespace ledger {

// How a plot's price comes about. Every head is rounded half up to the paisa once; CGST and SGST
// are half the head's rate each and rounded each on its own.

inline constexpr const char* kLandHead = "land";          // reserved: area × rate, outside GST
inline constexpr const char* kDiscountHead = "discount";  // reserved: what was taken off

// Limits that keep every sum far inside int64.
inline constexpr std::int64_t kMaxAreaMm2 = 1'000'000'000'000;  // 1 km²
inline constexpr Money kMaxRate = Money::paise(1'000'000'000);  // ₹1 crore per square yard
inline constexpr Money kMaxHeadAmount = Money::paise(1'000'000'000'000'000);
inline constexpr std::int64_t kMaxPercent = 100'000;  // basis points: tenfold
inline constexpr std::size_t kMaxHeads = 32;

// area × rate, where a square yard is 836,127.36 mm² exactly: area · rate · 100 / 83,612,736, half
// up.
Money by_area(std::int64_t area_mm2, Money per_sq_yd);

using PriceLines = std::vector<std::unique_ptr<wire::PriceLineT>>;

// GST rates by date, and the day that counts: a head is taxed by the last rule that began by then,
// and at its own rate before the first.
struct Taxes {
  const wire::TaxRulesSetT* rules = nullptr;
  Day on = 0;

  [[nodiscard]] const wire::TaxRuleT* in_force(std::string_view head) const;  // null: none yet
  [[nodiscard]] int rate_of(std::string_view head, int own) const;
};

// The price of one plot, head by head: as its own line of `prices` says, else by rate and heads:
// land first, then the heads in the order of `prices`.
PriceLines price_lines(const PlotId& plot, std::int64_t area_mm2, const wire::PricesSetT& prices,
                       const Taxes& taxes = {});

// What a discount of `amount` (positive, before tax) on a head taxed at that rate adds to a price:
// every figure is negative.
std::unique_ptr<wire::PriceLineT> discount_line(const PlotId& plot, Money amount,
                                                int tax_basis_points);

Money total_of(const wire::PriceLineT& line);  // with tax
Money total_of(const PriceLines& lines);       // with tax

// What is paid now: `basis_points` of the total, half up, but never under ₹1 (the least a gateway
// takes) nor over the total.
Money token_of(Money total, int basis_points);

// The installments of a plan: each stage's basis points of the total, half up, the remainder on the
// last, so that they sum to `total`. A stage without a milestone is due so many days after
// `booked_on`; one with a milestone has due_day 0 until it is reached.
std::vector<wire::InstallmentT> planned(Money total, const wire::PaymentPlanSetT& plan,
                                        Day booked_on);

// The plan "standard": 1 "token" due on the day of booking, 2 "balance" `balance_due_days` later
// (left out if nothing remains). The amounts sum to `total`.
std::vector<wire::InstallmentT> standard_plan(Money total, const wire::PricesSetT& prices,
                                              Day booked_on);

// The token that is asked for is the first of several installments to the paisa: shares are rounded
// half up and a cap on advances down, so that they may differ by less than a rupee. The last
// installment takes the difference; a plan whose first part is another amount stays as it is.
void fit_token(std::vector<wire::InstallmentT>& plan, Money token);

}  // namespace ledger
