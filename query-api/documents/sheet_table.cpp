#include <algorithm>

#include "query-api/documents/look.h"
#include "query-api/documents/sheet.h"

namespace ledger::paper {
namespace {

using look::kLeft, look::kRight, look::kWidth;

constexpr double kPad = 3;      // above and below a row's text
constexpr double kBetween = 8;  // between columns

struct Place {
  double x = 0, width = 0;
};

std::vector<Place> places(const std::vector<GridColumn>& columns) {
  double sum = 0;
  for (const auto& column : columns) sum += column.weight;
  const double room = kWidth - kBetween * static_cast<double>(columns.size() - 1);
  std::vector<Place> to;
  double x = kLeft;
  for (const auto& column : columns) {
    const double width = room * column.weight / sum;
    to.push_back({x, width});
    x += width + kBetween;
  }
  return to;
}

Type type_of(RowLook look, Align align) {
  auto type = look::kCell;
  type.align = align;
  if (look == RowLook::kMuted) type.colour = look::kMuted;
  type.bold = look == RowLook::kStrong || look == RowLook::kTotal;
  return type;
}

struct SetRow {
  std::vector<SetText> cells;
  std::vector<std::size_t> done;  // lines that are drawn
  RowLook look = RowLook::kPlain;

  [[nodiscard]] double height() const {
    double height = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      double rest = 0;
      for (auto line = done[i]; line < cells[i].lines(); ++line) rest += cells[i].line_height(line);
      height = std::max(height, rest);
    }
    return height + 2 * kPad;
  }

  [[nodiscard]] bool finished() const {
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (done[i] < cells[i].lines()) return false;
    return true;
  }
};

// A figure is never broken over lines: one that is too wide is set smaller.
SetText set_cell(const Pdf& pdf, const std::string& text, Type type, double width) {
  auto set = pdf.set({{text}}, type, width);
  if (type.align != Align::kRight || set.lines() < 2 || text.find(' ') != std::string::npos)
    return set;
  const double whole = pdf.set({{text}}, type, 10 * kWidth).width();
  type.size *= 0.99 * width / whole;
  return pdf.set({{text}}, type, width);
}

SetRow set_row(const Pdf& pdf, const Grid& grid, const GridRow& row, const std::vector<Place>& at) {
  SetRow set;
  set.look = row.look;
  for (std::size_t i = 0; i < grid.columns.size(); ++i) {
    const auto text = i < row.cells.size() ? row.cells[i] : std::string();
    set.cells.push_back(set_cell(pdf, text, type_of(row.look, grid.columns[i].align), at[i].width));
  }
  set.done.resize(set.cells.size());
  return set;
}

SetRow set_heading(const Pdf& pdf, const Grid& grid, const std::vector<Place>& at) {
  SetRow set;
  for (std::size_t i = 0; i < grid.columns.size(); ++i) {
    auto type = look::kLabel;
    type.align = grid.columns[i].align;
    set.cells.push_back(pdf.set({{grid.columns[i].heading}}, type, at[i].width));
  }
  set.done.resize(set.cells.size());
  return set;
}

// Draws the lines that fit into `room`; says how high they were.
double draw_part(Pdf& pdf, SetRow& row, const std::vector<Place>& at, double y, double room) {
  double tallest = 0;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto& cell = row.cells[i];
    const auto first = row.done[i];
    double height = 0;
    auto line = first;
    while (line < cell.lines() && height + cell.line_height(line) + 2 * kPad <= room) {
      height += cell.line_height(line++);
    }
    if (line > first) pdf.place_lines(cell, first, line - first, at[i].x, y + kPad);
    row.done[i] = line;
    tallest = std::max(tallest, height);
  }
  return tallest + 2 * kPad;
}

}  // namespace

void Sheet::table(const Grid& grid) {
  if (grid.columns.empty()) return;
  const auto at = places(grid.columns);
  const auto draw_heading = [&] {
    auto heading = set_heading(*pdf_, grid, at);
    y_ += draw_part(*pdf_, heading, at, y_, left());
    pdf_->line(kLeft, y_, kRight, y_, look::kMuted, 0.7);
  };
  const double page = look::kBottom - look::kTop - 60;
  need(set_heading(*pdf_, grid, at).height() +
       (grid.rows.empty() ? 0 : std::min(page, set_row(*pdf_, grid, grid.rows[0], at).height())));
  draw_heading();
  for (const auto& row : grid.rows) {
    auto set = set_row(*pdf_, grid, row, at);
    // A row stays whole unless no page could hold it.
    if (set.height() > left() && set.height() <= page) {
      next_page();
      draw_heading();
    }
    if (row.look == RowLook::kTotal) pdf_->line(kLeft, y_, kRight, y_, look::kMuted, 0.7);
    while (true) {
      y_ += draw_part(*pdf_, set, at, y_, left());
      if (set.finished()) break;
      next_page();
      draw_heading();
    }
    if (row.look != RowLook::kTotal) pdf_->line(kLeft, y_, kRight, y_, look::kRule, 0.4);
  }
  y_ += look::kGap;
}

}  // namespace ledger::paper
