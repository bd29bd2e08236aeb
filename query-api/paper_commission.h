#pragma once

#include <string>

#include "query-api/documents/commission_statement.h"
#include "query-api/paper_press.h"
#include "query-api/paper_statement.h"

namespace ledger {

// What a partner earned in a project, from his lines; of days up to `today` unless ?from=&to= say
// another range. kNotFound "partner-unknown"; kInvalid "range-invalid".
Result<paper::CommissionStatement> commission_of(const Press& press, const Call& call,
                                                 const rows::ProjectRowT& project,
                                                 const std::string& partner);

}  // namespace ledger
