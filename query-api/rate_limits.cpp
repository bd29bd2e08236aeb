#include "query-api/rate_limits.h"

#include <algorithm>
#include <iterator>

namespace ledger {
namespace {

constexpr std::int64_t kOne = 1'000'000;

}  // namespace

void RateLimits::fill(Bucket& bucket, Micros now) {
  const std::int64_t since = std::clamp<std::int64_t>((now - bucket.at).count(), 0, 3'600 * kOne);
  bucket.micro_tokens =
      std::min(bucket.rate.burst * kOne, bucket.micro_tokens + since * bucket.rate.per_second);
  bucket.at = now;
}

void RateLimits::forget_full(Micros now) {
  for (auto at = buckets_.begin(); at != buckets_.end();) {
    fill(at->second, now);
    const bool full = at->second.micro_tokens >= at->second.rate.burst * kOne;
    at = full ? buckets_.erase(at) : std::next(at);
  }
}

bool RateLimits::allow(std::string_view name, const Rate& rate) {
  const auto now = clock_.steady();
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMostNames) forget_full(now);
  const auto [found, fresh] = buckets_.try_emplace(std::string(name));
  Bucket& bucket = found->second;
  if (fresh) bucket = {rate.burst * kOne, now, rate};
  fill(bucket, now);
  if (bucket.micro_tokens < kOne) return false;
  bucket.micro_tokens -= kOne;
  return true;
}

}  // namespace ledger
