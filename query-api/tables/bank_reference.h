#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ledger::tables {

enum class ReferenceKind : std::uint8_t {
  kNone,
  kRrn,     // UPI and IMPS: 12 digits
  kNeft,    // 16 characters, or 22 with an N in the fifth place
  kRtgs,    // 22 characters with an R in the fifth place
  kCheque,  // 6 digits
};

std::string_view to_string(ReferenceKind kind);  // "rrn", "neft", "rtgs", "cheque", "none"

// Letters and digits alone, in capitals: references that are typed with blanks and dashes are one.
std::string plain_reference(std::string_view text);

// A payment's own reference, as it is compared: capitals and digits, no padding.
struct BankReference {
  ReferenceKind kind = ReferenceKind::kNone;
  std::string value;
  bool operator==(const BankReference&) const = default;
};

// What a bank's row is about, from its reference column and its narration: the likeliest first,
// none twice. A reference in its own column goes before one in the narration, and a kind that the
// narration names ("UPI/…", "NEFT CR-…") before another. Account and telephone numbers have other
// lengths, or no such word before them, and are not taken.
std::vector<BankReference> find_references(std::string_view reference, std::string_view narration);

// What was typed as a UTR, in the same form; kNone if it has the shape of none.
BankReference classify_reference(std::string_view text);

}  // namespace ledger::tables
