#include "replay/as_of.h"

#include <limits>

#include "events/chain.h"
#include "projectors/map_store.h"
#include "projectors/runner.h"
#include "projectors/views.h"

namespace ledger {
namespace {

constexpr std::size_t kBatch = 1024;

Result<Sequence> sequence_at(EventLog& log, Partition partition, Instant at) {
  const auto end = log.end(partition);
  if (!end) return fail(end.error());
  Head head;
  const auto reader = log.reader(partition, 0);
  for (Offset next = 0; next < *end;) {
    const auto records = reader->read(kBatch, seconds(5));
    if (!records) return fail(records.error());
    if (records->empty()) break;
    for (const auto& stored : *records) {
      next = stored.offset + 1;
      const auto link = read_link(stored.bytes);
      if (!link || judge(head, *link).verdict != Verdict::kAccepted) continue;
      if (link->recorded_at > at) return head.sequence;
      head = advanced(*link);
    }
  }
  return head.sequence;
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
