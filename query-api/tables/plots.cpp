#include "query-api/tables/plots.h"

#include <cctype>

#include "query-api/documents/nearest.h"
#include "query-api/documents/utf8.h"

namespace ledger::tables {
namespace {

std::string plain(std::string_view text) {
  std::string to(paper::trimmed(text));
  for (char& c : to) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return to;
}

std::string named(std::string_view no, std::string_view block) {
  std::string text = "plot \"" + std::string(no.substr(0, 64)) + "\"";
  if (!block.empty()) text += " in block \"" + std::string(block.substr(0, 64)) + "\"";
  return text;
}

}  // namespace

PlotIndex::PlotIndex(const std::vector<KnownPlot>& plots) : plots_(plots) {
  for (const auto& plot : plots) {
    by_no_[plain(plot.no)].push_back(&plot);
    by_id_.emplace(plain(plot.id.str()), &plot);
  }
}

tl::expected<const KnownPlot*, PlotIndex::Missing> PlotIndex::find(std::string_view no,
                                                                   std::string_view block) const {
  const auto unknown = [&] {
    std::vector<std::string_view> names;
    for (const auto& plot : plots_) names.push_back(plot.no);
    auto message = "the layout has no " + named(no, block);
    const auto near = paper::nearest(paper::trimmed(no), names);
    if (near && *near != paper::trimmed(no))
      message += "; did you mean \"" + std::string(*near) + "\"?";
    return tl::make_unexpected(Missing{"plot-unknown", message});
  };
  if (const auto by_id = by_id_.find(plain(no)); by_id != by_id_.end() && block.empty()) {
    return by_id->second;
  }
  const auto found = by_no_.find(plain(no));
  if (found == by_no_.end()) return unknown();
  if (block.empty() && found->second.size() == 1) return found->second.front();
  if (block.empty()) {
    std::string blocks;
    for (const auto* plot : found->second) blocks += (blocks.empty() ? "" : ", ") + plot->block;
    return tl::make_unexpected(
        Missing{"plot-ambiguous", "the layout has " + named(no, "") + " in the blocks " +
                                      blocks.substr(0, 200) + ": a column \"Block\" is needed"});
  }
  for (const auto* plot : found->second)
    if (plain(plot->block) == plain(block)) return plot;
  return unknown();
}

}  // namespace ledger::tables
