#include "query-api/tables/columns.h"

#include <algorithm>
#include <cctype>

namespace ledger::tables {
namespace {

std::map<std::string, std::size_t, std::less<>> match(const std::vector<std::string>& found,
                                                      const std::vector<ColumnSpec>& specs) {
  std::map<std::string, std::size_t, std::less<>> by_key;
  for (const auto& spec : specs) {
    // In the order of the names: "Transaction Date" before "Date", where a bank has both.
    for (const auto name : spec.names) {
      const auto at = std::find(found.begin(), found.end(), folded(name));
      if (at == found.end()) continue;
      by_key.emplace(spec.key, static_cast<std::size_t>(at - found.begin()));
      break;
    }
  }
  return by_key;
}

std::vector<std::string> folded_cells(const UploadRow& row) {
  std::vector<std::string> found;
  for (const auto& cell : row.cells) found.push_back(folded(cell.text));
  return found;
}

std::size_t required_in(const std::map<std::string, std::size_t, std::less<>>& by_key,
                        const std::vector<ColumnSpec>& specs) {
  return static_cast<std::size_t>(std::count_if(specs.begin(), specs.end(), [&](const auto& spec) {
    return spec.required && by_key.find(spec.key) != by_key.end();
  }));
}

std::string names_text(const ColumnSpec& spec) {
  std::string text = "\"" + std::string(spec.names.front()) + "\"";
  for (std::size_t i = 1; i < std::min<std::size_t>(spec.names.size(), 4); ++i) {
    text.append(i == 1 ? " (or " : ", ").append(spec.names[i]);
  }
  return spec.names.size() > 1 ? text + ")" : text;
}

std::string found_text(const UploadRow& row) {
  std::string text;
  for (const auto& cell : row.cells) {
    if (cell.text.empty() || text.size() > 200) continue;
    text.append(text.empty() ? "" : ", ").append(cell.text.substr(0, 40));
  }
  return text;
}

void note_missing(const UploadSheet& sheet, const UploadRow& likeliest,
                  const std::vector<ColumnSpec>& specs, Problems& problems) {
  const auto by_key = match(folded_cells(likeliest), specs);
  for (const auto& spec : specs) {
    if (!spec.required || by_key.find(spec.key) != by_key.end()) continue;
    problems.add({Severity::kError, "column-missing", sheet.name, likeliest.line, "",
                  "there is no column " + names_text(spec) + "; found: " + found_text(likeliest)});
  }
}

void note_twice(const Columns& columns, std::uint32_t line, Problems& problems) {
  for (const auto& [key, index] : columns.by_key) {
    const auto name = folded(columns.headings[index]);
    for (auto other = index + 1; other < columns.headings.size(); ++other) {
      if (folded(columns.headings[other]) != name) continue;
      problems.add({Severity::kWarning, "column-twice", columns.sheet, line,
                    columns.headings[index],
                    "there are two columns of this name; the first counts"});
      break;
    }
  }
}

}  // namespace

std::string folded(std::string_view heading) {
  std::string to;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte) != 0 || c == '%')
      to += static_cast<char>(std::tolower(byte));
  }
  return to;
}

std::string Columns::heading(std::string_view key) const {
  const auto found = by_key.find(key);
  return found == by_key.end() ? std::string(key) : headings[found->second];
}

std::optional<Columns> find_columns(const UploadSheet& sheet, const std::vector<ColumnSpec>& specs,
                                    Problems& problems) {
  const auto needed = static_cast<std::size_t>(
      std::count_if(specs.begin(), specs.end(), [](const auto& spec) { return spec.required; }));
  std::size_t likeliest = 0;
  std::size_t most = 0;
  for (std::size_t i = 0; i < std::min(sheet.rows.size(), kHeadingRows); ++i) {
    auto by_key = match(folded_cells(sheet.rows[i]), specs);
    if (by_key.size() > most) {
      most = by_key.size();
      likeliest = i;
    }
    if (by_key.empty() || required_in(by_key, specs) < needed) continue;
    Columns columns{sheet.name, i + 1, {}, std::move(by_key), sheet.from_1904};
    for (const auto& cell : sheet.rows[i].cells) columns.headings.push_back(cell.text);
    note_twice(columns, sheet.rows[i].line, problems);
    return columns;
  }
  if (sheet.rows.empty()) {
    problems.add({Severity::kError, "sheet-empty", sheet.name, 0, "", "the sheet is empty"});
  } else {
    note_missing(sheet, sheet.rows[likeliest], specs, problems);
  }
  return std::nullopt;
}

