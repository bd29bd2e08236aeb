#include "query-api/layout/problems.h"

#include <algorithm>
#include <utility>

namespace ledger {

std::string_view to_string(ProblemSeverity severity) {
  return severity == ProblemSeverity::kError ? "error" : "warning";
}

}  // namespace ledger

namespace ledger::layout {

std::string feature_name(std::size_t feature, std::string_view no) {
  if (feature == 0) return "file";
  std::string name = "feature " + std::to_string(feature);
  if (!no.empty()) name.append(" (").append(no).append(")");
  return name;
}

void Problems::error(std::size_t feature, std::string_view kind, std::string_view no,
                     std::string problem) {
  ++errors_;
  add(ProblemSeverity::kError, feature, kind, no, std::move(problem));
}

void Problems::warning(std::size_t feature, std::string_view kind, std::string_view no,
                       std::string problem) {
  add(ProblemSeverity::kWarning, feature, kind, no, std::move(problem));
}

void Problems::add(ProblemSeverity severity, std::size_t feature, std::string_view kind,
                   std::string_view no, std::string problem) {
  Kind& counted = kinds_[std::string(kind)];
  counted.severity = severity;
  if (++counted.count > kMaxListed) return;
  counted.last = problem;
  entries_.push_back({feature, {severity, feature_name(feature, no), std::move(problem)}});
}

std::vector<LayoutProblem> Problems::take() {
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.feature < b.feature; });
  std::vector<LayoutProblem> problems;
  problems.reserve(entries_.size());
  for (Entry& entry : entries_) problems.push_back(std::move(entry.problem));
  for (auto& [kind, counted] : kinds_) {
    if (counted.count <= kMaxListed) continue;
    problems.push_back(
        {counted.severity, "file",
         std::to_string(counted.count - kMaxListed) + " more like this: " + counted.last});
  }
  return problems;
}

}  // namespace ledger::layout
