#pragma once

#include "query-api/context.h"

namespace ledger {

// Where `?as_of=<time|position>` is said: puts the rows of that moment into the call. kForbidden
// for a role that may not look back; kInvalid "as-of-malformed"; kUnavailable where this node
// cannot.
Result<void> look_back(const ApiContext& context, Call& call);

}  // namespace ledger
