#include "projectors/feed.h"

#include "events/hash.h"
#include "events/record_link.h"
#include "projectors/applied_head.h"

namespace ledger {
namespace {

std::string place(Partition partition, Offset offset) {
  return "partition " + std::to_string(partition) + ", offset " + std::to_string(offset) + ": ";
}

}  // namespace

ProjectionRunner::Feed::Feed(EventLog& log, Partition partition, const Applied& applied)
    : log_(log), partition_(partition), reading_(applied), next_(applied.offset + 1) {
  health_.partition = partition;
  health_.applied = applied;
  health_.next = health_.done = next_;
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
    ++harvest.read;
    next_ = stored.offset + 1;
  }
  publish(std::nullopt);
  return harvest;
}

Result<std::vector<StoredRecord>> ProjectionRunner::Feed::read_log(std::size_t most, Micros wait) {
  if (!checked_) {
    auto whole = check_applied_head(log_, partition_, reading_, Micros(0));
    if (!whole) return fail(std::move(whole.error()));
    checked_ = true;
  }
  if (!reader_) reader_ = log_.reader(partition_, next_);
  return reader_->read(most, wait);
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

void ProjectionRunner::Feed::done() {
  const std::lock_guard lock(mutex_);
  health_.done = next_;
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
