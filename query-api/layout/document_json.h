#pragma once

#include <string>
#include <vector>

#include "query-api/layout/layout.h"
#include "query-api/layout/outline.h"

namespace ledger::layout {

// The layout to store and serve, as described at LayoutPreview. `outlines` are normalised, one for
// each plot; there is at least one plot.
std::string write_document(const std::vector<ImportedPlot>& plots,
                           const std::vector<Outline>& outlines);

}  // namespace ledger::layout
