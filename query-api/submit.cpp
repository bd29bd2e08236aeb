#include "query-api/submit.h"

#include <algorithm>
#include <chrono>

namespace ledger {
namespace {

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

// Visitors share one scope, so their keys must be random enough that nobody hits another's.
bool is_random_enough(std::string_view key) {
  return is_uuid(key) || (key.size() == 32 && std::ranges::all_of(key, is_hex));
}

bool is_visible(char c) {
  return c > 0x20 && c < 0x7f;
}

Result<std::string> key_of(const Call& call) {
  auto key = trimmed(call.request.header("Idempotency-Key"));
  if (key.size() >= 2 && key.front() == '"' && key.back() == '"') {
    key = key.substr(1, key.size() - 2);
  }
  if (key.empty()) {
    return fail(ErrorCode::kInvalid, "idempotency-key-missing",
                "send an Idempotency-Key, and the same one when you repeat this request");
  }
  const bool shaped = key.size() <= 255 && std::ranges::all_of(key, is_visible);
  if (!shaped || (call.caller.role == Role::kVisitor && !is_random_enough(key))) {
    return fail(ErrorCode::kInvalid, "idempotency-key-malformed",
                "without a sign-in the Idempotency-Key must be a UUID or 32 hexadecimal digits");
  }
  return std::string(key);
}

bool is_json(std::string_view media_type) {
  const auto type = trimmed(media_type.substr(0, media_type.find(';')));
  return equals_ignoring_case(type, "application/json");
}

// Only a traceparent of the written form is kept: 00-<32 hex>-<16 hex>-<2 hex>.
std::string traceparent_of(const HttpRequest& request) {
  const auto text = request.header("traceparent");
  if (text.size() != 55) return {};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 2 || i == 35 || i == 52;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return {};
  }
  return std::string(text);
}

Error refusal_of(const Record& record) {
  const auto* refused = find<CommandRefused>(record.events);
  if (refused == nullptr) throw std::logic_error("a refused record names no reason");
  return {.code = static_cast<ErrorCode>(refused->code),
          .reason = refused->reason,
          .message = refused->message,
          .subjects = refused->subjects,
          .retry_after_s = refused->retry_after_s};
}

Position position_of(const Answer& answer) {
  Position position;
  position.advance(answer.partition, answer.sequence);
  return position;
}

void mark(Reply& reply, const Answer& answer) {
  reply.position = position_of(answer);
  if (answer.replayed) reply.headers.emplace_back("Idempotency-Replayed", "true");
}

}  // namespace

Result<Envelope> envelope_of(const Call& call, const Vault& vault, std::string_view canonical) {
  const auto key = key_of(call);
  if (!key) return fail(key.error());
  const HttpRequest& request = call.request;
  std::string input = request.method + "\n" + request.path + "\n";
  for (const auto& [name, value] : request.query) input.append(name + "=" + value + "\n");
  input.append("\n").append(canonical);
  Envelope envelope;
  envelope.scope = call.caller.name + " " + request.method + " " + request.path;
  envelope.key = *key;
  envelope.digest = vault.keyed("command", input);
  envelope.actor = call.caller.name;
  envelope.traceparent = traceparent_of(request);
  return envelope;
}

Result<Envelope> json_envelope_of(const Call& call, const Vault& vault) {
  return json_envelope_of(call, vault, JsonBody(call.request.body));
}

Result<Envelope> json_envelope_of(const Call& call, const Vault& vault, const JsonBody& body) {
  const auto type = call.request.header("Content-Type");
  if (!call.request.body.empty() && !is_json(type)) {
    return fail(ErrorCode::kInvalid, "unsupported-media-type", "send application/json");
  }
  const auto canonical = body.canonical();
  if (!canonical) return fail(canonical.error());
  return envelope_of(call, vault, *canonical);
}

Decision decide_at(ApiContext& context, const Call& call, Partition partition,
                   Submission submission) {
  return decided(
      context, call.request,
      context.services.door.ask(partition, std::move(submission), context.services.decision_wait));
}

Decision decided(const ApiContext& context, const HttpRequest& request, Result<Answer> answer) {
  if (!answer) return tl::make_unexpected(context.problem(answer.error(), request));
  if (asks_the_outside(*answer) && context.services.wake_reactors) {
    context.services.wake_reactors();
  }
  if (answer->record && answer->record->outcome == Outcome::Refused) {
    auto reply = context.problem(refusal_of(*answer->record), request);
    mark(reply, *answer);
    return tl::make_unexpected(std::move(reply));
  }
  return std::move(*answer);
}

Reply reply_later(CommandOnItsWay command) {
  Reply reply;
  reply.later = std::make_shared<CommandOnItsWay>(std::move(command));
  return reply;
}

Reply command_reply(const Answer& answer, int status, std::string body) {
  auto reply = json_reply(status, std::move(body));
  mark(reply, answer);
  return reply;
}

void wait_until_visible(const ApiContext& context, const Answer& answer) {
  (void)context.freshness.wait_for(position_of(answer), kPositionWait);
}

}  // namespace ledger
