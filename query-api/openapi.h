#pragma once

#include <string_view>

namespace ledger {

// The interface's contract, query-api/openapi.yaml, as JSON.
std::string_view openapi_json();

}  // namespace ledger
