#include "query-api/documents/csv.h"

#include "query-api/documents/utf8.h"

namespace ledger::paper {
namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string within = "\"";
  for (const char c : text) {
    if (c == '"') within += '"';
    within += c;
  }
  return within + "\"";
}

struct AsText {
  std::string operator()(std::monostate) const { return ""; }

  std::string operator()(const std::string& text) const { return csv_cell(text); }

  std::string operator()(Money amount) const { return decimal(amount); }

  std::string operator()(DateCell date) const { return date_text(date.day); }

  std::string operator()(std::int64_t number) const { return std::to_string(number); }
};

}  // namespace

std::string csv_cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos) {
    text.insert(0, 1, '\'');
  }
  return quoted(text);
}

std::string decimal(Money amount) {
  const auto raw = static_cast<std::uint64_t>(amount.paise());
  const auto paise = amount.negative() ? 0 - raw : raw;
  const auto cents = std::to_string(paise % 100);
  return (amount.negative() ? "-" : "") + std::to_string(paise / 100) +
         (cents.size() == 1 ? ".0" : ".") + cents;
}

std::string csv_of(const Table& table, const CsvOptions& options) {
  std::string text(options.byte_order_mark ? kByteOrderMark : "");
  for (std::size_t i = 0; i < table.headings.size(); ++i) {
    text.append(i == 0 ? "" : ",").append(csv_cell(table.headings[i]));
  }
  text += "\r\n";
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text.append(i == 0 ? "" : ",").append(std::visit(AsText{}, row[i]));
    }
    text += "\r\n";
  }
  return text;
}

}  // namespace ledger::paper
