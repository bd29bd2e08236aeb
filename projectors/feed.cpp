#include "projectors/feed.h"

#include <algorithm>

#include "events/hash.h"

namespace ledger {
namespace {

constexpr Micros kHeadWait = seconds(5);

Link link_of(const Record& record, std::string_view bytes) {
  Link link;
  link.sequence = record.sequence;
  link.term = record.term;
  link.previous = record.previous;
  link.hash = sha256(bytes);
  link.recorded_at = record.recorded_at;
  if (!record.events.empty()) {
    link.founds = std::holds_alternative<LedgerFounded>(record.events.front());
    link.claims = std::holds_alternative<WriterStarted>(record.events.front());
  }
  return link;
}

std::string place(Partition partition, Offset offset) {
  return "partition " + std::to_string(partition) + ", offset " + std::to_string(offset) + ": ";
}

}  // namespace

ProjectionRunner::Feed::Feed(EventLog& log, Partition partition, const Applied& applied)
    : log_(log), partition_(partition), reading_(applied), next_(applied.offset + 1) {
  health_.partition = partition;
  health_.applied = applied;
  health_.next = next_;
}

Harvest ProjectionRunner::Feed::read(std::size_t most, std::optional<Sequence> until, Micros wait) {
  Harvest harvest;
  const auto enough = [&] { return until && reading_.head.sequence >= *until; };
  if (health().stopped || enough()) return harvest;
  const auto records = read_log(most, wait);
  if (!records) {
    reader_.reset();
    if (records.error().code == ErrorCode::kCorrupt) harvest.error = records.error();
    publish(records.error());
    return harvest;
  }
  for (const auto& stored : *records) {
    if (enough()) {
      reader_.reset();  // what was read too far is read again, should the end be moved
      break;
    }
    if (!judge(stored, harvest)) break;
    harvest.moved = true;
    next_ = stored.offset + 1;
  }
  publish(std::nullopt);
  return harvest;
}

Result<std::vector<StoredRecord>> ProjectionRunner::Feed::read_log(std::size_t most, Micros wait) {
  if (!checked_) {
    if (auto whole = check_head(); !whole) return fail(std::move(whole.error()));
    checked_ = true;
  }
  if (!reader_) reader_ = log_.reader(partition_, next_);
  return reader_->read(most, wait);
}

// What is in the store came from this log only if the log still holds the applied head where it
// was.
Result<void> ProjectionRunner::Feed::check_head() {
  const auto& head = reading_.head;
  if (head.sequence == 0) return {};
  const auto end = log_.end(partition_);
  if (!end) return fail(end.error());
  if (*end <= reading_.offset) return fail(shorter(*end));
  auto reader = log_.reader(partition_, reading_.offset);
  const auto records = reader->read(1, kHeadWait);
  if (!records) return fail(records.error());
  if (records->empty()) {
    return fail(ErrorCode::kUnavailable, "log-unreachable",
                place(partition_, reading_.offset) + "the applied head could not be read yet");
  }
  if (records->front().offset == reading_.offset && sha256(records->front().bytes) == head.hash) {
    return {};
  }
  return fail(ErrorCode::kCorrupt, "log-differs-from-applied",
              place(partition_, reading_.offset) + "the log holds another record than sequence " +
                  std::to_string(head.sequence) + " with hash " + hex(head.hash) +
                  ", which is applied");
}

Error ProjectionRunner::Feed::shorter(Offset end) {
  Sequence last = 0;
  if (end > 0) {
    const auto records = log_.reader(partition_, end - 1)->read(1, kHeadWait);
    if (records && !records->empty()) {
      const auto link = read_link(records->front().bytes);
      if (link) last = std::min(link->sequence, reading_.head.sequence - 1);
    }
  }
  return {ErrorCode::kCorrupt, "log-shorter-than-applied",
          "partition " + std::to_string(partition_) + ": sequences " + std::to_string(last + 1) +
              " to " + std::to_string(reading_.head.sequence) +
              " are missing: they are applied, but the log ends at offset " + std::to_string(end)};
}

// False where the partition ends: with an error if history is missing or cannot be read.
bool ProjectionRunner::Feed::judge(const StoredRecord& stored, Harvest& into) {
  auto record = decode(stored.bytes);
  const auto link = record ? link_of(*record, stored.bytes) : read_link(stored.bytes);
  if (!link) {
    skip(Verdict::kForeign);
    return true;
  }
  const auto judgement = ledger::judge(reading_.head, *link);
  if (judgement.verdict == Verdict::kMissing) {
    into.error = {ErrorCode::kCorrupt, "history-missing",
                  place(partition_, stored.offset) + judgement.why};
    return false;
  }
  if (judgement.verdict != Verdict::kAccepted) {
    skip(judgement.verdict);
    return true;
  }
  if (!record) {
    into.error = record.error();
    into.error->message = place(partition_, stored.offset) + into.error->message;
    return false;
  }
  reading_.head = advanced(*link);
  reading_.offset = stored.offset;
  into.records.push_back({std::move(*record), reading_});
  return true;
}

void ProjectionRunner::Feed::skip(Verdict verdict) {
  if (verdict == Verdict::kSuperseded) ++reading_.superseded;
  if (verdict == Verdict::kRepeat) ++reading_.repeats;
  if (verdict == Verdict::kForeign) ++reading_.foreign;
}

void ProjectionRunner::Feed::publish(std::optional<Error> error) {
  const std::lock_guard lock(mutex_);
  health_.next = next_;
  health_.applied.superseded = reading_.superseded;
  health_.applied.repeats = reading_.repeats;
  health_.applied.foreign = reading_.foreign;
  health_.error = std::move(error);
}

void ProjectionRunner::Feed::applied(const Applied& applied) {
  const std::lock_guard lock(mutex_);
  health_.applied.head = applied.head;
  health_.applied.offset = applied.offset;
}

void ProjectionRunner::Feed::stop(Error error) {
  const std::lock_guard lock(mutex_);
  health_.error = std::move(error);
  health_.stopped = true;
}

PartitionHealth ProjectionRunner::Feed::health() const {
  const std::lock_guard lock(mutex_);
  return health_;
}

}  // namespace ledger
