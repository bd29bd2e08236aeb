#include <algorithm>
#include <numeric>

#include "query-api/documents/look.h"
#include "query-api/documents/sheet.h"
#include "query-api/documents/texts.h"

namespace ledger::paper {
namespace {

using look::kLeft, look::kRight, look::kWidth;

constexpr double kIndent = 22;  // of an item's text
constexpr std::size_t kFactsInARow = 4;
constexpr double kFactGap = 12;

struct Set {
  SetText label, value;
};

double tallest(const std::vector<Set>& row) {
  double height = 0;
  for (const auto& fact : row) height = std::max(height, fact.label.height() + fact.value.height());
  return height;
}

// The columns of the grid that `facts` make, `across` in a row: equal, unless one needs more and
// the others can spare it.
std::vector<double> widths_for(const Pdf& pdf, const std::vector<Fact>& facts, std::size_t across) {
  const double equal = kWidth / static_cast<double>(across);
  std::vector<double> widths(across);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const double needed =
        kFactGap + std::max(pdf.set({{facts[i].label}}, look::kLabel, kWidth).width(),
                            pdf.set({{facts[i].value}}, look::kText, kWidth).width());
    widths[i % across] = std::max(widths[i % across], needed);
  }
  const double sum = std::accumulate(widths.begin(), widths.end(), 0.0);
  const bool fits = *std::max_element(widths.begin(), widths.end()) <= equal;
  for (auto& width : widths) {
    width = fits || sum > kWidth ? equal : width + (kWidth - sum) / static_cast<double>(across);
  }
  return widths;
}

}  // namespace

void Sheet::columns(const std::vector<Column>& columns) {
  const double width = (kWidth - 20.0 * static_cast<double>(columns.size() - 1)) /
                       static_cast<double>(columns.size());
  std::vector<std::vector<SetText>> set;
  double tallest = 0;
  for (const auto& column : columns) {
    auto& texts = set.emplace_back();
    texts.push_back(pdf_->set({{column.heading}}, look::kLabel, width));
    for (const auto& line : column.lines) {
      if (!line.text.empty()) texts.push_back(pdf_->set({line}, look::kText, width));
    }
    double height = 0;
    for (const auto& text : texts) height += text.height();
    tallest = std::max(tallest, height);
  }
  need(tallest);
  double x = kLeft;
  for (const auto& texts : set) {
    double y = y_;
    for (const auto& text : texts) {
      pdf_->place(text, x, y);
      y += text.height();
    }
    x += width + 20;
  }
  y_ += tallest + look::kGap;
}

void Sheet::facts(const std::vector<Fact>& facts) {
  std::vector<Fact> shown;
  std::copy_if(facts.begin(), facts.end(), std::back_inserter(shown),
               [](const Fact& fact) { return !fact.value.empty(); });
  if (shown.empty()) return;
  const auto rows = (shown.size() + kFactsInARow - 1) / kFactsInARow;
  const auto across = (shown.size() + rows - 1) / rows;
  const auto widths = widths_for(*pdf_, shown, across);
  for (std::size_t from = 0; from < shown.size(); from += across) {
    const auto count = std::min(across, shown.size() - from);
    facts_row(std::span(shown).subspan(from, count), widths);
  }
  y_ += look::kGap - 6;
}

void Sheet::facts_row(std::span<const Fact> facts, const std::vector<double>& widths) {
  std::vector<Set> row;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    row.push_back({pdf_->set({{facts[i].label}}, look::kLabel, widths[i] - kFactGap),
                   pdf_->set({{facts[i].value}}, look::kText, widths[i] - kFactGap)});
  }
  need(tallest(row));
  double x = kLeft;
  for (std::size_t i = 0; i < row.size(); ++i) {
    pdf_->place(row[i].label, x, y_);
    pdf_->place(row[i].value, x, y_ + row[i].label.height());
    x += widths[i];
  }
  y_ += tallest(row) + 6;
}

