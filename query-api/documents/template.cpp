#include "query-api/documents/template.h"

#include <array>

namespace ledger::paper {
namespace {

constexpr std::array<std::string_view, 5> kKinds{"agreement", "allotment", "receipt", "demand",
                                                 "introduction"};

// An agreement is signed on paper, where what is not known yet can be written in.
constexpr std::string_view kToWriteOn = "____________";

Result<std::string> value_of(const TemplateValues& values, const std::string& name) {
  const auto found = values.texts.find(name);
  if (found != values.texts.end()) return found->second;
  return fail(ErrorCode::kInvalid, "template-value-missing",
              "There is no value for {{" + name + "}}.");
}

Result<bool> wanted(const TemplateBlock& block, const TemplateValues& values) {
  for (const auto& condition : block.conditions) {
    const auto value = value_of(values, condition);
    if (!value) return fail(value.error());
    if (value->empty()) return false;
  }
  return true;
}

Result<Runs> runs_of(const TemplateBlock& block, const TemplateValues& values,
                     std::string_view where_empty) {
  Runs runs;
  for (const auto& piece : block.pieces) {
    if (!piece.placeholder) {
      runs.push_back({piece.text, piece.bold});
      continue;
    }
    auto value = value_of(values, piece.text);
    if (!value) return fail(value.error());
    if (value->empty()) value->assign(where_empty);
    runs.push_back({std::move(*value), piece.bold});
  }
  return runs;
}

Result<Block> filled(const TemplateBlock& from, const TemplateValues& values,
                     std::string_view where_empty) {
  Block to;
  to.kind = from.kind;
  to.marker = from.marker;
  if (from.kind == Block::Kind::kSignatures) to.names = values.signatories;
  if (from.kind == Block::Kind::kGrid) {
    const auto grid = values.grids.find(from.named);
    if (grid == values.grids.end()) {
      return fail(ErrorCode::kInvalid, "template-value-missing",
                  "There is no table for {{" + from.named + "}}.");
    }
    to.grid = grid->second;
  }
  auto runs = runs_of(from, values, where_empty);
  if (!runs) return fail(runs.error());
  to.runs = std::move(*runs);
  return to;
}

void append_grid(std::string& text, const Grid& grid) {
  for (const auto& row : grid.rows) {
    if (row.cells.empty()) continue;
    text += row.cells.front();
    if (row.cells.size() > 1) text += ": " + row.cells.back();
    text += "\n";
  }
}

}  // namespace

std::string_view to_string(TemplateKind kind) {
  return kKinds.at(static_cast<std::size_t>(kind));
}

std::optional<TemplateKind> template_kind(std::string_view name) {
  for (std::size_t i = 0; i < kKinds.size(); ++i)
    if (kKinds.at(i) == name) return static_cast<TemplateKind>(i);
  return std::nullopt;
}

Result<Body> fill(const Template& from, const TemplateValues& values) {
  const auto where_empty = from.kind == TemplateKind::kAgreement ? kToWriteOn : "";
  Body body;
  for (const auto& block : from.blocks) {
    const auto use = wanted(block, values);
    if (!use) return fail(use.error());
    if (!*use) continue;
    auto made = filled(block, values, where_empty);
    if (!made) return fail(made.error());
    body.push_back(std::move(*made));
  }
  return body;
}

std::string text_of(const Body& body) {
  std::string text;
  auto before = Block::Kind::kParagraph;
  for (const auto& block : body) {
    const bool in_list = block.kind == Block::Kind::kItem && before == Block::Kind::kItem;
    if (!text.empty() && !in_list) text += "\n";
    before = block.kind;
    if (block.kind == Block::Kind::kItem) text += block.marker + " ";
    for (const auto& run : block.runs) text += run.text;
    if (block.kind == Block::Kind::kGrid) append_grid(text, block.grid);
    for (const auto& name : block.names) text += name + "\n";
    if (!block.runs.empty()) text += "\n";
  }
  return text;
}

}  // namespace ledger::paper
