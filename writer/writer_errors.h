#pragma once

// The writer's own answers, those that no decider gives. Shared by its .cpp files only.

#include <string>
#include <string_view>

#include "events/result.h"
#include "writer/index.h"

namespace ledger {

inline Error unavailable(std::string reason, std::string message, unsigned retry_after_s) {
  Error error{ErrorCode::kUnavailable, std::move(reason), std::move(message)};
  error.retry_after_s = retry_after_s;
  return error;
}

inline Error not_owner() {
  return unavailable("not-owner", "another node decides for this project; try again", 1);
}

inline Error unknown_outcome() {
  Error error{ErrorCode::kUnknown, "outcome-unknown",
              "it is not known whether this was recorded; ask again with the same key"};
  error.retry_after_s = 1;
  return error;
}

inline std::string_view text(const CommandKey& key) {
  return {key.data(), key.size()};
}

}  // namespace ledger
