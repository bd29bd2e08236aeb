#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.h"
#include "query-api/documents/body.h"
#include "query-api/documents/words.h"

// Texts that a project writes in its own words and uploads. Plain text, a little of it with
// meaning:
//
//   # Heading         ## Subheading        blank line: a new paragraph
//   - item            3. item              ---  on its own: a rule
//   **bold**          {{total_price}}      a placeholder: see placeholders()
//   {{price_table}}   on a line of its own: a named block (a table, signatures, a new page)
//   {{#if gstin}} … {{/if}}   each on a line of its own: what stands between is left out where the
//                             value is empty; may be nested
//   \* \{ \\          the sign itself      \ at a line's end: a line break
//
// The lines of a paragraph are joined; in a message (introduction) they stay as typed. A value that
// is filled in is never read as any of this. In an agreement an empty one is a line to write on.
namespace ledger::paper {

enum class TemplateKind : std::uint8_t { kAgreement, kAllotment, kReceipt, kDemand, kIntroduction };

std::string_view to_string(TemplateKind kind);  // "agreement", …
std::optional<TemplateKind> template_kind(std::string_view name);

inline constexpr std::size_t kMaxTemplateBytes = std::size_t{128} << 10U;
inline constexpr std::size_t kMaxTemplateFaults = 100;
inline constexpr std::size_t kMaxTemplateNesting = 8;

// What a template of a kind may name. A block stands alone on its line.
struct Placeholder {
  std::string_view name;
  std::string_view english, hindi;  // what it stands for
  bool block = false;
};

std::span<const Placeholder> placeholders(TemplateKind kind);

struct TemplatePiece {
  std::string text;  // the placeholder's name, if it is one
  bool bold = false;
  bool placeholder = false;
};

struct TemplateBlock {
  Block::Kind kind = Block::Kind::kParagraph;
  std::string marker;
  std::vector<TemplatePiece> pieces;
  std::string named;                    // of a named block
  std::vector<std::string> conditions;  // it is left out where one of these is empty
};

struct Template {
  TemplateKind kind = TemplateKind::kAgreement;
  std::vector<TemplateBlock> blocks;
};

// kInvalid "template-invalid"; `faults` holds every fault with its line ("line 12"): a placeholder
// that is not known and the nearest that is, braces or stars left open, an {{#if}} without its end.
Result<Template> parse_template(TemplateKind kind, std::string_view text);

// `texts` needs an entry for each placeholder that a template may name (empty is a value), `grids`
// for each table. `signatories` are those who sign.
struct TemplateValues {
  std::map<std::string, std::string, std::less<>> texts;
  std::map<std::string, Grid, std::less<>> grids;
  std::vector<std::string> signatories;
};

// kInvalid "template-value-missing" names a placeholder that `values` lacks.
Result<Body> fill(const Template& from, const TemplateValues& values);

// A body as text without looks, for a message: items with "• ", tables as "first: last" lines.
std::string text_of(const Body& body);

// What is used until a project uploads its own.
std::string_view default_template(TemplateKind kind, Language language);

}  // namespace ledger::paper
