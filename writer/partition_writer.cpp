#include "writer/partition_writer.h"

namespace ledger {
namespace {

Error unavailable(std::string reason, std::string message, unsigned retry_after_s) {
  Error error{ErrorCode::kUnavailable, std::move(reason), std::move(message)};
  error.retry_after_s = retry_after_s;
  return error;
}

Error unknown_outcome() {
  Error error{ErrorCode::kUnknown, "outcome-unknown",
              "it is not known whether this was recorded; ask again with the same key"};
  error.retry_after_s = 1;
  return error;
}

Error reused_key() {
  return {ErrorCode::kMismatch, "idempotency-key-reused",
          "this Idempotency-Key was used before with another request; use a new key"};
}

CommandRefused refusal(const Command& command, Error error) {
  CommandRefused refused;
  if (const auto* project = project_of(command)) refused.project = *project;
  refused.code = static_cast<std::uint8_t>(error.code);
  refused.reason = std::move(error.reason);
  refused.message = std::move(error.message);
  refused.subjects = std::move(error.subjects);
  refused.retry_after_s = error.retry_after_s;
  return refused;
}

std::string_view text(const CommandKey& key) {
  return {key.data(), key.size()};
}

}  // namespace

PartitionWriter::PartitionWriter(Partition partition, EventLog& log, Vault& vault,
                                 CommandIndex& index, Clock& clock, WriterName name,
                                 WriterLimits limits)
    : partition_(partition),
      log_(log),
      vault_(vault),
      index_(index),
      clock_(clock),
      name_(std::move(name)),
      limits_(limits) {
  restore_snapshot();
}

PartitionWriter::~PartitionWriter() {
  refuse_waiting(unavailable("shutting-down", "the server is stopping; try again", 1));
}

std::future<Result<Answer>> PartitionWriter::submit(Submission submission) {
  auto task = std::make_shared<Task>();
  task->submission = std::move(submission);
  const auto& envelope = task->submission.envelope;
  const bool keyed = !envelope.key.empty();
  if (keyed) task->key = command_key(envelope.scope, envelope.key);
  Waiter waiter;
  auto future = waiter.promise.get_future();

  const std::lock_guard lock(mutex_);
  if (phase_ == Phase::kStopped) {
    waiter.promise.set_value(fail(*failure_));
  } else if (!wanted_) {
    waiter.promise.set_value(
        fail(unavailable("not-owner", "another node decides for this project; try again", 1)));
  } else if (const auto open = keyed ? open_.find(std::string(text(task->key))) : open_.end();
             open != open_.end()) {
    waiter.first = false;
    if (open->second->submission.envelope.digest != envelope.digest) {
      waiter.promise.set_value(fail(reused_key()));
    } else {
      open->second->waiters.push_back(std::move(waiter));
    }
  } else if (queue_.size() >= limits_.queue) {
    waiter.promise.set_value(
        fail(unavailable("queue-full", "too many requests wait; try again", 1)));
  } else {
    task->waiters.push_back(std::move(waiter));
    if (keyed) open_.emplace(text(task->key), task);
    queue_.push_back(std::move(task));
    changed_.notify_all();
  }
  return future;
}

void PartitionWriter::inspect(const std::function<void(const State&)>& ask) {
  const std::lock_guard lock(fold_mutex_);
  ask(fold_.state());
}

std::vector<BuyerId> PartitionWriter::known_buyers(const std::vector<Hash>& hashes) const {
  const std::lock_guard lock(fold_mutex_);
  return contacts_.buyers(hashes);
}

void PartitionWriter::own(bool wanted) {
  const std::lock_guard lock(mutex_);
  wanted_ = wanted;
  changed_.notify_all();
}

void PartitionWriter::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_all();
}

Head PartitionWriter::head() const {
  const std::lock_guard lock(mutex_);
  return accepted_;
}

std::string PartitionWriter::owner_url() const {
  const std::lock_guard lock(mutex_);
  return owner_url_;
}

std::optional<Error> PartitionWriter::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

std::uint64_t PartitionWriter::skipped() const {
  const std::lock_guard lock(mutex_);
  return skipped_;
}

