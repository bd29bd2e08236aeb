#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "events/result.h"

namespace ledger {

using Partition = std::uint32_t;
using Sequence = std::uint64_t;

inline constexpr Partition kDirectory = 0;

// How far each partition has come, as in the Ledger-Position header: "0-12,1-57". Partitions that are
// not named are at 0.
class Position {
 public:
  [[nodiscard]] Sequence at(Partition partition) const;
  void advance(Partition partition, Sequence sequence);  // never goes back

  // True if every partition here is at least as far as in `other`.
  [[nodiscard]] bool covers(const Position& other) const;

  [[nodiscard]] const std::map<Partition, Sequence>& parts() const { return parts_; }

  bool operator==(const Position&) const = default;

 private:
  std::map<Partition, Sequence> parts_;
};

std::string to_string(const Position& position);
std::string to_string(Partition partition, Sequence sequence);  // "1-57"
Result<Position> parse_position(std::string_view text);         // kInvalid: "position-malformed"

}  // namespace ledger
