#include "query-api/history.h"

#include <utility>

namespace ledger {

RecordHistory::Place RecordHistory::place_before(Partition partition, Sequence from) {
  const std::lock_guard lock(mutex_);
  const auto& places = places_[partition];
  auto after = places.lower_bound(from);  // the first whose head is `from` or later
  return after == places.begin() ? Place{} : std::prev(after)->second;
}

void RecordHistory::remember(Partition partition, const Place& place) {
  if (place.head.sequence % kEvery != 0) return;
  const std::lock_guard lock(mutex_);
  places_[partition].emplace(place.head.sequence, place);
}

Result<void> RecordHistory::read(Partition partition, Sequence from,
                                 const std::function<bool(Sequence, const std::string&)>& each) {
  auto place = place_before(partition, from);
  const auto reader = log_.reader(partition, place.next);
  while (true) {
    const auto batch = reader->read(256, Micros(0));
    if (!batch) return fail(batch.error());
    if (batch->empty()) return {};
    for (const auto& stored : *batch) {
      place.next = stored.offset + 1;
      const auto link = read_link(stored.bytes);
      if (!link) continue;  // foreign bytes
      auto judgement = judge(place.head, *link);
      if (judgement.verdict == Verdict::kMissing) {
        return fail(ErrorCode::kCorrupt, "history-missing", std::move(judgement.why));
      }
      if (judgement.verdict != Verdict::kAccepted) continue;
      place.head = advanced(*link);
      remember(partition, place);
      if (link->sequence >= from && !each(link->sequence, stored.bytes)) return {};
    }
  }
}

}  // namespace ledger
