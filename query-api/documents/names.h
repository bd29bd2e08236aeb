#pragma once

#include <string>
#include <string_view>

#include "query-api/documents/words.h"

// What the ledger's short keys are called on paper. A key that is not known is a project's own word
// and is printed as it stands.
namespace ledger::paper {

std::string mode_name(std::string_view mode, Language language);  // "upi", "neft", "cheque", …
std::string head_name(std::string_view head, Language language);  // "land", "plc_corner", …
std::string installment_name(std::string_view label, Language language);  // "token", "balance", …
// What moved an account: "price", "installment", "payment", "refund", "interest", "waiver",
// "discount", "credit_note", "debit_note", "invoice", "bounce", "forfeiture", "transfer",
// "reversal", "moved".
std::string entry_name(std::string_view entry, Language language);

}  // namespace ledger::paper
