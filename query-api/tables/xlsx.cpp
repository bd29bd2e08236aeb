#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include <pugixml.hpp>

#include "query-api/documents/utf8.h"
#include "query-api/tables/budget.h"
#include "query-api/tables/decimal.h"
#include "query-api/tables/upload.h"
#include "query-api/tables/zip_parts.h"

namespace ledger::tables {
namespace {

using Strings = std::vector<std::string>;
using Node = pugi::xml_node;

tl::unexpected<Error> damaged(const std::string& what) {
  return fail(
      ErrorCode::kInvalid, "workbook-damaged",
      "The workbook is damaged (" + what + "): open it in a spreadsheet and save it again.");
}

// A document and the bytes that it points into. Entities of a DOCTYPE are never expanded: the
// parser skips it.
struct Document {
  std::string bytes;
  pugi::xml_document xml;
};

Result<std::unique_ptr<Document>> parsed(std::string part, const std::string& name) {
  auto document = std::make_unique<Document>();
  document->bytes = std::move(part);
  if (paper::first_bad_line(document->bytes)) return damaged(name);
  const auto result = document->xml.load_buffer_inplace(
      document->bytes.data(), document->bytes.size(), pugi::parse_default | pugi::parse_ws_pcdata,
      pugi::encoding_utf8);
  if (!result) return damaged(name);
  return document;
}

// Some programs write a prefix before every name: "x:row".
std::string_view local(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

Node child(const Node& node, std::string_view name) {
  return node.find_child([name](const Node& one) { return local(one.name()) == name; });
}

std::string_view attribute(const Node& node, std::string_view name) {
  for (const auto& one : node.attributes())
    if (local(one.name()) == name) return one.value();
  return {};
}

std::optional<std::uint32_t> whole(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// "_x000D_" stands for a character that XML cannot hold. Control characters become blanks.
std::string unescaped(std::string_view text) {
  std::string to;
  for (std::size_t at = 0; at < text.size();) {
    std::uint32_t code = 0;
    const bool escape =
        text.substr(at, 2) == "_x" && at + 7 <= text.size() && text[at + 6] == '_' &&
        std::from_chars(&text[at + 2], &text[at] + 6, code, 16).ptr == &text[at] + 6 &&
        (code < 0xD800 || code > 0xDFFF);
    if (escape) {
      paper::append_utf8(to, code);
      at += 7;
    } else {
      to += text[at++];
    }
  }
  for (char& c : to)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F) c = ' ';
  return std::string(paper::trimmed(to));
}

// All <t> below, without the phonetic ones.
void append_text(const Node& node, std::string& to) {
  for (const auto& one : node.children()) {
    const auto name = local(one.name());
    if (name == "t") {
      to += one.text().get();
    } else if (name == "r") {
      to += child(one, "t").text().get();
    }
  }
}

Result<Strings> shared_strings(ZipParts& parts) {
  Strings strings;
  auto part = parts.read("xl/sharedStrings.xml");
  if (!part) return fail(part.error());
  if (!*part) return strings;
  auto document = parsed(std::move(**part), "sharedStrings.xml");
  if (!document) return fail(document.error());
  for (const auto& item : child((*document)->xml, "sst").children()) {
    if (local(item.name()) != "si") continue;
    std::string text;
    append_text(item, text);
    strings.push_back(unescaped(text));
  }
  return strings;
}

// Whether a number format shows a date or a time: d, m, y, h or s outside quotes, brackets and
// escapes.
bool shows_date(std::string_view format) {
  char within = 0;
  for (std::size_t at = 0; at < format.size(); ++at) {
    const char c = format[at];
    if (within != 0) {
      if (c == within) within = 0;
    } else if (c == '"') {
      within = '"';
    } else if (c == '[') {
      within = ']';
    } else if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else if (std::string_view("dmyhsDMYHS").find(c) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

// How a cell's number is shown.
enum class Shown : std::uint8_t { kPlain, kDate, kPercent };

bool built_in_date(std::uint32_t id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
         (id >= 50 && id <= 58);
}

Shown shown_as(std::string_view format) {
  if (shows_date(format)) return Shown::kDate;
  return format.find('%') == std::string_view::npos ? Shown::kPlain : Shown::kPercent;
}

// For each cell style, how it shows a number.
Result<std::vector<Shown>> number_styles(ZipParts& parts) {
  std::vector<Shown> styles;
  auto part = parts.read("xl/styles.xml");
  if (!part) return fail(part.error());
  if (!*part) return styles;
  auto document = parsed(std::move(**part), "styles.xml");
  if (!document) return fail(document.error());
  const auto sheet = child((*document)->xml, "styleSheet");
  std::map<std::uint32_t, Shown> formats{{9, Shown::kPercent}, {10, Shown::kPercent}};
  for (const auto& format : child(sheet, "numFmts").children()) {
    const auto id = whole(attribute(format, "numFmtId"));
    if (id) formats[*id] = shown_as(attribute(format, "formatCode"));
  }
  for (const auto& style : child(sheet, "cellXfs").children()) {
    const auto id = whole(attribute(style, "numFmtId")).value_or(0);
    const auto own = formats.find(id);
    if (own != formats.end()) {
      styles.push_back(own->second);
    } else {
      styles.push_back(built_in_date(id) ? Shown::kDate : Shown::kPlain);
    }
  }
  return styles;
}

// "0.015" shown as a percentage is "1.5%".
std::string as_percentage(std::string_view value) {
  auto number = parse_decimal(value);
  if (!number) return std::string(value);
  number->point += number->digits.empty() ? 0 : 2;
  return plain(rounded(*number, kSpreadsheetDigits)) + "%";
}

// "AB12" → 27.
std::optional<std::size_t> column_of(std::string_view reference) {
  std::size_t column = 0;
  std::size_t letters = 0;
  for (; letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z';
       ++letters) {
    if (letters == 3) return std::nullopt;
    column = column * 26 + static_cast<std::size_t>(reference[letters] - 'A' + 1);
  }
  if (column == 0) return std::nullopt;
  return column - 1;
}

struct Context {
  Strings strings;
  std::vector<Shown> styles;
  Budget budget;
};

UploadCell cell_of(const Node& node, const Context& context) {
  const auto type = attribute(node, "t");
  const std::string_view value = child(node, "v").text().get();
  if (type == "s") {
    const auto index = whole(value);
    if (!index || *index >= context.strings.size()) return {"#REF!", CellKind::kError};
    return {context.strings[*index], CellKind::kText};
  }
  if (type == "inlineStr") {
    std::string text;
    append_text(child(node, "is"), text);
    return {unescaped(text), CellKind::kText};
  }
  if (value.empty() && child(node, "f")) return {"#FORMULA", CellKind::kError};
  if (type == "str") return {unescaped(value), CellKind::kText};
  if (type == "e") return {unescaped(value), CellKind::kError};
  if (type == "b") return {value == "1" ? "TRUE" : "FALSE", CellKind::kText};
  if (type == "d") return {unescaped(value), CellKind::kDate};
  if (value.empty()) return {};
  const auto style = whole(attribute(node, "s")).value_or(0);
  const auto shown = style < context.styles.size() ? context.styles[style] : Shown::kPlain;
  if (shown == Shown::kPercent) return {as_percentage(unescaped(value)), CellKind::kText};
  return {unescaped(value), shown == Shown::kDate ? CellKind::kDate : CellKind::kNumber};
}

Result<UploadRow> row_of(const Node& node, std::uint32_t line, const Context& context) {
  UploadRow row;
  row.line = line;
  for (const auto& one : node.children()) {
    if (local(one.name()) != "c") continue;
    const auto reference = attribute(one, "r");
    const auto column = reference.empty() ? row.cells.size() : column_of(reference);
    if (!column)
      return damaged("a cell is called \"" + std::string(reference.substr(0, 20)) + "\"");
    auto cell = cell_of(one, context);
    if (cell.text.empty()) continue;
    if (*column >= kMaxUploadColumns) return too_large("A sheet may have 500 columns.");
    if (cell.text.size() > kMaxCellBytes) return too_large("A cell may have 32,768 bytes.");
    if (row.cells.size() <= *column) row.cells.resize(*column + 1);
    row.cells[*column] = std::move(cell);
  }
  return row;
}

Result<UploadSheet> sheet_of(std::string part, const std::string& name, Context& context) {
  auto document = parsed(std::move(part), name);
  if (!document) return fail(document.error());
  UploadSheet sheet;
  sheet.name = name;
  std::uint32_t line = 0;
  for (const auto& node : child(child((*document)->xml, "worksheet"), "sheetData").children()) {
    if (local(node.name()) != "row") continue;
    const auto number = attribute(node, "r");
    line = number.empty() ? line + 1 : whole(number).value_or(0);
    if (line == 0) return damaged("a row is called \"" + std::string(number.substr(0, 20)) + "\"");
    auto row = row_of(node, line, context);
    if (!row) return fail(row.error());
    if (row->cells.empty()) continue;
    if (!context.budget.take(*row)) return too_large(kTooMuch);
    sheet.rows.push_back(std::move(*row));
  }
  return sheet;
}

struct SheetName {
  std::string name, part;
};

struct Book {
  std::vector<SheetName> sheets;  // those that are shown
  bool from_1904 = false;
};

Result<std::unique_ptr<Document>> needed(ZipParts& parts, const std::string& name) {
  auto part = parts.read(name);
  if (!part) return fail(part.error());
  if (!*part) {
    return fail(ErrorCode::kInvalid, "table-format",
                "This is an archive, but not an Excel workbook (.xlsx): " + name + " is missing.");
  }
  return parsed(std::move(**part), name);
}

std::string resolved(std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  return "xl/" + std::string(target);
}

Result<Book> book_of(ZipParts& parts) {
  auto document = needed(parts, "xl/workbook.xml");
  if (!document) return fail(document.error());
  auto relations = needed(parts, "xl/_rels/workbook.xml.rels");
  if (!relations) return fail(relations.error());
  const auto workbook = child((*document)->xml, "workbook");
  Book book;
  const auto epoch = attribute(child(workbook, "workbookPr"), "date1904");
  book.from_1904 = epoch == "1" || epoch == "true";
  for (const auto& sheet : child(workbook, "sheets").children()) {
    const auto state = attribute(sheet, "state");
    if (state == "hidden" || state == "veryHidden") continue;
    const auto id = attribute(sheet, "id");
    for (const auto& relation : child((*relations)->xml, "Relationships").children()) {
      if (attribute(relation, "Id") != id || id.empty()) continue;
      book.sheets.push_back(
          {unescaped(attribute(sheet, "name")), resolved(attribute(relation, "Target"))});
      break;
    }
  }
  return book;
}

}  // namespace

Result<Upload> read_xlsx(std::string_view bytes) {
  auto parts = ZipParts::open(bytes);
  if (!parts) return fail(parts.error());
  const auto book = book_of(*parts);
  if (!book) return fail(book.error());
  if (book->sheets.size() > kMaxUploadSheets) return too_large("A workbook may have 50 sheets.");
  auto strings = shared_strings(*parts);
  if (!strings) return fail(strings.error());
  auto styles = number_styles(*parts);
  if (!styles) return fail(styles.error());
  Context context{std::move(*strings), std::move(*styles), {}};
  Upload upload;
  bool any = false;
  for (const auto& [name, part] : book->sheets) {
    auto text = parts->read(part);
    if (!text) return fail(text.error());
    if (!*text) return damaged("sheet \"" + name + "\" is missing");
    auto sheet = sheet_of(std::move(**text), name, context);
    if (!sheet) return fail(sheet.error());
    sheet->from_1904 = book->from_1904;
    any = any || !sheet->rows.empty();
    upload.sheets.push_back(std::move(*sheet));
  }
  if (!any) return fail(ErrorCode::kInvalid, "table-empty", "The workbook is empty.");
  return upload;
}

}  // namespace ledger::tables
