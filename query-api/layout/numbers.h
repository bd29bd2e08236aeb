#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "query-api/layout/units.h"

// How plot numbers, figures and areas are read from a file and written into sentences.
namespace ledger::layout {

// A plot's number or a block's name as read: `text` without blanks at its ends and with single
// blanks within; `trimmed` tells that this changed it.
struct Label {
  std::string text;
  bool trimmed = false;
};

Label read_label(std::string_view raw);

// What keeps a label from being one ("is longer than 64 characters"), if anything. Empty is no
// fault.
std::optional<std::string> label_fault(std::string_view label);

// "1,234.50" or "1,00,000" → the number; blanks around it are ignored.
std::optional<double> parse_figure(std::string_view text);

std::string fixed_decimals(double value, int decimals);     // "0.97"
std::string shortest(double value);                         // reads back as the same double
std::string area_in(std::int64_t area_mm2, AreaUnit unit);  // "1,200.5 sq ft"
std::string in_quotes(std::string_view text);  // in double quotes, cut to 64 characters

}  // namespace ledger::layout
