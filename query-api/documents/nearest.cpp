#include "query-api/documents/nearest.h"

#include <algorithm>
#include <numeric>

namespace ledger::paper {
namespace {

constexpr std::size_t kLongest = 64;

// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t k = 0; k < b.size(); ++k) {
      const auto replaced = diagonal + (a[i] == b[k] ? 0 : 1);
      diagonal = row[k + 1];
      row[k + 1] = std::min({replaced, row[k] + 1, row[k + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view name,
                                        const std::vector<std::string_view>& candidates) {
  if (name.size() > kLongest) return std::nullopt;
  auto best = std::max<std::size_t>(2, name.size() / 3) + 1;
  std::optional<std::string_view> found;
  for (const auto candidate : candidates) {
    const auto far = distance(name, candidate);
    if (far < best) {
      best = far;
      found = candidate;
    }
  }
  return found;
}

}  // namespace ledger::paper