std::optional<FoundSheet> first_with_columns(const Upload& upload,
                                             const std::vector<ColumnSpec>& specs,
                                             Problems& problems) {
  for (const auto& sheet : upload.sheets) {
    Problems aside;
    if (!find_columns(sheet, specs, aside)) continue;
    return FoundSheet{&sheet, *find_columns(sheet, specs, problems)};
  }
  (void)find_columns(upload.sheets.front(), specs, problems);
  return std::nullopt;
}

const UploadCell* Row::find(std::string_view key) const {
  const auto found = columns_.by_key.find(key);
  if (found == columns_.by_key.end() || found->second >= row_.cells.size()) return nullptr;
  const auto& cell = row_.cells[found->second];
  return cell.text.empty() ? nullptr : &cell;
}

const UploadCell& Row::cell(std::size_t column) const {
  static const UploadCell none;
  return column < row_.cells.size() ? row_.cells[column] : none;
}

bool Row::blank(std::string_view key) const {
  const auto* cell = find(key);
  return cell == nullptr || is_blank(*cell);
}

void Row::note(Severity severity, const std::string& reason, const std::string& column,
               const std::string& message) const {
  problems_.add({severity, reason, columns_.sheet, row_.line, column, message});
}

void Row::error(const std::string& reason, std::string_view key, const std::string& message) const {
  note(Severity::kError, reason, columns_.heading(key), message);
}

void Row::warning(const std::string& reason, std::string_view key,
                  const std::string& message) const {
  note(Severity::kWarning, reason, columns_.heading(key), message);
}

template <class T>
std::optional<T> Row::kept(const Read<T>& read, const std::string& column) const {
  if (read) return *read;
  note(Severity::kError, "cell-unreadable", column, read.error());
  return std::nullopt;
}

std::string Row::text(std::string_view key) const {
  const auto found = columns_.by_key.find(key);
  return found == columns_.by_key.end() ? "" : text_at(found->second);
}

std::string Row::text_at(std::size_t column) const {
  const auto& found = cell(column);
  if (found.kind == CellKind::kDate) {
    note(Severity::kError, "cell-unreadable", heading_at(column),
         "the spreadsheet has made a date of it: format the column as text and type it again");
    return "";
  }
  if (found.kind == CellKind::kError) {
    note(Severity::kError, "cell-unreadable", heading_at(column),
         "\"" + found.text + "\" was found, a text was expected");
    return "";
  }
  return as_text(found);
}

std::string Row::heading_at(std::size_t column) const {
  return column < columns_.headings.size() ? columns_.headings[column] : "";
}

const UploadCell& Row::cell_of(std::string_view key) const {
  const auto found = columns_.by_key.find(key);
  return cell(found == columns_.by_key.end() ? row_.cells.size() : found->second);
}

std::string Row::raw(std::string_view key) const {
  const auto* cell = find(key);
  return cell == nullptr ? "" : as_text(*cell);
}

std::optional<Money> Row::money(std::string_view key) const {
  if (blank(key)) return std::nullopt;
  return kept(as_money(*find(key)), columns_.heading(key));
}

std::optional<Day> Row::date(std::string_view key, DateOptions options) const {
  if (blank(key)) return std::nullopt;
  options.from_1904 = columns_.from_1904;
  return kept(as_date(*find(key), options), columns_.heading(key));
}

std::optional<std::int64_t> Row::basis_points(std::string_view key) const {
  if (blank(key)) return std::nullopt;
  return kept(as_basis_points(*find(key)), columns_.heading(key));
}

std::optional<Money> Row::money_at(std::size_t column) const {
  if (is_blank(cell(column))) return std::nullopt;
  return kept(as_money(cell(column)), columns_.headings.at(column));
}

std::optional<std::int64_t> Row::basis_points_at(std::size_t column) const {
  if (is_blank(cell(column))) return std::nullopt;
  return kept(as_basis_points(cell(column)), columns_.headings.at(column));
}

}  // namespace ledger::tables
