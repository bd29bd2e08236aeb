#include "query-api/as_of.h"

#include "events/civil.h"
#include "query-api/roles.h"

namespace ledger {
namespace {

Result<AsOf> parse_as_of(std::string_view text) {
  if (const auto time = parse_rfc3339(text)) return AsOf(*time);
  if (auto position = parse_position(text); position && !position->parts().empty()) {
    return AsOf(std::move(*position));
  }
  return fail(ErrorCode::kInvalid, "as-of-malformed",
              "as_of is a time (2026-11-23T10:00:00Z) or a position (1-57)");
}

}  // namespace

Result<void> look_back(const ApiContext& context, Call& call) {
  const auto text = call.request.query_value("as_of");
  if (!text) return {};
  if (!may_look_back(call.caller.role)) {
    return fail(ErrorCode::kForbidden, "forbidden",
                "only finance, auditor and admin may look at the past");
  }
  const auto as_of = parse_as_of(*text);
  if (!as_of) return fail(as_of.error());
  if (!context.services.as_of) {
    return fail(ErrorCode::kUnavailable, "unavailable", "this node cannot look back");
  }
  auto snapshot = context.services.as_of(*as_of);
  if (!snapshot) return fail(std::move(snapshot.error()));
  call.snapshot = std::move(*snapshot);
  return {};
}

}  // namespace ledger
