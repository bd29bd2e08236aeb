#pragma once

#include <compare>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace ledger {

// Raised when an amount leaves the range of int64 paise. A broken promise, not a user's error: input
// is bounded (kMaxPaise) long before sums can overflow.
struct MoneyOverflow : std::overflow_error {
  MoneyOverflow() : std::overflow_error("an amount left the range of int64 paise") {}
};

// An amount in the smallest unit of the project's currency (paise for INR). Never a float; + and -
// are checked. The currency itself is stated once per project and on every amount that crosses the
// border (orders, payments).
class Money {
 public:
  constexpr Money() = default;

  static constexpr Money paise(std::int64_t value) { return Money(value); }

  [[nodiscard]] constexpr std::int64_t paise() const { return paise_; }

  [[nodiscard]] constexpr bool zero() const { return paise_ == 0; }

  [[nodiscard]] constexpr bool negative() const { return paise_ < 0; }

  constexpr auto operator<=>(const Money&) const = default;

  friend constexpr Money operator+(Money a, Money b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.paise_, b.paise_, &sum)) throw MoneyOverflow();
    return Money(sum);
  }

  friend constexpr Money operator-(Money a, Money b) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(a.paise_, b.paise_, &difference)) throw MoneyOverflow();
    return Money(difference);
  }

  constexpr Money operator-() const { return Money() - *this; }

  constexpr Money& operator+=(Money other) { return *this = *this + other; }

  constexpr Money& operator-=(Money other) { return *this = *this - other; }

 private:
  explicit constexpr Money(std::int64_t value) : paise_(value) {}

  std::int64_t paise_ = 0;
};

// The largest amount accepted from outside: 2^53 - 1, so that every JSON client can hold it exactly.
inline constexpr std::int64_t kMaxPaise = (std::int64_t{1} << 53) - 1;

// value * numerator / denominator, rounded half up (away from zero for negative values), in 128-bit
// arithmetic. `denominator` must be positive.
constexpr Money scaled(Money value, std::int64_t numerator, std::int64_t denominator) {
  __extension__ using Wide = __int128;
  const Wide product = Wide{value.paise()} * numerator;
  const Wide half = denominator / 2;
  const Wide rounded = product >= 0 ? (product + half) / denominator : (product - half) / denominator;
  if (rounded > INT64_MAX || rounded < INT64_MIN) throw MoneyOverflow();
  return Money::paise(static_cast<std::int64_t>(rounded));
}

inline constexpr std::int64_t kBasisPoints = 10'000;  // one whole, in hundredths of a percent

}  // namespace ledger
