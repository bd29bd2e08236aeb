#pragma once

#include <string>
#include <string_view>

#include "query-api/tables/cells.h"

// Telephone numbers, addresses and tax numbers as people type them.
namespace ledger::tables {

// E.164. Ten digits that begin with 6 … 9 are Indian; "0" or "91" may stand before them; any other
// country needs its "+" or "00".
Read<std::string> as_phone(std::string_view text);

// The first of several ("98765 43210 / 91234 56789"); `rest` is what stands behind it.
std::string_view first_of_several(std::string_view text, std::string_view& rest);

Read<std::string> as_email(std::string_view text);
Read<std::string> as_pan(std::string_view text);    // five letters, four digits, a letter
Read<std::string> as_gstin(std::string_view text);  // State, PAN, a sign, Z, a check sign

// "upi", "imps", "neft", "rtgs", "cheque", "dd", "card", "netbanking", "wallet", "cash".
Read<std::string> as_payment_mode(std::string_view text);

}  // namespace ledger::tables
