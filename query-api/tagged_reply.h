#pragma once

#include <string>

#include "query-api/reply.h"

namespace ledger {

// 200 with a body of the caller's own and an ETag of its bytes; 304 without it for who has them
// already. Kept by the caller alone, who asks again before he uses it. JSON until said otherwise.
Reply tagged_reply(const HttpRequest& request, std::string body);

}  // namespace ledger
