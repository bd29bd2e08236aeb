#include "replay/as_of.h"

#include <limits>

#include "projectors/map_store.h"
#include "projectors/runner.h"
#include "projectors/views.h"
#include "replay/accepted.h"

namespace ledger {
namespace {

constexpr std::size_t kBatch = 1024;

Result<Sequence> sequence_at(EventLog& log, Partition partition, Instant at) {
  const auto end = log.end(partition);
  if (!end) return fail(end.error());
  const auto seen = each_accepted(
      log, partition, *end,
      [at](const StoredRecord& /*stored*/, const Link& link) { return link.recorded_at <= at; });
  if (!seen) return fail(seen.error());
  return seen->head.sequence;
}

}  // namespace

Result<Position> position_at(EventLog& log, Instant at) {
  Position position;
  for (Partition partition = 0; partition < log.partitions(); ++partition) {
    const auto sequence = sequence_at(log, partition, at);
    if (!sequence) return fail(sequence.error());
    if (*sequence > 0) position.advance(partition, *sequence);
  }
  return position;
}

Result<Snapshot> fold_as_of(EventLog& log, const AsOfPoint& point) {
  Position until;
  Position runs_to;
  if (const auto* at = std::get_if<Instant>(&point)) {
    const auto found = position_at(log, *at);
    if (!found) return fail(found.error());
    until = runs_to = *found;
  } else {
    until = runs_to = std::get<Position>(point);
    for (Partition partition = 0; partition < log.partitions(); ++partition) {
      if (until.at(partition) == 0)
        runs_to.advance(partition, std::numeric_limits<Sequence>::max());
    }
  }
  MapStore store(all_views());
  ProjectionRunner runner(log, store, all_views(), {.batch = kBatch, .until = runs_to});
  while (runner.step()) {
  }
  if (const auto error = runner.health().error()) return fail(*error);
  auto folded = store.snapshot();
  if (!folded->position().covers(until)) {
    return fail(
        ErrorCode::kInvalid, "position-ahead",
        "the ledger is at " + to_string(folded->position()) + ", not yet at " + to_string(until));
  }
  return folded;
}

}  // namespace ledger
