#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query-api/layout/layout.h"
#include "query-api/layout/outline.h"

namespace ledger::layout {

enum class GeometryKind : std::uint8_t { kPolygon, kMissing, kOther, kUnreadable, kNotAFeature };

struct SourceFeature {
  std::size_t number = 0;  // counted from 1
  GeometryKind geometry = GeometryKind::kMissing;
  std::string geometry_note;  // kOther: its type; kUnreadable: what is wrong with it
  Outline outline;            // kPolygon only; as drawn, nothing checked
  bool has_third_coordinate = false;
  std::vector<PlotAttribute> attributes;  // sorted by name
};

// What keeps a file from being read; `feature` is 0 where no feature can be named.
struct FileFault {
  std::size_t feature = 0;
  std::string problem;
};

// Hands each feature over as it is read and forgets it, so that memory is bounded by the largest
// feature (kMaxValuesPerFeature), not by the file. Features before a fault have been handed over.
std::optional<FileFault> read_features(std::string_view geojson,
                                       const std::function<void(SourceFeature)>& take);

inline constexpr std::size_t kMaxValuesPerFeature = 100'000;
inline constexpr std::size_t kMaxDepth = 32;

}  // namespace ledger::layout
