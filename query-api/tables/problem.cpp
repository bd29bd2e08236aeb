#include "query-api/tables/problem.h"

#include <algorithm>
#include <utility>

namespace ledger::tables {

std::string_view to_string(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
}

std::string to_string(const Problem& problem) {
  std::string place = problem.sheet;
  const auto add = [&place](const std::string& part) {
    place.append(place.empty() || part.empty() ? "" : ", ").append(part);
  };
  if (problem.row > 0) add("row " + std::to_string(problem.row));
  add(problem.column);
  return place + (place.empty() ? "" : ": ") + problem.message;
}

void Problems::add(Problem problem) {
  if (problem.severity == Severity::kError) ++errors_;
  if (std::find(sheets_.begin(), sheets_.end(), problem.sheet) == sheets_.end()) {
    sheets_.push_back(problem.sheet);
  }
  if (++counts_[problem.reason] <= kMaxListed) list_.push_back(std::move(problem));
}

std::size_t Problems::count(std::string_view reason) const {
  const auto found = counts_.find(reason);
  return found == counts_.end() ? 0 : found->second;
}

std::vector<Problem> Problems::finish() {
  const auto order = [this](const Problem& problem) {
    const auto sheet = std::find(sheets_.begin(), sheets_.end(), problem.sheet);
    return std::pair(sheet - sheets_.begin(), problem.row);
  };
  std::stable_sort(list_.begin(), list_.end(),
                   [&](const Problem& a, const Problem& b) { return order(a) < order(b); });
  for (const auto& [reason, count] : counts_) {
    if (count <= kMaxListed) continue;
    const auto more = std::to_string(count - kMaxListed);
    list_.push_back({Severity::kWarning, "more-of-the-same", "", 0, "",
                     more + " more problems of the kind \"" + reason + "\" are not listed."});
  }
  counts_.clear();
  return std::exchange(list_, {});
}

}  // namespace ledger::tables
