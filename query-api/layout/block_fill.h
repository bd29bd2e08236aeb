#pragma once

#include <string>
#include <vector>

#include "query-api/layout/generate.h"

namespace ledger::layout {

// One plot as laid out in its site's frame.
struct Site {
  std::string block;
  std::vector<SitePoint> outline;  // not closed
  PlotSize size;
  double ratio = 1;           // its area over that of `size`
  double facing_degrees = 0;  // in the site's frame
  int road_ft = 0;
  bool corner = false;
  bool park_facing = false;
};

// Appends the block's plots in the order of their numbers: strip after strip, along one row and
// back along the other.
void fill_block(const BlockPlan& plan, std::vector<Site>& sites);

}  // namespace ledger::layout
