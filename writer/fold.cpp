#include "writer/fold.h"

#include "events/record_link.h"

namespace ledger {

Result<PartitionFold::Read> PartitionFold::read(const StoredRecord& stored) {
  next_ = stored.offset + 1;
  auto record = decode(stored.bytes);
  const auto link = record ? link_of(*record, stored.bytes) : read_link(stored.bytes);
  if (!link) {
    ++skipped_;
    return Read{Verdict::kForeign, nullptr};
  }
  const auto judgement = judge(head_, *link);
  if (judgement.verdict == Verdict::kMissing) {
    return fail(ErrorCode::kCorrupt, "history-missing",
                "at offset " + std::to_string(stored.offset) + ": " + judgement.why);
  }
  if (judgement.verdict != Verdict::kAccepted) {
    ++skipped_;
    return Read{judgement.verdict, nullptr};
  }
  if (!record) return fail(record.error());
  fold(*record);
  head_ = advanced(*link);
  return Read{Verdict::kAccepted, std::make_shared<const Record>(std::move(*record))};
}

void PartitionFold::stage(const Record& record, const Hash& hash) {
  fold(record);
  head_ = Head{record.sequence, record.term, hash, record.recorded_at};
}

void PartitionFold::fold(const Record& record) {
  for (const auto& event : record.events) {
    if (const auto* started = std::get_if<WriterStarted>(&event))
      owner_url_ = started->advertised_url;
    evolve(state_, event, record.recorded_at);
  }
}

}  // namespace ledger
