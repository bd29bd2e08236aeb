#include "query-api/layout/generate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <utility>

#include <GeographicLib/LocalCartesian.hpp>

#include "query-api/layout/block_fill.h"
#include "query-api/layout/numbers.h"

namespace ledger {

namespace {

using layout::Site;

// Leaves those out of which a road has cut most until `wanted` remain; of equals the later ones.
void leave_out_the_smallest(std::vector<Site>& sites, std::size_t wanted) {
  if (sites.size() < wanted)
    throw std::invalid_argument("the plan has room for " + std::to_string(sites.size()) + " plots");
  std::vector<std::size_t> order(sites.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    return std::min(sites[i].ratio, 0.95) > std::min(sites[j].ratio, 0.95);
  });
  order.resize(wanted);
  std::sort(order.begin(), order.end());
  std::vector<Site> kept;
  kept.reserve(wanted);
  for (const std::size_t i : order) kept.push_back(std::move(sites[i]));
  sites = std::move(kept);
}

std::string compass(double degrees) {
  constexpr std::array<const char*, 4> kNames = {"East", "North", "West", "South"};
  const int quarter = static_cast<int>(std::lround(degrees / 90));
  return kNames[static_cast<std::size_t>(((quarter % 4) + 4) % 4)];
}

std::string dims_of(const Site& site) {
  constexpr double kStillRegular = 0.03;
  if (std::abs(site.ratio - 1) > kStillRegular) return "odd";
  return std::to_string(site.size.width_ft) + "x" + std::to_string(site.size.depth_ft);
}

// From the site's frame to the ground.
class Survey {
 public:
  explicit Survey(const LayoutPlan& plan)
      : turn_(plan.turned_degrees * std::numbers::pi / 180), plane_(plan.lat, plan.lon) {}

  [[nodiscard]] std::string position(SitePoint at) const {
    const double east = at.x * std::cos(turn_) - at.y * std::sin(turn_);
    const double north = at.x * std::sin(turn_) + at.y * std::cos(turn_);
    double lat = 0;
    double lon = 0;
    double height = 0;
    plane_.Reverse(east, north, 0, lat, lon, height);
    return "[" + layout::fixed_decimals(lon, 9) + "," + layout::fixed_decimals(lat, 9) + "]";
  }

 private:
  double turn_;
  GeographicLib::LocalCartesian plane_;
};

std::string properties_of(const Site& site, const LayoutPlan& plan, std::size_t number) {
  const auto yes = [](bool value) { return value ? "true" : "false"; };
  std::string text = R"({"plot_no":")" + site.block + "-" + std::to_string(number) + "\"";
  text += R"(,"block":")" + site.block + "\"";
  text += R"(,"facing":")" + compass(site.facing_degrees + plan.turned_degrees) + "\"";
  text += std::string(R"(,"corner":)") + yes(site.corner);
  text += std::string(R"(,"park_facing":)") + yes(site.park_facing);
  text += R"(,"dims":")" + dims_of(site) + "\"";
  text += R"(,"road_width_ft":)" + std::to_string(site.road_ft) + "}";
  return text;
}

std::string geometry_of(const Site& site, const Survey& survey) {
  std::string text = R"({"type":"Polygon","coordinates":[[)";
  for (const SitePoint at : site.outline) text += survey.position(at) + ",";
  return text + survey.position(site.outline.front()) + "]]}";
}

}  // namespace

std::string generate_layout(const LayoutPlan& plan) {
  std::vector<Site> sites;
  for (const BlockPlan& block : plan.blocks) layout::fill_block(block, sites);
  leave_out_the_smallest(sites, plan.plots);
  const Survey survey(plan);
  std::string text = R"({"type":"FeatureCollection","name":")" + plan.name + R"(","features":[)";
  std::size_t number = 0;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    number = i > 0 && sites[i].block == sites[i - 1].block ? number + 1 : 1;
    text += i > 0 ? ",\n" : "\n";
    text += R"({"type":"Feature","properties":)" + properties_of(sites[i], plan, number);
    text += R"(,"geometry":)" + geometry_of(sites[i], survey) + "}";
  }
  return text + "\n]}\n";
}

}  // namespace ledger
