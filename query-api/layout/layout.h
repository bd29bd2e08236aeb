#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/ids.h"

// Import of a plotted layout: GeoJSON in, checked plots and a normalised layout out. Pure: no
// files, no clock; the same bytes and options give the same answer.
namespace ledger {

inline constexpr std::size_t kMaxLayoutBytes = std::size_t{25} << 20U;
inline constexpr std::size_t kMaxPlots = 20'000;
inline constexpr std::size_t kMaxPositionsPerPlot = 10'000;
inline constexpr std::size_t kMaxPlotNoLength = 64;  // characters; also of a block's name
inline constexpr std::int64_t kMinPlotMm2 = 10'000;  // 0.01 m²: less is a drawing mistake
inline constexpr std::int64_t kMaxPlotMm2 = 100'000'000'000'000;  // 100 km²

// Which properties of the source mean what. `area` and `area_unit` (a name of units.h) go together.
struct ImportOptions {
  std::string plot_no;               // the property with the plot's number
  std::optional<std::string> block;  // where numbers start anew in each block or street
  std::optional<std::string> area;   // a stated area, to be compared with the drawing
  std::optional<std::string> area_unit;
};

// A property of the source: `text` as one would read it, `json` as it was (compact, keys sorted).
struct PlotAttribute {
  std::string name;
  std::string text;
  std::string json;
  bool operator==(const PlotAttribute&) const = default;
};

struct ImportedPlot {
  PlotId plot_id;                         // "<no>", or "<block>:<no>"
  std::string no;                         // as painted on the stone, blanks trimmed
  std::string block;                      // empty without ImportOptions::block
  std::int64_t area_mm2 = 0;              // geodesic on WGS84; holes subtracted, parts summed
  std::vector<PlotAttribute> attributes;  // sorted by name
};

enum class ProblemSeverity : std::uint8_t { kError, kWarning };

std::string_view to_string(ProblemSeverity severity);  // "error", "warning"

// `feature` is "file", "feature 12" or "feature 12 (6552)", counted from 1 in the file's order.
// `problem` is a sentence for a person. Both are valid UTF-8 whatever the source held.
struct LayoutProblem {
  ProblemSeverity severity = ProblemSeverity::kError;
  std::string feature;
  std::string problem;
  bool operator==(const LayoutProblem&) const = default;
};

// `document` is the layout to store and serve: a GeoJSON FeatureCollection with a bbox; each
// feature's `id` is the plot's id, its properties {no, block?, area_mm2} and the source's own (one
// that bears one of those names is kept as "source_<name>"), its geometry [lon, lat] with shells
// anticlockwise.
//
// `digest` is the SHA-256 of `document`. A preview hands it out and a confirmation sends it back
// with the same file: equal digests prove that the very bytes to be stored, and with them every id,
// area and corner, are those that were previewed. The source's white space is free to differ.
//
// An error stands in the way of import: `document` and `digest` are then empty and `plots` holds
// what could be read. Of one kind of problem at most kMaxListed are listed; the last says how many
// more.
struct LayoutPreview {
  std::vector<ImportedPlot> plots;  // in the file's order
  std::vector<LayoutProblem> problems;
  std::string document;
  Digest digest;

  [[nodiscard]] bool importable() const { return !document.empty(); }
};

inline constexpr std::size_t kMaxListed = 100;

LayoutPreview read_layout(std::string_view geojson, const ImportOptions& options);

}  // namespace ledger