// --- deciding side
// --------------------------------------------------------------------------------

bool PartitionWriter::decide(Micros wait) {
  if (term_over_ || (phase_ != Phase::kFollowing && !wanted_)) begin_term_over();
  switch (phase_.load()) {
    case Phase::kFollowing:
      return follow(wait);
    case Phase::kServing:
      save_snapshot_if_due();
      serve(wait);
      return true;
    case Phase::kClaiming:
    case Phase::kStopped: {
      Lock lock(mutex_);
      const auto before = phase_.load();
      changed_.wait_for(lock, wait, [&] { return phase_ != before || term_over_ || woken_; });
      woken_ = false;
      return phase_ != before;
    }
  }
  return false;
}

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
  if (!reader_) {
    const auto end = log_.end(partition_);
    const auto known = std::max(fold_.next() - 1, index_.indexed_to(partition_));
    if (!end) return false;
    if (*end <= known) {
      stop({ErrorCode::kCorrupt, "acknowledged-records-missing",
            "the log of partition " + std::to_string(partition_) + " ends before offset " +
                std::to_string(*end) + ", but this node has applied up to offset " +
                std::to_string(known)});
      return false;
    }
    reader_ = log_.reader(partition_, fold_.next());
    target_ = *end;
  }
  if (fold_.next() < target_) return read_some(wait);
  if (!wanted_) {
    refuse_waiting(unavailable("not-owner", "another node decides for this project; try again", 1));
    return read_some(wait);
  }
  const auto end = log_.end(partition_);
  if (!end) return false;
  target_ = *end;
  if (fold_.next() < target_) return read_some(wait);
  if (fold_.head().sequence == 0) return read_some(wait);  // not founded yet
  claim();
  return true;
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
  std::vector<Append> batch{{encode(record), {}}};
  stage(std::move(record), batch.front().record, nullptr);
  const std::lock_guard lock(mutex_);
  appender_->append(std::move(batch));
  changed_.notify_all();
}

void PartitionWriter::begin_term_over() {
  {
    const std::lock_guard lock(mutex_);
    std::deque<std::shared_ptr<Task>> again;
    for (auto& flight : flights_) {
      if (flight.task) again.push_back(std::move(flight.task));
      for (auto& [task, answer] : flight.after) again.push_back(std::move(task));
    }
    flights_.clear();
    queue_.insert(queue_.begin(), again.begin(), again.end());
    appender_.reset();
    term_over_ = false;
    phase_ = Phase::kFollowing;
  }
  restore_snapshot();
}

std::vector<std::shared_ptr<PartitionWriter::Task>> PartitionWriter::take(Lock& lock, Micros wait) {
  changed_.wait_for(lock, wait, [this] {
    return (!queue_.empty() && flights_.size() < limits_.in_flight) || term_over_ || woken_ ||
           !wanted_;
  });
  woken_ = false;
  std::vector<std::shared_ptr<Task>> tasks;
  if (term_over_ || !wanted_) return tasks;
  const auto room = limits_.in_flight - std::min(limits_.in_flight, flights_.size());
  const auto count = std::min({queue_.size(), room, limits_.group});
  tasks.assign(std::move_iterator(queue_.begin()),
               std::move_iterator(queue_.begin() + static_cast<std::ptrdiff_t>(count)));
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
  return tasks;
}

void PartitionWriter::serve(Micros wait) {
  Lock lock(mutex_);
  const auto tasks = take(lock, wait);
  lock.unlock();
  if (tasks.empty()) return;
  std::vector<Append> batch;
  batch.reserve(tasks.size());
  {
    const std::lock_guard fold_lock(fold_mutex_);
    for (const auto& task : tasks) {
      if (answered_before(task)) continue;
      if (auto append = decide_one(task)) batch.push_back(std::move(*append));
    }
  }
  since_snapshot_ += batch.size();
  lock.lock();
  if (appender_ && !batch.empty()) appender_->append(std::move(batch));
  changed_.notify_all();
}

