#pragma once

#include <string>

#include "projectors/portal.h"
#include "query-api/context.h"

namespace ledger {

// A hold whose token the caller has shown, and its project.
struct OwnHold {
  rows::HoldRowT hold;
  rows::ProjectRowT project;
};

// The secret of a hold: who has it owns the hold.
std::string hold_token(const Vault& vault, const HoldId& hold);

// Whether the call brings the hold's token, by the header Hold-Token or the hold's cookie.
bool shows_token(const Call& call, const Vault& vault, const HoldId& hold);

// The hold of the path's {hold}; "hold-unknown" alike for a hold that is not there and a token that
// is wrong or missing.
Result<OwnHold> own_hold(const ApiContext& context, Call& call);

// Our name for a gateway order: a letter for what it is of, and an id without its dashes, 34
// characters in all.
std::string receipt_of(const HoldId& hold);
std::string receipt_of(const RequestId& request);

// The cookie that keeps a hold's token in the browser, out of scripts' reach.
std::string hold_cookie(const Services& services, const HoldId& hold, const std::string& token);

}  // namespace ledger
