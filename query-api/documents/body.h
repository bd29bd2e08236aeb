#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "query-api/documents/pdf.h"

namespace ledger::paper {

// A table as papers have it. Figures stand right-aligned; headings are repeated on each new page.
struct GridColumn {
  std::string heading;
  double weight = 1;  // of the page's width, beside the other columns'
  Align align = Align::kLeft;
};

enum class RowLook : std::uint8_t { kPlain, kMuted, kStrong, kTotal };

struct GridRow {
  std::vector<std::string> cells;  // one a column; "\n" breaks a line
  RowLook look = RowLook::kPlain;
};

struct Grid {
  std::vector<GridColumn> columns;
  std::vector<GridRow> rows;
};

// Running text: what a template becomes when it is filled in, ready to be laid out or written as
// text.
struct Block {
  enum class Kind : std::uint8_t {
    kHeading,
    kSubheading,
    kParagraph,
    kItem,  // `marker` hangs left of it: "1.", "•"
    kGrid,
    kSignatures,  // places to sign, one for each of `names`
    kRule,
    kPageBreak,
  };

  Kind kind = Kind::kParagraph;
  Runs runs;
  std::string marker;
  Grid grid;
  std::vector<std::string> names;
};

using Body = std::vector<Block>;

}  // namespace ledger::paper