bool PartitionWriter::answered_before(const std::shared_ptr<Task>& task) {
  if (task->submission.envelope.key.empty()) return false;
  const auto offset = index_.find(partition_, task->key);
  if (!offset) return false;
  replay(task, *offset);
  return true;
}

void PartitionWriter::replay(const std::shared_ptr<Task>& task, Offset offset) {
  const auto stored = log_.reader(partition_, offset)->read(1, seconds(5));
  if (!stored || stored->empty()) {
    return give(*task, fail(unknown_outcome()));
  }
  auto record = decode(stored->front().bytes);
  if (!record) return give(*task, fail(record.error()));
  if (record->command_digest != task->submission.envelope.digest) {
    return give(*task, fail(reused_key()));
  }
  Answer answer{partition_, record->sequence, std::make_shared<const Record>(std::move(*record)),
                true};
  give(*task, std::move(answer));
}

std::optional<Append> PartitionWriter::decide_one(const std::shared_ptr<Task>& task) {
  auto& [envelope, command] = task->submission;
  const auto now = clock_.now(fold_.head().recorded_at);
  if (!now) {
    give(*task, fail(now.error()));
    return std::nullopt;
  }
  contacts_.complete(command);
  auto events = ledger::decide(fold_.state(), command, Context{*now, envelope.actor});
  const bool recorded = !envelope.key.empty() || (events && !events->empty());
  if (!recorded) {
    answer_after(task,
                 events ? Result<Answer>(Answer{partition_, fold_.head().sequence, nullptr, false})
                        : Result<Answer>(fail(std::move(events.error()))));
    return std::nullopt;
  }
  auto record = record_of(envelope, *now);
  if (events) {
    record.events = std::move(*events);
  } else {
    record.outcome = Outcome::Refused;
    record.events.emplace_back(refusal(command, std::move(events.error())));
  }
  auto bytes = encode(record);
  if (bytes.size() > kMaxRecordBytes) {
    answer_after(task, fail(ErrorCode::kTooLarge, "record-too-large",
                            "this is more than one record holds (512 KiB); split the request"));
    return std::nullopt;
  }
  const bool keeps_keys = record.outcome == Outcome::Accepted && !record.events.empty();
  if (keeps_keys) contacts_.learn(command, record.events);
  stage(std::move(record), bytes, task);
  return Append{std::move(bytes), keeps_keys ? envelope.keys : std::vector<WrappedKey>{}};
}

Record PartitionWriter::record_of(const Envelope& envelope, Instant now) const {
  Record record;
  record.sequence = fold_.head().sequence + 1;
  record.term = fold_.head().term;
  record.previous = fold_.head().hash;
  record.recorded_at = now;
  record.scope = envelope.scope;
  record.command_id = envelope.key;
  record.command_digest = envelope.digest;
  record.actor = envelope.actor;
  record.correlation_id = envelope.correlation_id;
  record.causation_id = envelope.causation_id;
  record.traceparent = envelope.traceparent;
  return record;
}

void PartitionWriter::stage(Record record, const std::string& bytes, std::shared_ptr<Task> task) {
  const auto hash = sha256(bytes);
  fold_.stage(record, hash);
  const std::lock_guard lock(mutex_);
  flights_.push_back(
      {std::make_shared<const Record>(std::move(record)), hash, std::move(task), {}});
}

void PartitionWriter::answer_after(const std::shared_ptr<Task>& task, Result<Answer> answer) {
  {
    const std::lock_guard lock(mutex_);
    if (!flights_.empty()) {
      flights_.back().after.emplace_back(task, std::move(answer));
      return;
    }
  }
  give(*task, answer);
}

// --- settling side
// --------------------------------------------------------------------------------

bool PartitionWriter::settle(Micros wait) {
  std::shared_ptr<LogAppender> appender;
  {
    Lock lock(mutex_);
    if (flights_.empty() || !appender_) {
      changed_.wait_for(lock, wait, [this] { return (!flights_.empty() && appender_) || woken_; });
    }
    appender = appender_;
    if (!appender || flights_.empty()) return false;
  }
  const auto reports = appender->delivered(wait);
  if (reports.empty()) return false;
  {
    const std::lock_guard lock(mutex_);
    if (appender != appender_) return false;  // a term that is over
  }
  return accept(reports);
}

