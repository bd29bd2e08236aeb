#include <algorithm>
#include <cctype>
#include <utility>

#include "query-api/documents/nearest.h"
#include "query-api/documents/template.h"
#include "query-api/documents/utf8.h"

namespace ledger::paper {
namespace {

struct Line {
  std::size_t no = 0;
  std::string_view text;  // trimmed
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t from = 0; from <= text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    lines.push_back({lines.size() + 1, trimmed(text.substr(from, end - from))});
    from = end + 1;
  }
  return lines;
}

// "3. text" and "3.1 text" are items with a number of their own.
std::size_t number_length(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() &&
         (std::isdigit(static_cast<unsigned char>(line[at])) != 0 || line[at] == '.')) {
    ++at;
  }
  const bool number = at > 1 && at <= 8 && at < line.size() && line[at] == ' ' && line[0] != '.' &&
                      line.substr(0, at).find('.') != std::string_view::npos;
  return number ? at : 0;
}

// The name in "{{name}}" when nothing else stands on the line.
std::optional<std::string_view> only_placeholder(std::string_view line) {
  if (line.size() < 5 || !line.starts_with("{{") || line.find("}}") != line.size() - 2) {
    return std::nullopt;
  }
  return trimmed(line.substr(2, line.size() - 4));
}

class Reader {
 public:
  explicit Reader(TemplateKind kind) { template_.kind = kind; }

  Result<Template> read(std::string_view text) {
    for (const auto& line : lines_of(text)) take(line);
    end_paragraph();
    for (const auto& [name, no] : open_) {
      fault(no, "{{#if " + name + "}} has no {{/if}}");
    }
    if (faults_.empty() && template_.blocks.empty()) fault(1, "the template is empty");
    if (faults_.empty()) return std::move(template_);
    return fail({.code = ErrorCode::kInvalid,
                 .reason = "template-invalid",
                 .message = "The template has " + std::to_string(count_) +
                            (count_ == 1 ? " fault: " : " faults; the first: ") +
                            faults_.front().pointer + ": " + faults_.front().message + ".",
                 .faults = faults_});
  }

 private:
  void fault(std::size_t line, std::string message) {
    ++count_;
    if (faults_.size() >= kMaxTemplateFaults) return;
    faults_.push_back({"line " + std::to_string(line), std::move(message)});
  }

  [[nodiscard]] const Placeholder* known(std::string_view name) const {
    for (const auto& placeholder : placeholders(template_.kind))
      if (placeholder.name == name) return &placeholder;
    return nullptr;
  }

  void unknown(std::size_t line, std::string_view name) {
    std::vector<std::string_view> names;
    for (const auto& placeholder : placeholders(template_.kind)) names.push_back(placeholder.name);
    auto message = "{{" + std::string(name) + "}} is not known";
    if (const auto near = nearest(name, names)) {
      message += "; did you mean {{" + std::string(*near) + "}}?";
    }
    fault(line, message);
  }

  void take(const Line& line) {
    if (line.text.empty()) return end_paragraph();
    if (const auto name = only_placeholder(line.text)) {
      if (take_alone(line, *name)) return;
    }
    if (line.text == "---") return add_plain(Block::Kind::kRule);
    if (line.text.starts_with("## ")) return add_line(line, Block::Kind::kSubheading, 3, "");
    if (line.text.starts_with("# ")) return add_line(line, Block::Kind::kHeading, 2, "");
    if (line.text.starts_with("- ")) return add_line(line, Block::Kind::kItem, 2, "•");
    if (const auto length = number_length(line.text); length > 0) {
      return add_line(line, Block::Kind::kItem, length + 1,
                      std::string(line.text.substr(0, length)));
    }
    continue_paragraph(line);
  }

  // A condition or a named block; false: it is text like any other.
  bool take_alone(const Line& line, std::string_view name) {
    if (name.starts_with("#if ")) {
      end_paragraph();
      open(line, std::string(trimmed(name.substr(4))));
      return true;
    }
    if (name == "/if") {
      end_paragraph();
      if (open_.empty()) {
        fault(line.no, "{{/if}} ends nothing");
      } else {
        open_.pop_back();
      }
      return true;
    }
    const auto* placeholder = known(name);
    if (placeholder == nullptr || !placeholder->block) return false;
    add_named(name);
    return true;
  }

  void open(const Line& line, std::string name) {
    const auto* placeholder = known(name);
    if (placeholder == nullptr) {
      unknown(line.no, name);
    } else if (placeholder->block) {
      fault(line.no, "{{" + name + "}} is a block and has no value to ask for");
    }
    if (open_.size() == kMaxTemplateNesting) fault(line.no, "{{#if}} is nested too deep");
    open_.emplace_back(std::move(name), line.no);
  }

