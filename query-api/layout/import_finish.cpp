#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "events/hash.h"
#include "query-api/layout/document_json.h"
#include "query-api/layout/import.h"
#include "query-api/layout/overlap.h"

// The second half of an import: what can only be said once every feature has been seen.
namespace ledger::layout {

namespace {

constexpr std::size_t kMaxNamesListed = 30;

std::string list_of(const std::map<std::string, std::size_t, std::less<>>& names) {
  if (names.empty()) return "there are none";
  std::string list = "there are ";
  std::size_t count = 0;
  for (const auto& [name, uses] : names) {
    if (count == kMaxNamesListed)
      return list + " and " + std::to_string(names.size() - count) + " more";
    if (count++ > 0) list += ", ";
    list += in_quotes(name);
  }
  return list;
}

const std::string& value_of(const ImportedPlot& plot, const std::string& name) {
  static const std::string none;
  const auto at = std::lower_bound(plot.attributes.begin(), plot.attributes.end(), name,
                                   [](const PlotAttribute& attribute, const std::string& wanted) {
                                     return attribute.name < wanted;
                                   });
  return at != plot.attributes.end() && at->name == name ? at->text : none;
}

}  // namespace

void Import::report_missing(const Column& column) {
  if (column.missing_from.empty() || column.name.empty()) return;
  if (column.found == 0) {
    problems_.error(
        0, column.kind, "",
        "no feature has a property " + in_quotes(column.name) + "; " + list_of(property_names_));
    return;
  }
  for (const std::size_t feature : column.missing_from) {
    const std::string problem = "has no " + in_quotes(column.name);
    if (column.required) {
      problems_.error(feature, column.kind, "", problem);
    } else {
      problems_.warning(feature, column.kind, "", problem);
    }
  }
}

void Import::report_third_coordinates() {
  if (with_third_coordinate_ == 0) return;
  problems_.warning(0, "third coordinate", "",
                    std::to_string(with_third_coordinate_) +
                        " plots have positions with a third value (height): it was dropped");
}

std::string Import::name_of(std::size_t index) const {
  return feature_name(features_of_[index], plots_[index].plot_id);
}

// A property that tells plots of one number apart and groups them, as a street does.
std::string Import::advice_on_same_numbers() const {
  for (const auto& [name, uses] : property_names_) {
    if (name == no_.name || uses < plots_.size()) continue;
    std::set<std::string_view> groups;
    std::set<std::pair<std::string_view, std::string_view>> pairs;
    for (const ImportedPlot& plot : plots_) {
      const std::string& group = value_of(plot, name);
      groups.insert(group);
      pairs.emplace(group, plot.no);
    }
    if (pairs.size() == plots_.size() && groups.size() * 2 <= plots_.size())
      return "if numbers start anew in each " + in_quotes(name) + ", name that property as block";
  }
  return "if numbers are unique only within a block or street, name that property as block";
}

void Import::report_same_ids() {
  std::unordered_map<std::string_view, std::size_t> first_of;
  std::string advice;
  for (std::size_t i = 0; i < plots_.size(); ++i) {
    const auto [first, added] = first_of.emplace(plots_[i].plot_id, i);
    if (added) continue;
    std::string problem = "has the same number as " + name_of(first->second);
    if (block_) {
      problem += ", in the same block";
    } else {
      if (advice.empty()) advice = advice_on_same_numbers();
      problem += "; " + advice;
    }
    problems_.error(features_of_[i], "same number", plots_[i].plot_id, problem);
  }
}

void Import::report_overlaps() {
  const Overlaps overlaps = find_overlaps(outlines_);
  for (const Overlap& overlap : overlaps.found) {
    problems_.warning(features_of_[overlap.first], "overlap", plots_[overlap.first].plot_id,
                      "overlaps " + name_of(overlap.second) + " by " +
                          fixed_decimals(overlap.square_metres, 1) + " sq m, " +
                          fixed_decimals(overlap.share * 100, 1) + " % of the smaller plot");
  }
  if (!overlaps.complete) {
    problems_.warning(0, "overlaps incomplete", "",
                      "too many plots lie over each other: not all overlaps were looked for");
  }
}

void Import::report_across_features() {
  report_missing(no_);
  if (block_) report_missing(*block_);
  if (area_) report_missing(*area_);
  report_same_ids();
  report_overlaps();
  report_third_coordinates();
  if (plots_.empty() && !problems_.has_errors())
    problems_.error(0, "no plots", "", "the file has no plot: none of its features is a polygon");
}

LayoutPreview Import::finish() {
  if (readable_) report_across_features();
  LayoutPreview preview;
  if (!problems_.has_errors()) {
    preview.document = write_document(plots_, outlines_);
    preview.digest = Digest(hex(sha256(preview.document)));
  }
  preview.plots = std::move(plots_);
  preview.problems = problems_.take();
  return preview;
}

}  // namespace ledger::layout
