#include "query-api/tables/bank_reference.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace ledger::tables {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return c >= 'A' && c <= 'Z';
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

std::string upper(std::string_view text) {
  std::string to;
  for (const char c : text) to += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return to;
}

// The letters and digits between all other signs.
std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  std::string token;
  for (const char c : upper(text)) {
    if (is_digit(c) || is_letter(c)) {
      token += c;
    } else if (!token.empty()) {
      tokens.push_back(std::exchange(token, {}));
    }
  }
  if (!token.empty()) tokens.push_back(token);
  return tokens;
}

// "YDDDHH" and six more: a year's last digit, the day of the year, the hour.
bool plausible_rrn(std::string_view digits) {
  const int day = (digits[1] - '0') * 100 + (digits[2] - '0') * 10 + (digits[3] - '0');
  const int hour = (digits[4] - '0') * 10 + (digits[5] - '0');
  return day >= 1 && day <= 366 && hour < 24;
}

BankReference of_digits(std::string_view digits) {
  // Banks pad the column with zeros: an RRN to 16 digits, a cheque number to 12 or 16.
  const auto first = std::min(digits.find_first_not_of('0'), digits.size());
  const auto bare = digits.substr(first);
  if (bare.size() <= 6) {
    if (digits.size() < 6 || bare.empty()) return {};
    return {ReferenceKind::kCheque, std::string(digits.substr(digits.size() - 6))};
  }
  if (digits.size() == 12) return {ReferenceKind::kRrn, std::string(digits)};
  if (digits.size() == 16 && first >= 4)
    return {ReferenceKind::kRrn, std::string(digits.substr(4))};
  return {};
}

// A bank's four letters, or its letter, then mostly digits.
BankReference of_mixed(const std::string& token) {
  const auto digits = std::count_if(token.begin(), token.end(), is_digit);
  if (!is_letter(token[0]) || digits < 8) return {};
  if (token.size() == 22 && token[4] == 'R') return {ReferenceKind::kRtgs, token};
  if (token.size() == 22 && token[4] == 'N') return {ReferenceKind::kNeft, token};
  if (token.size() == 16) return {ReferenceKind::kNeft, token};
  return {};
}

BankReference of_token(const std::string& token) {
  return all_digits(token) ? of_digits(token) : of_mixed(token);
}

// What the narration says the payment is.
struct Hints {
  bool instant = false;  // UPI or IMPS
  bool transfer = false;
  bool cheque = false;
};

Hints hints_of(const std::vector<std::string>& tokens) {
  Hints hints;
  for (const auto& token : tokens) {
    if (token.starts_with("UPI") || token.starts_with("IMPS") || token == "MMT" || token == "RRN") {
      hints.instant = true;
    }
    if (token.starts_with("NEFT") || token.starts_with("RTGS") || token == "UTR")
      hints.transfer = true;
    if (token.starts_with("CHQ") || token.starts_with("CHEQUE") || token == "CLG" ||
        token == "CTS") {
      hints.cheque = true;
    }
  }
  return hints;
}

bool hinted(const BankReference& reference, const Hints& hints) {
  switch (reference.kind) {
    case ReferenceKind::kRrn:
      return hints.instant;
    case ReferenceKind::kNeft:
    case ReferenceKind::kRtgs:
      return hints.transfer;
    case ReferenceKind::kCheque:
      return hints.cheque;
    case ReferenceKind::kNone:
      return false;
  }
  return false;
}

void add(std::vector<BankReference>& to, BankReference reference) {
  if (reference.kind == ReferenceKind::kNone) return;
  if (std::find(to.begin(), to.end(), reference) == to.end()) to.push_back(std::move(reference));
}

// A number of twelve or six digits in running text may be anything: it needs a word beside it.
bool believable(const BankReference& reference, const Hints& hints) {
  if (hinted(reference, hints)) return true;
  if (reference.kind == ReferenceKind::kNeft || reference.kind == ReferenceKind::kRtgs) return true;
  return false;
}

}  // namespace

std::string_view to_string(ReferenceKind kind) {
  switch (kind) {
    case ReferenceKind::kNone:
      return "none";
    case ReferenceKind::kRrn:
      return "rrn";
    case ReferenceKind::kNeft:
      return "neft";
    case ReferenceKind::kRtgs:
      return "rtgs";
    case ReferenceKind::kCheque:
      return "cheque";
  }
  return "none";
}

BankReference classify_reference(std::string_view text) {
  std::string joined;
  for (const auto& token : tokens_of(text)) joined += token;
  return joined.empty() ? BankReference{} : of_token(joined);
}

std::vector<BankReference> find_references(std::string_view reference, std::string_view narration) {
  const auto told = tokens_of(narration);
  const auto hints = hints_of(told);
  std::vector<BankReference> found;
  for (const auto& token : tokens_of(reference)) {
    auto one = of_token(token);
    const bool odd = one.kind == ReferenceKind::kRrn && !hints.instant && !plausible_rrn(one.value);
    if (!odd) add(found, std::move(one));
  }
  for (const auto& token : told) {
    auto one = of_token(token);
    if (believable(one, hints)) add(found, std::move(one));
  }
  std::stable_partition(found.begin(), found.end(),
                        [&](const auto& one) { return hinted(one, hints); });
  return found;
}

std::string plain_reference(std::string_view text) {
  std::string to;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      to += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return to;
}

}  // namespace ledger::tables
