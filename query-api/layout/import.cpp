#include "query-api/layout/import.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace ledger {

LayoutPreview read_layout(std::string_view geojson, const ImportOptions& options) {
  layout::Import import(options);
  const auto fault = layout::read_features(
      geojson, [&](layout::SourceFeature feature) { import.take(std::move(feature)); });
  if (fault) import.file_fault(*fault);
  return import.finish();
}

}  // namespace ledger

namespace ledger::layout {

namespace {

constexpr double kStatedAreaTolerance = 0.01;

bool is_scalar(const PlotAttribute& value) {
  return value.json[0] == '"' || value.json[0] == '-' ||
         (value.json[0] >= '0' && value.json[0] <= '9');
}

// "4.2 % more"; off by so much that a percentage says nothing, only the direction.
std::string difference(double off, double stated) {
  const double percent = std::abs(off / stated) * 100;
  const std::string direction = off > 0 ? "more" : "less";
  return percent < 1000 ? fixed_decimals(percent, 1) + " % " + direction : "far " + direction;
}

}  // namespace

Import::Import(const ImportOptions& options)
    : no_{.name = options.plot_no, .kind = "no plot number"} {
  if (options.block) block_ = Column{.name = *options.block, .kind = "no block"};
  check_options(options);
}

void Import::check_options(const ImportOptions& options) {
  if (options.plot_no.empty())
    problems_.error(0, "option", "", "name the property that holds the plot's number (plot_no)");
  if (block_ && block_->name.empty())
    problems_.error(0, "option", "", "name the property that holds the block, or leave block out");
  if (options.area.has_value() != options.area_unit.has_value()) {
    problems_.error(0, "option", "",
                    "a stated area needs both its property (area) and its unit (area_unit)");
    return;
  }
  if (!options.area) return;
  if (const auto unit = parse_area_unit(*options.area_unit)) {
    area_ = Column{.name = *options.area, .kind = "no stated area", .required = false};
    area_unit_ = *unit;
  } else if (*options.area_unit == "sq_deg") {
    problems_.error(0, "option", "", "square degrees are no area on the ground: leave area out");
  } else {
    problems_.error(0, "option", "",
                    "the area unit " + in_quotes(*options.area_unit) +
                        " is not one of sq_m, sq_ft, sq_yd, acre, hectare, gunta, cent");
  }
}

void Import::file_fault(const FileFault& fault) {
  readable_ = false;
  problems_.error(fault.feature, "file", "", fault.problem);
}

bool Import::is_plot(const SourceFeature& feature) {
  if (feature.geometry == GeometryKind::kNotAFeature) {
    problems_.error(feature.number, "no feature", "", "this is not a GeoJSON Feature");
    return false;
  }
  if (feature.geometry == GeometryKind::kOther) {
    problems_.warning(feature.number, "other geometry", "",
                      "is a " + in_quotes(feature.geometry_note) + ", not a polygon: left out");
    return false;
  }
  return true;
}

void Import::take(SourceFeature feature) {
  for (const PlotAttribute& attribute : feature.attributes) ++property_names_[attribute.name];
  if (!is_plot(feature)) return;
  const std::optional<std::string> no = label(no_, feature);
  const std::optional<std::string> block = block_ ? label(*block_, feature) : std::string();
  const std::string id = !no || !block ? no.value_or("") : block_ ? *block + ":" + *no : *no;
  const std::optional<std::int64_t> area = measured(feature, id);
  if (!no || !block || !area) return;
  ImportedPlot plot{
      .plot_id = PlotId(id), .no = *no, .block = *block, .area_mm2 = *area, .attributes = {}};
  if (area_) compare_stated_area(*area_, feature, plot);
  plot.attributes = std::move(feature.attributes);
  plots_.push_back(std::move(plot));
  outlines_.push_back(std::move(feature.outline));
  features_of_.push_back(feature.number);
  if (feature.has_third_coordinate) ++with_third_coordinate_;
}

const PlotAttribute* Import::find(Column& column, const SourceFeature& feature) {
  const auto at = std::find_if(feature.attributes.begin(), feature.attributes.end(),
                               [&](const PlotAttribute& each) { return each.name == column.name; });
  if (at == feature.attributes.end()) {
    column.missing_from.push_back(feature.number);
    return nullptr;
  }
  ++column.found;
  return &*at;
}

std::optional<std::string> Import::label(Column& column, const SourceFeature& feature) {
  const PlotAttribute* const value = find(column, feature);
  if (value == nullptr) return std::nullopt;
  if (!is_scalar(*value) && value->json != "null") {
    problems_.error(feature.number, "not a label", "",
                    "its " + in_quotes(column.name) + " is neither text nor a number");
    return std::nullopt;
  }
  Label label = read_label(value->text);
  if (label.text.empty()) {
    problems_.error(feature.number, "empty label", "",
                    "its " + in_quotes(column.name) + " is empty");
    return std::nullopt;
  }
  if (const auto fault = label_fault(label.text)) {
    problems_.error(feature.number, "bad label", "",
                    "its " + in_quotes(column.name) + " " + *fault);
    return std::nullopt;
  }
  if (label.trimmed) {
    problems_.warning(feature.number, "trimmed", label.text,
                      "stray blanks were trimmed from its " + in_quotes(column.name) + ": " +
                          in_quotes(value->text) + " is read as " + in_quotes(label.text));
  }
  return std::move(label.text);
}

bool Import::has_outline(const SourceFeature& feature, std::string_view no) {
  switch (feature.geometry) {
    case GeometryKind::kPolygon:
      return true;
    case GeometryKind::kMissing:
      problems_.error(feature.number, "no geometry", no, "has no geometry");
      return false;
    case GeometryKind::kUnreadable:
      problems_.error(feature.number, "geometry", no, feature.geometry_note);
      return false;
    case GeometryKind::kOther:
    case GeometryKind::kNotAFeature:
      return false;
  }
  return false;
}

std::optional<std::int64_t> Import::measured(SourceFeature& feature, std::string_view no) {
  if (!has_outline(feature, no)) return std::nullopt;
  if (const auto fault = normalise(feature.outline)) {
    problems_.error(feature.number, "outline", no, *fault);
    return std::nullopt;
  }
  const std::int64_t area = area_mm2(feature.outline);
  if (area < kMinPlotMm2) {
    problems_.error(feature.number, "no area", no, "its outline encloses no area");
    return std::nullopt;
  }
  if (area > kMaxPlotMm2) {
    problems_.error(
        feature.number, "huge", no,
        "its outline covers " + area_in(area, AreaUnit::kHectare) + "s: too large for a plot");
    return std::nullopt;
  }
  return area;
}

void Import::compare_stated_area(Column& column, const SourceFeature& feature,
                                 const ImportedPlot& plot) {
  const PlotAttribute* const value = find(column, feature);
  if (value == nullptr || value->json == "null") return;
  const std::optional<double> stated = is_scalar(*value) ? parse_figure(value->text) : std::nullopt;
  if (!stated) {
    problems_.warning(feature.number, "stated area unread", plot.plot_id,
                      "its stated area " + in_quotes(value->text) + " is not a number");
    return;
  }
  const double drawn = static_cast<double>(plot.area_mm2) * 1000 /
                       static_cast<double>(unit_in_thousandths_mm2(area_unit_));
  const double off = drawn - *stated;
  if (std::abs(off) <= kStatedAreaTolerance * std::abs(*stated)) return;
  problems_.warning(feature.number, "stated area", plot.plot_id,
                    in_quotes(column.name) + " states " + read_label(value->text).text + " " +
                        std::string(spoken(area_unit_)) + ", the drawing has " +
                        area_in(plot.area_mm2, area_unit_) + ": " + difference(off, *stated));
}

}  // namespace ledger::layout
