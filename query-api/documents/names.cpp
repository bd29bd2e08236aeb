#include "query-api/documents/names.h"

#include <array>
#include <span>

namespace ledger::paper {
namespace {

struct Name {
  std::string_view key, english, hindi;
};

constexpr auto kModes = std::to_array<Name>({
    {"upi", "UPI", "यूपीआई"},
    {"card", "Card", "कार्ड"},
    {"netbanking", "Net banking", "नेट बैंकिंग"},
    {"wallet", "Wallet", "वॉलेट"},
    {"neft", "NEFT", "एनईएफ़टी"},
    {"rtgs", "RTGS", "आरटीजीएस"},
    {"imps", "IMPS", "आईएमपीएस"},
    {"cheque", "Cheque", "चेक"},
    {"dd", "Demand draft", "डिमांड ड्राफ़्ट"},
    {"draft", "Demand draft", "डिमांड ड्राफ़्ट"},
    {"gateway", "Online", "ऑनलाइन"},
    {"other", "Other", "अन्य"},
    {"cash", "Cash", "नक़द"},
});

constexpr auto kHeads = std::to_array<Name>({
    {"land", "Land", "भूमि"},
    {"plc", "Preferred location", "पसंदीदा स्थान शुल्क"},
    {"plc_corner", "Corner location", "कॉर्नर शुल्क"},
    {"plc_park", "Park facing", "पार्क के सामने का शुल्क"},
    {"plc_facing", "Facing", "मुख शुल्क"},
    {"corner", "Corner location", "कॉर्नर शुल्क"},
    {"park", "Park facing", "पार्क के सामने का शुल्क"},
    {"facing", "Facing", "मुख शुल्क"},
    {"development", "Development", "विकास शुल्क"},
    {"amenities", "Amenities", "सुविधाएँ"},
    {"maintenance", "Maintenance", "रखरखाव"},
    {"legal", "Legal charges", "क़ानूनी शुल्क"},
    {"discount", "Discount", "छूट"},
    {"interest", "Interest on delay", "विलंब पर ब्याज"},
    {"bounce", "Cheque bounce charge", "चेक अनादरण शुल्क"},
    {"cheque-bounce", "Cheque bounce charge", "चेक अनादरण शुल्क"},
    {"transfer", "Transfer fee", "हस्तांतरण शुल्क"},
    {"name-transfer", "Transfer fee", "हस्तांतरण शुल्क"},
    {"forfeiture", "Deduction on cancellation", "निरस्तीकरण पर कटौती"},
});

constexpr auto kInstallments = std::to_array<Name>({
    {"token", "Token", "टोकन"},
    {"booking", "Booking", "बुकिंग"},
    {"agreement", "Agreement", "अनुबंध"},
    {"balance", "Balance", "शेष राशि"},
    {"registration", "Registration", "पंजीकरण"},
    {"possession", "Possession", "कब्ज़ा"},
});

constexpr auto kEntries = std::to_array<Name>({
    {"price", "Price", "मूल्य"},
    {"installment", "Installment", "किस्त"},
    {"payment", "Payment", "भुगतान"},
    {"refund", "Refund", "राशि वापसी"},
    {"interest", "Interest on delay", "विलंब पर ब्याज"},
    {"waiver", "Waiver", "माफ़ी"},
    {"discount", "Discount", "छूट"},
    {"credit_note", "Credit note", "जमा पत्र"},
    {"debit_note", "Debit note", "नामे पत्र"},
    {"invoice", "Invoice", "बीजक"},
    {"bounce", "Cheque returned unpaid", "चेक अनादरित"},
    {"forfeiture", "Deduction on cancellation", "निरस्तीकरण पर कटौती"},
    {"transfer", "Transfer of name", "नाम हस्तांतरण"},
    {"charge", "Charge", "शुल्क"},
    {"swap", "Change of plot", "प्लॉट परिवर्तन"},
    {"cancellation", "Cancellation", "निरस्तीकरण"},
    {"revival", "Booking revived", "बुकिंग पुनर्जीवित"},
    {"moved-in", "Moved from another booking", "दूसरी बुकिंग से स्थानांतरित"},
    {"moved-out", "Moved to another booking", "दूसरी बुकिंग में स्थानांतरित"},
    {"reversal", "Reversal", "प्रतिवर्तन"},
    {"moved", "Moved between bookings", "बुकिंगों के बीच स्थानांतरित"},
});

std::string name_of(std::span<const Name> names, std::string_view key, Language language) {
  for (const auto& name : names) {
    if (name.key == key)
      return std::string(language == Language::kHindi ? name.hindi : name.english);
  }
  return std::string(key);
}

}  // namespace

std::string mode_name(std::string_view mode, Language language) {
  return name_of(kModes, mode, language);
}

std::string head_name(std::string_view head, Language language) {
  return name_of(kHeads, head, language);
}

std::string installment_name(std::string_view label, Language language) {
  return name_of(kInstallments, label, language);
}

std::string entry_name(std::string_view entry, Language language) {
  return name_of(kEntries, entry, language);
}

}  // namespace ledger::paper
