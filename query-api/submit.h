#pragma once

#include <string>
#include <string_view>

#include "query-api/context.h"
#include "writer/command_json.h"
#include "writer/commands.h"

namespace ledger {

// A decision that was accepted, or what to answer instead (a refusal is answered the same each
// time).
using Decision = tl::expected<Answer, Reply>;

// The envelope of a client's command: checks the Idempotency-Key and the body's media type; the
// digest stands for method, path, query and `canonical` (the body without what does not matter).
// kInvalid "idempotency-key-missing" or "-malformed", "unsupported-media-type".
Result<Envelope> envelope_of(const Call& call, const Vault& vault, std::string_view canonical);

// The same for a body that is JSON: also kInvalid "malformed-json".
Result<Envelope> json_envelope_of(const Call& call, const Vault& vault);
Result<Envelope> json_envelope_of(const Call& call, const Vault& vault, const JsonBody& body);

// Submits, wakes the reactors, and waits, bounded, for the record that answers.
Decision decide_at(ApiContext& context, const Call& call, Partition partition,
                   Submission submission);

// What an answer means: `decide_at` without the wait.
Decision decided(const ApiContext& context, const HttpRequest& request, Result<Answer> answer);

// A command whose answer no thread of the server waits for. `reply_of` makes the reply of an
// accepted record, and of nothing else: it is called on whatever thread brings the answer.
struct CommandOnItsWay {
  Partition partition;
  Submission submission;
  std::function<Result<Reply>(const Answer&)> reply_of;
};

Reply reply_later(CommandOnItsWay command);

// The answer to a command, with its position, and told apart if it was given before.
Reply command_reply(const Answer& answer, int status, std::string body);

// Waits, bounded, until the read model holds the answer: whoever reads next sees it.
void wait_until_visible(const ApiContext& context, const Answer& answer);

}  // namespace ledger
