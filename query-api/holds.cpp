#include "query-api/holds.h"

#include "events/hash.h"

namespace ledger {
namespace {

constexpr auto kCookieLife = days(30);
constexpr std::size_t kMaxHoldId = 64;

std::string receipt_with(const char* letter, const std::string& id) {
  std::string receipt = letter;
  for (const char c : id) {
    if (c != '-') receipt += c;
  }
  return receipt;
}

tl::unexpected<Error> no_such_hold() {
  return fail(ErrorCode::kNotFound, "hold-unknown", "there is no such hold");
}

// Its token is right, and tokens are given out for holds that are in the log only. So the log's
// end, up to which everything is shown, was not the end: a broker that no longer leads may still
// name it.
tl::unexpected<Error> not_shown_yet() {
  return fail(Error{.code = ErrorCode::kUnavailable,
                    .reason = "projection-behind",
                    .message = "this hold is not shown here yet; ask again",
                    .retry_after_s = 1});
}

}  // namespace

std::string hold_token(const Vault& vault, const HoldId& hold) {
  return vault.token("hold", hold);
}

bool shows_token(const Call& call, const Vault& vault, const HoldId& hold) {
  const auto expected = hold_token(vault, hold);
  const auto header = call.request.header("Hold-Token");
  if (!header.empty()) return same_secret(expected, header);
  const auto cookie = call.request.cookie("hold_" + hold.str());
  return cookie && same_secret(expected, *cookie);
}

Result<OwnHold> own_hold(const ApiContext& context, Call& call) {
  const HoldId id(call.request.param("hold"));
  if (id.length() > kMaxHoldId || !shows_token(call, context.services.vault, id)) {
    return no_such_hold();
  }
  auto hold = portal::hold(portal_rows(call), id);
  if (!hold) {
    if (auto current = context.catch_up(call.snapshot); !current) return fail(current.error());
    hold = portal::hold(portal_rows(call), id);
  }
  if (!hold) return not_shown_yet();
  auto project = context.project(call, hold->project);
  if (!project) return fail(project.error());
  return OwnHold{std::move(*hold), std::move(*project)};
}

std::string receipt_of(const HoldId& hold) {
  return receipt_with("h-", hold.str());
}

std::string receipt_of(const RequestId& request) {
  return receipt_with("r-", request.str());
}

std::string hold_cookie(const Services& services, const HoldId& hold, const std::string& token) {
  const auto life = std::chrono::duration_cast<seconds>(kCookieLife).count();
  std::string cookie = "hold_" + hold.str() + "=" + token;
  cookie += "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(life);
  if (services.public_url.starts_with("https://")) cookie += "; Secure";
  return cookie;
}

}  // namespace ledger
