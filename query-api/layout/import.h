#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query-api/layout/features_json.h"
#include "query-api/layout/layout.h"
#include "query-api/layout/numbers.h"
#include "query-api/layout/problems.h"

namespace ledger::layout {

// One import: take every feature in turn, then finish once.
class Import {
 public:
  explicit Import(const ImportOptions& options);

  void take(SourceFeature feature);
  void file_fault(const FileFault& fault);
  LayoutPreview finish();

 private:
  // A property that the options name, and who lacks it.
  struct Column {
    std::string name;
    std::string_view kind;  // of the problem that a feature lacks it
    bool required = true;
    std::size_t found = 0;
    std::vector<std::size_t> missing_from;
  };

  bool is_plot(const SourceFeature& feature);
  void check_options(const ImportOptions& options);
  const PlotAttribute* find(Column& column, const SourceFeature& feature);
  std::optional<std::string> label(Column& column, const SourceFeature& feature);
  bool has_outline(const SourceFeature& feature, std::string_view no);
  std::optional<std::int64_t> measured(SourceFeature& feature, std::string_view no);
  void compare_stated_area(Column& column, const SourceFeature& feature, const ImportedPlot& plot);

  void report_across_features();
  void report_missing(const Column& column);
  void report_third_coordinates();
  void report_same_ids();
  void report_overlaps();
  [[nodiscard]] std::string name_of(std::size_t index) const;
  [[nodiscard]] std::string advice_on_same_numbers() const;

  Problems problems_;
  Column no_;
  std::optional<Column> block_;
  std::optional<Column> area_;
  AreaUnit area_unit_ = AreaUnit::kSquareMetre;
  std::map<std::string, std::size_t, std::less<>> property_names_;
  std::size_t with_third_coordinate_ = 0;
  bool readable_ = true;  // to its end

  std::vector<ImportedPlot> plots_;
  std::vector<Outline> outlines_;         // of plots_
  std::vector<std::size_t> features_of_;  // of plots_, counted from 1
};

}  // namespace ledger::layout
