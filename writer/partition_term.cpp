// A term's beginning and end: reading the log to its head, claiming, snapshots.

#include "writer/partition_writer.h"
#include "writer/writer_errors.h"

namespace ledger {

void PartitionWriter::restore_snapshot() {
  const std::lock_guard fold_lock(fold_mutex_);
  fold_ = PartitionFold();
  reader_.reset();
  const auto stored = index_.snapshot(partition_);
  if (!stored) return;
  auto state = restore(stored->state);
  if (!state) return;  // another fold version: from the beginning
  fold_ = PartitionFold(std::move(*state), stored->head, stored->offset);
}

bool PartitionWriter::follow(Micros wait) {
  if (!reader_ && !find_end()) return false;
  if (fold_.next() < target_) return read_some(wait);
  if (continued_ != 0 && continued_ == fold_.head().term) own(true);
  if (!owns()) {
    refuse_waiting(not_owner());
    return read_some(wait);
  }
  if (!may_claim()) return read_some(wait);
  claim();
  return phase_ != Phase::kFollowing;
}

// False where the log cannot be asked, or ends before what this node has seen of it.
bool PartitionWriter::find_end() {
  const auto end = log_.end(partition_);
  const auto known = std::max(fold_.next() - 1, index_.indexed_to(partition_));
  if (!end) return false;
  if (*end <= known) {
    if (stays_short()) stop(shorter_than(known, *end));
    return false;
  }
  short_since_.reset();
  reader_ = log_.reader(partition_, fold_.next());
  target_ = *end;
  return true;
}

// A broker that slept and led the partition before names the end of then, until it hears who leads
// now: only an end that stays too early says that records are lost.
bool PartitionWriter::stays_short() {
  const auto now = time_.steady();
  if (!short_since_) short_since_ = now;
  return now - *short_since_ >= kShortFor;
}

Error PartitionWriter::shorter_than(Offset known, Offset end) const {
  return {ErrorCode::kCorrupt, "acknowledged-records-missing",
          "the log of partition " + std::to_string(partition_) + " ends before offset " +
              std::to_string(end) + ", but this node has applied up to offset " +
              std::to_string(known)};
}

// Whether everything up to the log's end is read, and there is something.
bool PartitionWriter::may_claim() {
  const auto end = log_.end(partition_);
  if (end) target_ = *end;
  return end && fold_.next() >= target_ && fold_.head().sequence > 0;
}

bool PartitionWriter::read_some(Micros wait) {
  const auto records = reader_->read(limits_.in_flight, wait);
  if (!records) {
    if (records.error().code == ErrorCode::kCorrupt) stop(records.error());
    return false;
  }
  const std::lock_guard fold_lock(fold_mutex_);
  read_entries_.clear();
  for (const auto& stored : *records) {
    const auto read = fold_.read(stored);
    if (!read) {
      stop(read.error());
      return false;
    }
    if (read->record) note_claim(*read->record);
    if (read->record && !read->record->command_id.empty()) {
      read_entries_.push_back(
          {command_key(read->record->scope, read->record->command_id), stored.offset});
    }
    ++since_snapshot_;
  }
  const Offset last = fold_.next() - 1;
  if (!records->empty() && last > index_.indexed_to(partition_)) {
    index_.put(partition_, read_entries_, last);
  }
  const std::lock_guard lock(mutex_);
  accepted_ = fold_.head();
  accepted_at_ = last;
  skipped_ = fold_.skipped();
  owner_url_ = fold_.owner_url();
  return !records->empty();
}

// Another node's claim of a moment ago: this one does not outbid it at once.
void PartitionWriter::note_claim(const Record& record) {
  const auto* started = find<WriterStarted>(record.events);
  if (started == nullptr || started->node == name_.node) return;
  const auto left = record.recorded_at + limits_.stand_back - time_.now();
  const auto pause = std::clamp<Micros>(left, Micros(0), limits_.stand_back);
  stand_back_until_ = (time_.steady() + pause).count();
}

void PartitionWriter::claim() {
  const auto now = clock_.now(fold_.head().recorded_at);
  if (!now) return refuse_waiting(now.error());
  const std::lock_guard fold_lock(fold_mutex_);
  contacts_.rebuild(fold_.state(), vault_);
  WriterStarted started;
  started.node = name_.node;
  started.advertised_url = name_.advertised_url;
  auto record = record_of({.actor = "writer"}, *now);
  ++record.term;
  record.events.emplace_back(std::move(started));
  {
    const std::lock_guard lock(mutex_);
    accepted_ = fold_.head();
    accepted_at_ = fold_.next() - 1;
    appender_ = log_.appender(partition_);
    phase_ = Phase::kClaiming;
  }
  Group group;
  group.batch.push_back({encode(record), {}});
  group.flights.push_back(stage(std::move(record), group.batch.front().record, nullptr));
  send(std::move(group));
}

// At once if a delivery failed; where another node shall own, once what is in flight has landed or
// has had its time.
bool PartitionWriter::is_over() const {
  const std::lock_guard lock(mutex_);
  if (phase_ == Phase::kStopped) return false;
  if (term_over_) return true;
  return phase_ != Phase::kFollowing && !wanted_ &&
         (flights_.empty() || time_.steady() >= hand_over_until_);
}

void PartitionWriter::begin_term_over() {
  if (step_down()) return;
  std::shared_ptr<LogAppender> gone;
  {
    const std::lock_guard lock(mutex_);
    std::deque<std::shared_ptr<Task>> again;
    for (auto& flight : flights_) {
      if (flight.task) {
        flight.task->in_doubt = true;
        again.push_back(std::move(flight.task));
      }
      for (auto& [task, answer] : flight.after) again.push_back(std::move(task));
    }
    flights_.clear();
    queue_.insert(queue_.begin(), again.begin(), again.end());
    gone = std::move(appender_);
    term_over_ = false;
    phase_ = Phase::kFollowing;
  }
  restore_snapshot();
}

// Nothing is staged that is not history: the fold can follow from here. False where it cannot.
bool PartitionWriter::step_down() {
  const std::lock_guard fold_lock(fold_mutex_);
  std::shared_ptr<LogAppender> gone;
  const std::lock_guard lock(mutex_);
  if (term_over_ || !flights_.empty() || fold_.head() != accepted_) return false;
  gone = std::move(appender_);
  phase_ = Phase::kFollowing;
  fold_.go_on_from(accepted_at_ + 1);
  reader_.reset();
  return true;
}

// Only of accepted records: while some are in flight, it is not the time.
void PartitionWriter::save_snapshot() {
  const std::lock_guard fold_lock(fold_mutex_);
  StoredSnapshot stored;
  {
    const std::lock_guard lock(mutex_);
    if (!flights_.empty() || accepted_.sequence == 0) return;
    stored.head = accepted_;
    stored.offset = accepted_at_;
  }
  if (stored.head != fold_.head()) return;
  stored.state = snapshot(fold_.state());
  if (index_.save(partition_, std::move(stored))) since_snapshot_ = 0;
}

void PartitionWriter::close() {
  const auto in_flight = [this] {
    const std::lock_guard lock(mutex_);
    return !flights_.empty() && !term_over_;
  };
  while (phase_ == Phase::kServing && in_flight() && settle(seconds(1))) {
  }
  if (phase_ != Phase::kStopped && !term_over_) save_snapshot();
  const std::lock_guard lock(mutex_);
  appender_.reset();
}

}  // namespace ledger
