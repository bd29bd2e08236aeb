#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace ledger::paper {

// The candidate that takes the fewest insertions, deletions and replacements to reach, if that is
// at most a third of `name`'s length (and at least two are allowed). For "did you mean …?".
std::optional<std::string_view> nearest(std::string_view name,
                                        const std::vector<std::string_view>& candidates);

}  // namespace ledger::paper
