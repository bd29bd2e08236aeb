#pragma once

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "query-api/layout/layout.h"
#include "tests/query-api/layout/support.h"

namespace ledger {

inline constexpr auto kError = ProblemSeverity::kError;
inline constexpr auto kWarning = ProblemSeverity::kWarning;

// A file with one fault, and what is to be said of it.
struct Case {
  const char* name;
  std::string source;
  ImportOptions options;
  LayoutProblem problem;
};

inline void PrintTo(const Case& each, std::ostream* out) {
  *out << each.name;
}

inline const ImportOptions kNo = {.plot_no = "no"};

inline std::string with_ring(const std::string& positions) {
  return collection(feature(R"({"no":"5"})", polygon("[" + positions + "]")));
}

// The square of 116.753 sq m.
inline std::string stating(const std::string& area) {
  return collection(feature(R"({"no":"5","area":)" + area + "}", polygon(square(0))));
}

inline ImportOptions in_unit(const std::string& unit) {
  return {.plot_no = "no", .block = {}, .area = "area", .area_unit = unit};
}

inline void expect_named_once(const Case& given) {
  const LayoutPreview preview = read_layout(given.source, given.options);
  EXPECT_EQ(preview.problems, std::vector<LayoutProblem>{given.problem});
  EXPECT_EQ(preview.importable(), given.problem.severity == kWarning);
  EXPECT_EQ(preview.digest.empty(), given.problem.severity == kError);
}

}  // namespace ledger
