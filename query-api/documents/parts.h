#pragma once

#include <string>

#include "query-api/documents/paper.h"
#include "query-api/documents/sheet.h"
#include "query-api/documents/texts.h"

// Parts that several papers have. Not for use outside this folder.
namespace ledger::paper {

// All applicants by name (with shares, where there are several), then how to reach the first, and
// the tax numbers that each gave.
Column applicants_column(const Paper& paper, Text heading);

// Booking id and plots.
Column booking_column(const Paper& paper);

// "Plot 12", "Plot 12, block B".
std::string plot_name(const Plot& plot, Language language);

}  // namespace ledger::paper
