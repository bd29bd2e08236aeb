#include "query-api/tables/contact_fields.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "query-api/documents/utf8.h"
#include "query-api/tables/columns.h"

namespace ledger::tables {
namespace {

tl::unexpected<std::string> refused(std::string_view text, const char* expected) {
  return tl::make_unexpected("\"" + std::string(text.substr(0, 60)) + "\" was found, " + expected +
                             " was expected");
}

bool all(std::string_view text, int (*is)(int)) {
  return std::all_of(text.begin(), text.end(),
                     [is](char c) { return is(static_cast<unsigned char>(c)) != 0; });
}

std::string upper_without_blanks(std::string_view text) {
  std::string to;
  for (const char c : text)
    if (c != ' ' && c != '-') to += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return to;
}

bool is_pan(std::string_view text) {
  return text.size() == 10 && all(text.substr(0, 5), std::isupper) &&
         all(text.substr(5, 4), std::isdigit) && all(text.substr(9), std::isupper);
}

struct ModeName {
  std::string_view written, mode;
};

constexpr auto kModes = std::to_array<ModeName>({
    {"upi", "upi"},
    {"gpay", "upi"},
    {"googlepay", "upi"},
    {"phonepe", "upi"},
    {"bhim", "upi"},
    {"imps", "imps"},
    {"neft", "neft"},
    {"rtgs", "rtgs"},
    {"cheque", "cheque"},
    {"chq", "cheque"},
    {"check", "cheque"},
    {"dd", "dd"},
    {"demanddraft", "dd"},
    {"card", "card"},
    {"creditcard", "card"},
    {"debitcard", "card"},
    {"netbanking", "netbanking"},
    {"wallet", "wallet"},
    {"cash", "cash"},
});

}  // namespace

std::string_view first_of_several(std::string_view text, std::string_view& rest) {
  const auto end = std::min(text.find_first_of("/,;"), text.size());
  rest = paper::trimmed(text.substr(std::min(end + 1, text.size())));
  return paper::trimmed(text.substr(0, end));
}

Read<std::string> as_phone(std::string_view text) {
  constexpr const char* kExpected = "a telephone number such as +91 98765 43210";
  std::string digits;
  const bool plus = text.starts_with('+');
  for (const char c : text.substr(plus ? 1 : 0)) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      digits += c;
    } else if (std::string_view(" -().").find(c) == std::string_view::npos) {
      return refused(text, kExpected);
    }
  }
  if (!plus && digits.starts_with("00")) {
    digits.erase(0, 2);
  } else if (!plus && digits.size() == 11 && digits[0] == '0') {
    digits = "91" + digits.substr(1);
  } else if (!plus && digits.size() == 10 && digits[0] >= '6') {
    digits = "91" + digits;
  } else if (!plus && !(digits.size() == 12 && digits.starts_with("91"))) {
    return refused(text, kExpected);
  }
  if (digits.size() < 8 || digits.size() > 15 || digits[0] == '0') return refused(text, kExpected);
  return "+" + digits;
}

Read<std::string> as_email(std::string_view text) {
  const auto at = text.find('@');
  const bool sound =
      at != std::string_view::npos && at > 0 && text.find('@', at + 1) == std::string_view::npos &&
      text.find_first_of(" \t,;<>") == std::string_view::npos && text.size() <= 254 &&
      text.find('.', at) != std::string_view::npos && text.back() != '.' && text[at + 1] != '.';
  if (!sound) return refused(text, "an e-mail address such as name@example.in");
  return std::string(text);
}

Read<std::string> as_pan(std::string_view text) {
  auto pan = upper_without_blanks(text);
  if (!is_pan(pan)) return refused(text, "a PAN such as ABCDE1234F");
  return pan;
}

Read<std::string> as_gstin(std::string_view text) {
  auto gstin = upper_without_blanks(text);
  const bool sound =
      gstin.size() == 15 && all(std::string_view(gstin).substr(0, 2), std::isdigit) &&
      is_pan(std::string_view(gstin).substr(2, 10)) && gstin[13] == 'Z' && all(gstin, std::isalnum);
  if (!sound) return refused(text, "a GSTIN such as 27ABCDE1234F1Z5");
  return gstin;
}

Read<std::string> as_payment_mode(std::string_view text) {
  const auto name = folded(text);
  for (const auto& mode : kModes)
    if (mode.written == name) return std::string(mode.mode);
  return refused(text, "one of UPI, IMPS, NEFT, RTGS, cheque, DD, card, net banking, wallet, cash");
}

}  // namespace ledger::tables
