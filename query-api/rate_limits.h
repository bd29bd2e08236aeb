#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "events/instant.h"

namespace ledger {

// How often one address or one key may ask: `burst` at once, then `per_second`.
struct Rate {
  std::int64_t burst = 0;
  std::int64_t per_second = 0;
};

inline constexpr Rate kVisitorCommands{60, 5};     // per address
inline constexpr Rate kVisitorReads{600, 100};     // per address
inline constexpr Rate kStaffRequests{2'000, 500};  // per key

// Token buckets by name, in memory. Thread-safe; forgets names that are full again.
class RateLimits {
 public:
  explicit RateLimits(Clock& clock) : clock_(clock) {}

  // Takes one token; false: none is left.
  bool allow(std::string_view name, const Rate& rate);

 private:
  struct Bucket {
    std::int64_t micro_tokens = 0;
    Micros at{};
    Rate rate;
  };

  static constexpr std::size_t kMostNames = 100'000;

  static void fill(Bucket& bucket, Micros now);
  void forget_full(Micros now);

  Clock& clock_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace ledger