void Sheet::amount(const std::string& label, Money amount, const std::string& words) {
  const double width = kWidth - 32;
  const auto name = pdf_->set({{label}}, look::kLabel, width);
  const auto figure = pdf_->set({{rupees(amount)}}, look::kFigure, width);
  const auto spoken = pdf_->set({{words}}, look::kText, width);
  const double height = name.height() + figure.height() + spoken.height() + 20;
  need(height);
  pdf_->fill(kLeft, y_, kWidth, height, look::kTint);
  pdf_->fill(kLeft, y_, 3, height, look::kAccent);
  double y = y_ + 9;
  for (const auto& text : {name, figure, spoken}) {
    pdf_->place(text, kLeft + 16, y);
    y += text.height();
  }
  y_ += height + look::kGap;
}

void Sheet::heading(const std::string& text) {
  const auto set = pdf_->set({{text}}, look::kHeading, kWidth);
  need(set.height() + 60);
  y_ += 3;
  pdf_->place(set, kLeft, y_);
  y_ += set.height() + 4;
}

// Running text goes on to the next page line by line; at least two lines stay together at each end.
void Sheet::flow(const SetText& text, double x) {
  std::size_t done = 0;
  while (done < text.lines()) {
    std::size_t fits = 0;
    double height = 0;
    while (done + fits < text.lines() && height + text.line_height(done + fits) <= left()) {
      height += text.line_height(done + fits);
      ++fits;
    }
    const auto rest = text.lines() - done - fits;
    if (rest == 1 && fits > 2) height -= text.line_height(done + --fits);
    if (fits == 0 || (rest > 0 && fits == 1 && done == 0)) {
      next_page();
      continue;
    }
    pdf_->place_lines(text, done, fits, x, y_);
    done += fits;
    y_ += height;
    if (done < text.lines()) next_page();
  }
}

void Sheet::paragraph(const Runs& runs) {
  flow(pdf_->set(runs, look::kText, kWidth), kLeft);
  y_ += 7;
}

void Sheet::note(const std::string& text) {
  flow(pdf_->set({{text}}, look::kSmall, kWidth), kLeft);
  y_ += 5;
}

void Sheet::hanging(const std::string& marker, const Runs& runs) {
  const auto text = pdf_->set(runs, look::kText, kWidth - kIndent);
  need(std::min(text.height(), 2 * text.line_height(0)));
  draw_text({{marker}}, look::kText, kLeft, y_, kIndent);
  flow(text, kLeft + kIndent);
  y_ += 4;
}

// Two beside each other, with room to write.
void Sheet::signatures(const std::vector<std::string>& names) {
  const double width = (kWidth - 40) / 2;
  // All on one page, if one can hold them.
  const double height = 70.0 * static_cast<double>((names.size() + 1) / 2);
  if (height < look::kBottom - look::kTop - 20) need(height);
  for (std::size_t i = 0; i < names.size(); i += 2) {
    need(70);
    y_ += 40;
    for (std::size_t k = i; k < std::min(i + 2, names.size()); ++k) {
      const double x = kLeft + static_cast<double>(k - i) * (width + 40);
      pdf_->line(x, y_, x + width, y_, look::kMuted);
      draw_text({{names[k]}}, look::kText, x, y_ + 3, width);
    }
    y_ += 30;
  }
}

void Sheet::body(const Body& body) {
  auto before = Block::Kind::kParagraph;
  for (const auto& block : body) {
    if (before == Block::Kind::kItem && block.kind != Block::Kind::kItem) y_ += 4;
    before = block.kind;
    switch (block.kind) {
      case Block::Kind::kHeading: {
        const auto set = pdf_->set(block.runs, look::kHeading, kWidth);
        need(set.height() + 50);
        y_ += 6;
        flow(set, kLeft);
        y_ += 4;
        break;
      }
      case Block::Kind::kSubheading: {
        const auto set = pdf_->set(block.runs, look::kSubheading, kWidth);
        need(set.height() + 40);
        y_ += 4;
        flow(set, kLeft);
        y_ += 3;
        break;
      }
      case Block::Kind::kParagraph:
        paragraph(block.runs);
        break;
      case Block::Kind::kItem:
        hanging(block.marker, block.runs);
        break;
      case Block::Kind::kGrid:
        table(block.grid);
        break;
      case Block::Kind::kSignatures:
        signatures(block.names);
        break;
      case Block::Kind::kRule:
        need(12);
        pdf_->line(kLeft, y_ + 4, kRight, y_ + 4, look::kRule);
        y_ += 12;
        break;
      case Block::Kind::kPageBreak:
        next_page();
        break;
    }
  }
}

}  // namespace ledger::paper
