#include "query-api/tables/cells.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "query-api/documents/utf8.h"
#include "query-api/documents/words.h"
#include "query-api/tables/decimal.h"

namespace ledger::tables {
namespace {

using paper::trimmed;

std::string quoted(const UploadCell& cell) {
  constexpr std::size_t kShown = 60;
  std::string text = cell.text;
  if (text.size() > kShown) {
    text.resize(kShown);
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80)
      text.pop_back();
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0) text.pop_back();
    text += "…";
  }
  return "\"" + text + "\"";
}

tl::unexpected<std::string> refused(const UploadCell& cell, const std::string& expected) {
  if (cell.text == "#FORMULA" && cell.kind == CellKind::kError) {
    return tl::make_unexpected(
        std::string("a formula without a value was found: open the workbook in a spreadsheet and "
                    "save it again"));
  }
  if (cell.text.empty())
    return tl::make_unexpected("nothing was found, " + expected + " was expected");
  return tl::make_unexpected(quoted(cell) + " was found, " + expected + " was expected");
}

bool take(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  text = trimmed(text);
  return true;
}

bool take_end(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  text = trimmed(text);
  return true;
}

bool take_end_word(std::string_view& text, std::string_view lower) {
  if (text.size() < lower.size()) return false;
  const auto end = text.substr(text.size() - lower.size());
  const bool same = std::equal(end.begin(), end.end(), lower.begin(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == b;
  });
  if (same) {
    text.remove_suffix(lower.size());
    text = trimmed(text);
  }
  return same;
}

// Takes away what stands around the digits. Whether it was marked as negative; nothing if it was
// twice.
std::optional<bool> take_frame(std::string_view& text) {
  int marks = 0;
  const auto take_sign = [&] {
    if (take(text, "-") || take(text, "−")) {
      ++marks;
    } else {
      (void)take(text, "+");
    }
  };
  if (text.starts_with('(') && text.ends_with(')')) {
    text = trimmed(text.substr(1, text.size() - 2));
    ++marks;
  }
  if (take_end_word(text, "dr") || take_end_word(text, "dr.")) {
    ++marks;
  } else if (!take_end_word(text, "cr")) {
    (void)take_end_word(text, "cr.");
  }
  take_sign();
  for (const std::string_view sign : {"₹", "Rs.", "Rs", "RS.", "RS", "rs.", "rs", "INR"})
    if (take(text, sign)) break;
  take_sign();
  if (!take_end(text, "/-") && take_end(text, "-")) ++marks;
  if (marks > 1) return std::nullopt;
  return marks == 1;
}

// Commas as they may stand: a first group of one to three digits, then pairs and a last three, or
// threes.
bool sound_groups(std::string_view whole) {
  std::vector<std::size_t> groups;
  for (std::size_t from = 0; from <= whole.size();) {
    const auto end = std::min(whole.find(',', from), whole.size());
    groups.push_back(end - from);
    from = end + 1;
  }
  if (groups.size() == 1) return true;
  const auto middle_all = [&](std::size_t size) {
    return std::all_of(groups.begin() + 1, groups.end() - 1, [size](auto g) { return g == size; });
  };
  return groups.back() == 3 && groups.front() >= 1 &&
         ((middle_all(2) && groups.front() <= 2) || (middle_all(3) && groups.front() <= 3));
}

constexpr const char* kAmount = "an amount such as 12,34,567.50";

Read<Money> money_of(const Decimal& number, const UploadCell& cell) {
  const auto paise = scaled_integer(number, 2);
  if (paise && *paise <= kMaxPaise && *paise >= -kMaxPaise) return Money::paise(*paise);
  const auto decimals = static_cast<int>(number.digits.size()) - number.point;
  return refused(cell, decimals > 2
                           ? std::string("an amount with at most two decimals")
                           : "an amount of at most " + paper::rupees(Money::paise(kMaxPaise)));
}

}  // namespace

bool is_blank(const UploadCell& cell) {
  const std::string_view text = cell.text;
  return text.find_first_not_of("-*=_") == std::string_view::npos || text == "–" || text == "—" ||
         text == "nil" || text == "Nil" || text == "NIL";
}

std::string as_text(const UploadCell& cell) {
  if (cell.kind == CellKind::kNumber || cell.kind == CellKind::kDate) {
    if (const auto number = parse_decimal(cell.text)) {
      return plain(rounded(*number, kSpreadsheetDigits));
    }
  }
  return cell.text;
}

Read<Money> as_money(const UploadCell& cell) {
  if (cell.kind == CellKind::kNumber) {
    const auto number = parse_decimal(cell.text);
    if (!number) return refused(cell, kAmount);
    return money_of(rounded(*number, kSpreadsheetDigits), cell);
  }
  if (cell.kind != CellKind::kText) return refused(cell, kAmount);
  std::string_view text = cell.text;
  const auto negative = take_frame(text);
  const auto point = std::min(text.find('.'), text.size());
  const auto whole = text.substr(0, point);
  const auto fraction = text.substr(point);
  const bool digits_only =
      !text.empty() && text.find_first_not_of("0123456789,.") == std::string_view::npos &&
      !whole.empty() && fraction.find(',') == std::string_view::npos && fraction.size() != 1;
  if (!negative || !digits_only || !sound_groups(whole)) return refused(cell, kAmount);
  if (fraction.size() > 3) return refused(cell, "an amount with at most two decimals");
  std::string bare(text);
  std::erase(bare, ',');
  auto number = parse_decimal(bare);
  if (!number) return refused(cell, kAmount);
  number->negative = *negative && !number->digits.empty();
  return money_of(*number, cell);
}

Read<std::int64_t> as_basis_points(const UploadCell& cell) {
  std::string_view text = cell.text;
  if (cell.kind == CellKind::kText) (void)take_end(text, "%");
  auto number = parse_decimal(text);
  if (!number) return refused(cell, "a percentage such as 1.5 or 1.5%");
  if (cell.kind == CellKind::kNumber) number = rounded(*number, kSpreadsheetDigits);
  const auto points = scaled_integer(*number, 2);
  if (!points) return refused(cell, "a percentage with at most two decimals");
  return *points;
}

}  // namespace ledger::tables
