#include "writer/domain/interest.h"

#include <algorithm>

namespace ledger {
namespace {

__extension__ using Wide = __int128;

constexpr Wide kYear = Wide{365} * kBasisPoints;

// The rate in force on `day`, and the day on which another may begin.
struct Rate {
  int basis_points = 0;
  Day until = 0;
};

Rate rate_at(const RateSlices& rates, Day day, Day to) {
  Rate rate{0, to};
  const wire::RateSliceT* in_force = nullptr;
  for (const auto& slice : rates) {
    if (slice->from_day > day) {
      rate.until = std::min(rate.until, slice->from_day);
    } else if (in_force == nullptr || slice->from_day > in_force->from_day) {
      in_force = slice.get();
    }
  }
  if (in_force != nullptr) rate.basis_points = in_force->basis_points;
  return rate;
}

Day next_step(const OpenSteps& steps, Day day, Day to) {
  Day next = to;
  for (const auto& step : steps)
    if (step->day > day) next = std::min(next, step->day);
  return next;
}

}  // namespace

Money open_at(const OpenSteps& steps, Day day) {
  Money open;
  for (const auto& step : steps)
    if (step->day <= day) open = step->open;
  return open;
}

Money interest(const OpenSteps& steps, const RateSlices& rates, Day from, Day to) {
  Wide sum = 0;
  for (Day day = from; day < to;) {
    const auto rate = rate_at(rates, day, to);
    const Day until = next_step(steps, day, rate.until);
    sum += Wide{open_at(steps, day).paise()} * rate.basis_points * (until - day);
    day = until;
  }
  const Wide rounded = (sum + kYear / 2) / kYear;
  if (rounded > INT64_MAX) throw MoneyOverflow();
  return Money::paise(static_cast<std::int64_t>(rounded));
}

}  // namespace ledger
