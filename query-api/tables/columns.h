#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query-api/tables/cells.h"
#include "query-api/tables/problem.h"
#include "query-api/tables/upload.h"

// Finding the columns of a table by their headings, and reading its rows with every fault noted.
namespace ledger::tables {

// One column that is looked for. Headings are compared without case, blanks and signs:
// "Chq./Ref.No." is "chqrefno".
struct ColumnSpec {
  std::string_view key;
  std::vector<std::string_view> names;  // headings that mean it, the one to name in a message first
  bool required = false;
};

std::string folded(std::string_view heading);  // what is compared

// A heading row that was found.
struct Columns {
  std::string sheet;
  std::size_t first_row = 0;  // index of the row after the headings
  std::vector<std::string> headings;
  std::map<std::string, std::size_t, std::less<>> by_key;
  bool from_1904 = false;

  [[nodiscard]] bool has(std::string_view key) const { return by_key.find(key) != by_key.end(); }

  [[nodiscard]] std::string heading(std::string_view key) const;  // as it stands; else the key
};

inline constexpr std::size_t kHeadingRows = 60;  // banks write an address and a period first

// The first row in which all required columns stand. Where there is none: "column-missing" for each
// that the likeliest row lacks, with the headings that were found, and nothing. Two columns that
// mean the same: "column-twice", a warning; the first counts.
std::optional<Columns> find_columns(const UploadSheet& sheet, const std::vector<ColumnSpec>& specs,
                                    Problems& problems);

struct FoundSheet {
  const UploadSheet* sheet = nullptr;  // the upload's own
  Columns columns;
};

// The first sheet that has the columns; where none has, what the first one lacks is noted.
std::optional<FoundSheet> first_with_columns(const Upload& upload,
                                             const std::vector<ColumnSpec>& specs,
                                             Problems& problems);

// One row, read by key. A cell that cannot be read is noted ("cell-unreadable") and answered with
// nothing; so is an empty one, which is not a fault.
class Row {
 public:
  Row(const Columns& columns, const UploadRow& row, Problems& problems)
      : columns_(columns), row_(row), problems_(problems) {}

  [[nodiscard]] std::uint32_t line() const { return row_.line; }

  [[nodiscard]] const std::string& sheet() const { return columns_.sheet; }

  [[nodiscard]] DateOptions date_options() const { return {.from_1904 = columns_.from_1904}; }

  [[nodiscard]] bool blank(std::string_view key) const;

  [[nodiscard]] std::string text(
      std::string_view key) const;  // a date where text was expected is noted
  [[nodiscard]] std::string raw(std::string_view key) const;  // as_text(), whatever it is
  [[nodiscard]] std::optional<Money> money(std::string_view key) const;
  [[nodiscard]] std::optional<Day> date(std::string_view key, DateOptions options = {}) const;
  [[nodiscard]] std::optional<std::int64_t> basis_points(std::string_view key) const;

  // By position, for columns whose headings are the data.
  [[nodiscard]] const UploadCell& cell(std::size_t column) const;
  [[nodiscard]] const UploadCell& cell_of(std::string_view key) const;
  [[nodiscard]] std::string heading_at(std::size_t column) const;
  [[nodiscard]] std::string text_at(std::size_t column) const;
  [[nodiscard]] std::optional<Money> money_at(std::size_t column) const;
  [[nodiscard]] std::optional<std::int64_t> basis_points_at(std::size_t column) const;

  // `key` is a column's key or its heading.
  void error(const std::string& reason, std::string_view key, const std::string& message) const;
  void warning(const std::string& reason, std::string_view key, const std::string& message) const;

 private:
  [[nodiscard]] const UploadCell* find(std::string_view key) const;
  void note(Severity severity, const std::string& reason, const std::string& column,
            const std::string& message) const;
  template <class T>
  std::optional<T> kept(const Read<T>& read, const std::string& column) const;

  const Columns& columns_;
  const UploadRow& row_;
  Problems& problems_;
};

}  // namespace ledger::tables
