#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "events/civil.h"
#include "events/event.h"

namespace ledger {

// How a plot's price comes about. Every head is rounded half up to the paisa once; CGST and SGST
// are half the head's rate each and rounded each on its own.

inline constexpr const char* kLandHead = "land";  // reserved: area × rate, outside GST

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

// The price of one plot, head by head: land first, then the heads in the order of `prices`.
PriceLines price_lines(const PlotId& plot, std::int64_t area_mm2, const wire::PricesSetT& prices);

Money total_of(const wire::PriceLineT& line);  // with tax
Money total_of(const PriceLines& lines);       // with tax

// What is paid now: `basis_points` of the total, half up, but never under ₹1 (the least a gateway
// takes) nor over the total.
Money token_of(Money total, int basis_points);

// The plan "standard": 1 "token" due on the day of booking, 2 "balance" `balance_due_days` later
// (left out if nothing remains). The amounts sum to `total`.
std::vector<wire::InstallmentT> standard_plan(Money total, const wire::PricesSetT& prices,
                                              Day booked_on);

}  // namespace ledger