  [[nodiscard]] TemplateBlock fresh(Block::Kind kind) const {
    TemplateBlock block;
    block.kind = kind;
    for (const auto& [name, no] : open_) block.conditions.push_back(name);
    return block;
  }

  void add_plain(Block::Kind kind) {
    end_paragraph();
    template_.blocks.push_back(fresh(kind));
  }

  void add_named(std::string_view name) {
    end_paragraph();
    auto kind = Block::Kind::kGrid;
    if (name == "signatures") kind = Block::Kind::kSignatures;
    if (name == "page_break") kind = Block::Kind::kPageBreak;
    auto block = fresh(kind);
    block.named = name;
    template_.blocks.push_back(std::move(block));
  }

  void add_line(const Line& line, Block::Kind kind, std::size_t skip, std::string marker) {
    end_paragraph();
    paragraph_ = fresh(kind);
    paragraph_->marker = std::move(marker);
    add_text(line.no, trimmed(line.text.substr(skip)));
    // An item may go on over lines; a heading is one line.
    if (kind != Block::Kind::kItem) end_paragraph();
  }

  void continue_paragraph(const Line& line) {
    if (paragraph_) {
      const bool broken = !paragraph_->pieces.empty() && paragraph_->pieces.back().text == "\n";
      const bool kept = template_.kind == TemplateKind::kIntroduction;
      if (!broken) add_piece(kept ? "\n" : " ");
    } else {
      paragraph_ = fresh(Block::Kind::kParagraph);
    }
    add_text(line.no, line.text);
  }

  void end_paragraph() {
    if (!paragraph_) return;
    if (bold_) fault(bold_line_, "** is not closed in its paragraph");
    bold_ = false;
    template_.blocks.push_back(std::move(*paragraph_));
    paragraph_.reset();
  }

  void add_piece(std::string text) {
    if (!text.empty()) paragraph_->pieces.push_back({std::move(text), bold_, false});
  }

  void add_text(std::size_t no, std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
      if (text[at] == '\\' && at + 1 == text.size()) {
        add_piece(std::move(plain));
        add_piece("\n");
        return;
      }
      if (text[at] == '\\') {
        plain += text[at + 1];
        at += 2;
      } else if (text.substr(at).starts_with("**")) {
        add_piece(std::exchange(plain, {}));
        bold_ = !bold_;
        bold_line_ = no;
        at += 2;
      } else if (text.substr(at).starts_with("{{")) {
        add_piece(std::exchange(plain, {}));
        at = add_placeholder(no, text, at);
      } else {
        plain += text[at++];
      }
    }
    add_piece(std::move(plain));
  }

  // Says where the text goes on after the placeholder that begins at `at`.
  std::size_t add_placeholder(std::size_t no, std::string_view text, std::size_t at) {
    const auto end = text.find("}}", at);
    if (end == std::string_view::npos) {
      fault(no, "{{ is not closed on its line");
      return text.size();
    }
    const auto name = trimmed(text.substr(at + 2, end - at - 2));
    const auto* placeholder = known(name);
    if (name.starts_with("#if") || name.starts_with("/if") ||
        (placeholder != nullptr && placeholder->block)) {
      fault(no, "{{" + std::string(name) + "}} must stand on a line of its own");
    } else if (placeholder == nullptr) {
      unknown(no, name);
    } else {
      paragraph_->pieces.push_back({std::string(name), bold_, true});
    }
    return end + 2;
  }

  Template template_;
  std::optional<TemplateBlock> paragraph_;
  std::vector<std::pair<std::string, std::size_t>> open_;  // conditions and their lines
  std::vector<Fault> faults_;
  std::size_t count_ = 0;
  bool bold_ = false;
  std::size_t bold_line_ = 0;
};

}  // namespace

Result<Template> parse_template(TemplateKind kind, std::string_view text) {
  if (text.size() > kMaxTemplateBytes) {
    return fail(ErrorCode::kTooLarge, "template-too-long",
                "A template may have " + std::to_string(kMaxTemplateBytes >> 10U) + " KiB.");
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (const auto line = first_bad_line(text)) {
    return fail({.code = ErrorCode::kInvalid,
                 .reason = "template-invalid",
                 .message = "Line " + std::to_string(*line) +
                            " is not UTF-8 text: save the template as UTF-8.",
                 .faults = {{"line " + std::to_string(*line), "is not UTF-8 text"}}});
  }
  return Reader(kind).read(text);
}

}  // namespace ledger::paper
