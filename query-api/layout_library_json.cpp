#include <nlohmann/json.hpp>

#include "query-api/layout_library.h"

namespace ledger {

std::unordered_map<std::string, std::string> attributes_of(std::string_view document) {
  std::unordered_map<std::string, std::string> by_plot;
  const auto layout = nlohmann::json::parse(document);
  for (const auto& feature : layout.at("features")) {
    auto properties = feature.at("properties");
    for (const char* own : {"no", "block", "area_mm2"}) properties.erase(own);
    by_plot.emplace(feature.at("id").get<std::string>(), properties.dump());
  }
  return by_plot;
}

}  // namespace ledger
