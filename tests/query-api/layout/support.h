#pragma once

#include <fstream>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "query-api/layout/layout.h"

namespace ledger {

inline std::string fixture(const std::string& name) {
  std::ifstream file(LAYOUT_FIXTURES "/" + name);
  if (!file) throw std::runtime_error("no fixture " + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::string collection(const std::string& features) {
  return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

inline std::string feature(const std::string& properties, const std::string& geometry) {
  return R"({"type":"Feature","properties":)" + properties + R"(,"geometry":)" + geometry + "}";
}

inline std::string polygon(const std::string& rings) {
  return R"({"type":"Polygon","coordinates":[)" + rings + "]}";
}

// A plot of 0.0001 by 0.0001 degrees (11 by 11 m), `column` plots to the east of the first.
inline std::string square(int column) {
  const auto lon = [&](int at) { return "73." + std::to_string(70000 + 10 * (column + at)); };
  return "[[" + lon(0) + ",18.7],[" + lon(1) + ",18.7],[" + lon(1) + ",18.7001],[" + lon(0) +
         ",18.7001],[" + lon(0) + ",18.7]]";
}

inline std::string plot(const std::string& no, int column) {
  return feature(R"({"no":)" + no + "}", polygon(square(column)));
}

inline void PrintTo(const LayoutProblem& each, std::ostream* out) {
  *out << to_string(each.severity) << " | " << each.feature << " | " << each.problem;
}

}  // namespace ledger