bool PartitionWriter::accept(const std::vector<Result<Offset>>& reports) {
  std::vector<Flight> landed;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& report : reports) {
      if (!report && report.error().code == ErrorCode::kCorrupt) {
        // The disk said that it lost what it had taken: nothing may be acknowledged after that.
        phase_ = Phase::kStopped;
        failure_ = report.error();
      }
      if (!report || *report != accepted_at_ + 1 || flights_.empty()) {
        term_over_ = true;
        appender_.reset();
        break;
      }
      auto& flight = flights_.front();
      const auto& record = *flight.record;
      accepted_ = {record.sequence, record.term, flight.hash, record.recorded_at};
      accepted_at_ = *report;
      landed.push_back(std::move(flight));
      flights_.pop_front();
    }
    if (!landed.empty() && phase_ == Phase::kClaiming && !landed.front().task) {
      phase_ = Phase::kServing;
      owner_url_ = name_.advertised_url;
    }
  }
  acknowledge(landed);
  changed_.notify_all();
  return true;
}

void PartitionWriter::acknowledge(std::vector<Flight>& landed) {
  if (landed.empty()) return;
  std::vector<IndexEntry> entries;
  entries.reserve(landed.size());
  Offset last = 0;
  {
    const std::lock_guard lock(mutex_);
    last = accepted_at_;
  }
  Offset offset = last - static_cast<Offset>(landed.size()) + 1;
  for (const auto& flight : landed) {
    if (flight.task && !flight.record->command_id.empty())
      entries.push_back({flight.task->key, offset});
    ++offset;
  }
  index_.put(partition_, entries, last);
  for (auto& flight : landed) {
    if (flight.task) {
      give(*flight.task, Answer{partition_, flight.record->sequence, flight.record, false});
    }
    for (auto& [task, answer] : flight.after) give(*task, answer);
  }
}

void PartitionWriter::give(Task& task, const Result<Answer>& answer) {
  std::vector<Waiter> waiters;
  {
    const std::lock_guard lock(mutex_);
    if (!task.submission.envelope.key.empty()) open_.erase(std::string(text(task.key)));
    waiters = std::move(task.waiters);
  }
  for (auto& waiter : waiters) {
    auto copy = answer;
    if (copy && !waiter.first) copy->replayed = true;
    waiter.promise.set_value(std::move(copy));
  }
}

void PartitionWriter::refuse_waiting(const Error& error) {
  std::deque<std::shared_ptr<Task>> waiting;
  std::deque<std::shared_ptr<Task>> unknown;
  {
    const std::lock_guard lock(mutex_);
    waiting = std::exchange(queue_, {});
    for (auto& flight : flights_) {
      if (flight.task) unknown.push_back(flight.task);
      for (auto& [task, answer] : flight.after) unknown.push_back(task);
    }
  }
  for (const auto& task : waiting) give(*task, fail(error));  // certainly did not happen
  for (const auto& task : unknown) give(*task, fail(unknown_outcome()));
}

void PartitionWriter::stop(Error error) {
  {
    const std::lock_guard lock(mutex_);
    failure_ = error;
    phase_ = Phase::kStopped;
    appender_.reset();
    changed_.notify_all();
  }
  refuse_waiting(error);
}

// --- snapshots
// ------------------------------------------------------------------------------------

void PartitionWriter::save_snapshot_if_due() {
  if (since_snapshot_ < limits_.snapshot_every) return;
  Lock lock(mutex_);
  changed_.wait_for(lock, seconds(1), [this] { return flights_.empty() || term_over_; });
  if (!flights_.empty() || term_over_) return;
  lock.unlock();
  save_snapshot();
}

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
  index_.save(partition_, stored);
  since_snapshot_ = 0;
}

void PartitionWriter::close() {
  while (phase_ == Phase::kServing && settle(seconds(1))) {
  }
  if (phase_ != Phase::kStopped && !term_over_) save_snapshot();
  const std::lock_guard lock(mutex_);
  appender_.reset();
}

}  // namespace ledger
