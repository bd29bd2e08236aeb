#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "query-api/layout/layout.h"

namespace ledger::layout {

// Gathers problems in the order of the file, at most kMaxListed of a kind; the rest are counted.
class Problems {
 public:
  // `feature` counts from 1; 0 is the file as a whole. `kind` groups problems of one cause.
  void error(std::size_t feature, std::string_view kind, std::string_view no, std::string problem);
  void warning(std::size_t feature, std::string_view kind, std::string_view no,
               std::string problem);

  [[nodiscard]] bool has_errors() const { return errors_ > 0; }

  // In the order of features, the file's own first; what was left out is told last.
  std::vector<LayoutProblem> take();

 private:
  struct Entry {
    std::size_t feature = 0;
    LayoutProblem problem;
  };

  void add(ProblemSeverity severity, std::size_t feature, std::string_view kind,
           std::string_view no, std::string problem);

  struct Kind {
    ProblemSeverity severity = ProblemSeverity::kError;
    std::size_t count = 0;
    std::string last;
  };

  std::vector<Entry> entries_;
  std::map<std::string, Kind, std::less<>> kinds_;
  std::size_t errors_ = 0;
};

std::string feature_name(std::size_t feature, std::string_view no);  // "feature 12 (6552)"

}  // namespace ledger::layout
