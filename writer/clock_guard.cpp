#include "writer/clock_guard.h"

#include <algorithm>
#include <string>

namespace ledger {
namespace {

tl::unexpected<Error> unsure(std::string why) {
  auto error = Error{ErrorCode::kUnavailable, "clock-unsure",
                     why + "; nothing is decided until the clocks agree or an operator confirms"};
  error.retry_after_s = 30;
  return fail(std::move(error));
}

}  // namespace

Result<Instant> ClockGuard::now(Instant last) {
  const Pair seen{clock_.now(), clock_.steady()};
  const bool confirmed = confirmed_.exchange(false);
  if (!agreed_ || confirmed) agreed_ = seen;
  if (confirmed) behind_confirmed_ = true;
  const Micros drift = (seen.wall - agreed_->wall) - (seen.steady - agreed_->steady);
  if (drift > kTolerance || drift < -kTolerance) {
    return unsure("the wall clock jumped by " + std::to_string(drift.count() / 1'000'000) + " s");
  }
  // Slow, honest corrections of the wall clock must not add up to a jump.
  if (seen.steady - agreed_->steady > kTolerance) agreed_ = seen;
  if (seen.wall >= last) behind_confirmed_ = false;
  if (seen.wall + kTolerance < last && !behind_confirmed_) {
    return unsure("the wall clock is more than a minute behind the last record");
  }
  return std::max(seen.wall, last + Micros(1));
}

void ClockGuard::confirm() {
  confirmed_ = true;
}

}  // namespace ledger
