#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "query-api/documents/utf8.h"
#include "query-api/tables/budget.h"
#include "query-api/tables/upload.h"

namespace ledger::tables {
namespace {

constexpr std::array kDelimiters{',', ';', '\t', '|'};
constexpr std::size_t kSniffedRows = 30;

struct Open {
  std::uint32_t line;  // where a quote was opened that never closes
};

// A reader of records: RFC 4180, and what programs make of it. A quote opens a cell only at its
// start; elsewhere it is a letter. What follows a closing quote up to the delimiter belongs to the
// cell.
class Records {
 public:
  Records(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  // False at the end. `row` is cleared first.
  bool next(UploadRow& row) {
    row.cells.clear();
    row.line = line_;
    if (at_ >= text_.size()) return false;
    while (true) {
      row.cells.push_back({cell(), CellKind::kText});
      // Too wide to be a table: the caller refuses it, and the rest need not be held.
      if (row.cells.size() > kMaxUploadColumns) at_ = text_.size();
      if (at_ >= text_.size()) return true;
      if (text_[at_] == delimiter_) {
        ++at_;
        continue;
      }
      end_line();
      return true;
    }
  }

  [[nodiscard]] std::optional<Open> open() const { return open_; }

 private:
  [[nodiscard]] bool at_end_of_cell() const {
    return at_ >= text_.size() || text_[at_] == delimiter_ || text_[at_] == '\r' ||
           text_[at_] == '\n';
  }

  void end_line() {
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++line_;
  }

  std::string cell() {
    std::string value;
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    if (at_ < text_.size() && text_[at_] == '"') quoted(value);
    while (!at_end_of_cell()) value += text_[at_++];
    return std::string(paper::trimmed(value));
  }

  void quoted(std::string& value) {
    const auto opened = line_;
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
          ++at_;
          return;
        }
        ++at_;
      }
      if (c == '\n' || (c == '\r' && (at_ + 1 >= text_.size() || text_[at_ + 1] != '\n'))) ++line_;
      value += c;
    }
    open_ = Open{opened};
  }

  std::string_view text_;
  char delimiter_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::optional<Open> open_;
};

struct Likeness {
  std::size_t rows = 0;     // that have the commonest width
  std::size_t columns = 0;  // that width
  auto operator<=>(const Likeness&) const = default;
};

// How alike the first rows are if `delimiter` parts them. One column is no table.
Likeness likeness(std::string_view text, char delimiter) {
  Records records(text, delimiter);
  std::map<std::size_t, std::size_t> widths;
  UploadRow row;
  for (std::size_t i = 0; i < kSniffedRows && records.next(row); ++i) {
    if (row.cells.size() > 1) ++widths[row.cells.size()];
  }
  Likeness best;
  for (const auto& [columns, rows] : widths) best = std::max(best, Likeness{rows, columns});
  return best;
}

char sniffed(std::string_view text) {
  // Excel says it in a first line of its own.
  for (const char delimiter : kDelimiters) {
    if (text.starts_with(std::string("sep=") + delimiter)) return delimiter;
  }
  char best = ',';
  Likeness most;
  for (const char delimiter : kDelimiters) {
    const auto found = likeness(text, delimiter);
    if (found > most) {
      most = found;
      best = delimiter;
    }
  }
  return best;
}

tl::unexpected<Error> not_text(std::size_t line) {
  return fail(ErrorCode::kInvalid, "table-not-utf8",
              "Line " + std::to_string(line) +
                  " is not UTF-8 text. In Excel, save as \"CSV UTF-8 (comma delimited)\".");
}

// The text in UTF-8, converted into `buffer` where it was UTF-16.
Result<std::string_view> as_utf8(std::string_view bytes, std::string& buffer) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    auto text = paper::from_utf16(bytes.substr(2), bytes[0] == '\xFE');
    if (!text) return not_text(1);
    buffer = std::move(*text);
    bytes = buffer;
  } else if (bytes.starts_with(paper::kByteOrderMark)) {
    bytes.remove_prefix(paper::kByteOrderMark.size());
  }
  if (const auto line = paper::first_bad_line(bytes)) return not_text(*line);
  return bytes;
}

bool blank(const UploadRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const UploadCell& cell) { return cell.text.empty(); });
}

Result<void> within_limits(const UploadRow& row, Budget& budget) {
  if (row.cells.size() > kMaxUploadColumns) {
    return too_large("Row " + std::to_string(row.line) + " has more than " +
                     std::to_string(kMaxUploadColumns) + " columns.");
  }
  for (const auto& cell : row.cells) {
    if (cell.text.size() <= kMaxCellBytes) continue;
    return too_large("Row " + std::to_string(row.line) + " has a cell of more than " +
                     std::to_string(kMaxCellBytes) + " bytes.");
  }
  if (!budget.take(row)) return too_large(kTooMuch);
  return {};
}

}  // namespace

Result<UploadSheet> read_csv(std::string_view bytes) {
  std::string buffer;
  const auto text = as_utf8(bytes, buffer);
  if (!text) return fail(text.error());
  const char delimiter = sniffed(*text);
  Records records(*text, delimiter);
  UploadSheet sheet;
  Budget budget;
  for (UploadRow row; records.next(row);) {
    if (row.line == 1 && text->starts_with("sep=")) continue;
    if (auto fits = within_limits(row, budget); !fits) return fail(fits.error());
    if (blank(row)) continue;
    if (sheet.rows.size() == kMaxUploadRows) {
      return too_large("The table has more than " + std::to_string(kMaxUploadRows) + " rows.");
    }
    sheet.rows.push_back(row);
  }
  if (const auto open = records.open()) {
    return fail(
        ErrorCode::kInvalid, "csv-quote-open",
        "A quote that is opened on line " + std::to_string(open->line) + " is never closed.");
  }
  if (sheet.rows.empty()) return fail(ErrorCode::kInvalid, "table-empty", "The table is empty.");
  return sheet;
}

}  // namespace ledger::tables
