#include "query-api/staff_command.h"

#include "query-api/uuid.h"

namespace ledger {

Result<Reply> decide_and_tell(ApiContext& context, Call& call, Envelope envelope,
                              Partition partition, Made made) {
  auto answer = decide_at(context, call, partition, {std::move(envelope), std::move(made.command)});
  if (!answer) return std::move(answer.error());
  wait_until_visible(context, *answer);
  return command_reply(*answer, made.status, recorded_json(*answer));
}

Handle at_project(ApiContext& context, MakeAtProject make) {
  return [&context, make = std::move(make)](Call& call) -> Result<Reply> {
    auto envelope = json_envelope_of(call, context.services.vault);
    if (!envelope) return fail(envelope.error());
    const auto project = context.project(call);
    if (!project) return fail(project.error());
    auto made = make(*project, call.request.body);
    if (!made) return fail(made.error());
    return decide_and_tell(context, call, std::move(*envelope), project->partition,
                           std::move(*made));
  };
}

Handle at_booking(ApiContext& context, MakeAtBooking make) {
  return [&context, make = std::move(make)](Call& call) -> Result<Reply> {
    auto envelope = json_envelope_of(call, context.services.vault);
    if (!envelope) return fail(envelope.error());
    const auto facts = staff_booking(context, call);
    if (!facts) return fail(facts.error());
    auto made = make(*facts, call.request.body);
    if (!made) return fail(made.error());
    return decide_and_tell(context, call, std::move(*envelope), facts->project.partition,
                           std::move(*made));
  };
}

std::vector<RefundId> fresh_refunds(const ApiContext& context, std::size_t count) {
  std::vector<RefundId> refunds;
  for (std::size_t i = 0; i < count; ++i)
    refunds.emplace_back(uuid_v7(context.services.clock.now()));
  return refunds;
}

}  // namespace ledger
