#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "events/instant.h"

namespace ledger::demo {

// Chance that is the same each time: equal seeds throw alike on every machine and every library.
class Dice {
 public:
  // `stream` keeps the throws for one purpose apart from those for another.
  Dice(std::uint64_t seed, std::string_view stream);

  std::uint64_t next();
  std::size_t below(std::size_t count);                         // 0 … count - 1
  std::int64_t between(std::int64_t least, std::int64_t most);  // both included
  Micros between(Micros least, Micros most);                    // to the millisecond

  bool percent(unsigned chance) { return below(100) < chance; }

  template <class List>
  const auto& pick(const List& list) {
    return list[below(list.size())];
  }

  std::string uuid_v7(Instant at);                // as the server makes them
  std::string gateway_id(std::string_view kind);  // "order_" and 14 letters and digits
  std::string digits(std::size_t count);

 private:
  std::uint64_t state_ = 0;
};

}  // namespace ledger::demo
