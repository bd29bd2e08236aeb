#pragma once

#include <cstddef>
#include <vector>

#include "query-api/layout/outline.h"

namespace ledger::layout {

struct Overlap {
  std::size_t first = 0;  // first < second: indices into the list searched
  std::size_t second = 0;
  double square_metres = 0;
  double share = 0;  // of the smaller plot
};

struct Overlaps {
  std::vector<Overlap> found;  // ordered by first, second
  bool complete = true;        // false: too many plots lie over each other to compare them all
};

// Less than this share of the smaller plot is taken for the rounding of a shared border.
inline constexpr double kOverlapTolerance = 0.005;

// Every two plots that cover more than kOverlapTolerance of the smaller. Needs normalised outlines.
// Near-linear for plots side by side; the work is bounded for plots on top of each other.
Overlaps find_overlaps(const std::vector<Outline>& outlines);

// True if the parts of a MultiPolygon cover each other.
bool parts_overlap(const Outline& outline);

}  // namespace ledger::layout
