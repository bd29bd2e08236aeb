#include "writer/partition_writer.h"

#include <algorithm>
#include <iterator>

#include "writer/writer_errors.h"

namespace ledger {
namespace {

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

}  // namespace

PartitionWriter::PartitionWriter(Partition partition, EventLog& log, Vault& vault,
                                 CommandIndex& index, Clock& clock, WriterName name,
                                 WriterLimits limits)
    : partition_(partition),
      log_(log),
      vault_(vault),
      index_(index),
      time_(clock),
      clock_(clock),
      name_(std::move(name)),
      limits_(limits) {
  restore_snapshot();
}

PartitionWriter::~PartitionWriter() {
  refuse_waiting(unavailable("shutting-down", "the server is stopping; try again", 1));
  Lock lock(mutex_);
  changed_.wait(lock, [this] { return fetching_ == 0; });
}

std::future<Result<Answer>> PartitionWriter::submit(Submission submission) {
  const auto promise = std::make_shared<std::promise<Result<Answer>>>();
  enqueue(std::move(submission),
          {[promise](Result<Answer> answer) { promise->set_value(std::move(answer)); }},
          /*wake=*/true);
  return promise->get_future();
}

// `wake`: whether a thread that waits in decide() must see to it.
void PartitionWriter::enqueue(Submission submission, Waiter waiter, bool wake) {
  auto task = std::make_shared<Task>();
  task->submission = std::move(submission);
  const auto& envelope = task->submission.envelope;
  if (!envelope.key.empty()) task->key = command_key(envelope.scope, envelope.key);
  Lock lock(mutex_);
  auto refused = take_in(task, waiter, wake);
  lock.unlock();
  if (refused) waiter.told(fail(std::move(*refused)));
}

// Nothing: the waiter will be told.
std::optional<Error> PartitionWriter::take_in(const std::shared_ptr<Task>& task, Waiter& waiter,
                                              bool wake) {
  const auto& envelope = task->submission.envelope;
  const bool keyed = !envelope.key.empty();
  if (phase_ == Phase::kStopped) return failure_;
  if (!owns()) return not_owner();
  const auto open = keyed ? open_.find(task->key) : open_.end();
  if (open != open_.end()) {
    if (open->second->submission.envelope.digest != envelope.digest) return reused_key();
    waiter.first = false;
    give_up_at_ = std::min(give_up_at_, waiter.until);
    open->second->waiters.push_back(std::move(waiter));
    return std::nullopt;
  }
  if (queue_.size() >= limits_.queue) {
    return unavailable("queue-full", "too many requests wait; try again", 1);
  }
  give_up_at_ = std::min(give_up_at_, waiter.until);
  task->waiters.push_back(std::move(waiter));
  if (keyed) open_.emplace(task->key, task);
  queue_.push_back(task);
  if (wake && queue_.size() == 1 && !deciding_) changed_.notify_one();  // else somebody is awake
  return std::nullopt;
}

void PartitionWriter::inspect(const std::function<void(const State&)>& ask) {
  const std::lock_guard lock(fold_mutex_);
  ask(fold_.state());
}

std::vector<BuyerId> PartitionWriter::known_buyers(const std::vector<Hash>& hashes) const {
  const std::lock_guard fold_lock(fold_mutex_);
  const std::lock_guard lock(mutex_);
  if (phase_ != Phase::kServing) return {};
  return contacts_.buyers(hashes, accepted_.sequence);
}

void PartitionWriter::own(bool wanted) {
  const std::lock_guard lock(mutex_);
  if (wanted_ && !wanted) hand_over_until_ = time_.steady() + limits_.hand_over;
  wanted_ = wanted;
  continued_ = 0;
  changed_.notify_all();
}

bool PartitionWriter::owns() const {
  return wanted_ && time_.steady().count() >= stand_back_until_;
}

void PartitionWriter::seen(const Head& head) {
  const std::lock_guard lock(mutex_);
  if (phase_ != Phase::kServing || head.term <= accepted_.term) return;
  term_over_ = true;
  changed_.notify_all();
}

void PartitionWriter::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_all();
  landing_.notify_all();
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

bool PartitionWriter::decide_in_turn(Micros wait) {
  if (is_over()) begin_term_over();
  switch (phase_.load()) {
    case Phase::kFollowing:
      return follow(wait);
    case Phase::kServing:
      if (snapshot_is_due()) save_snapshot();
      return serve();
    case Phase::kClaiming:
    case Phase::kStopped:
      break;
  }
  return false;
}

// Nothing is taken while a snapshot is due: it is made of accepted records only.
PartitionWriter::Tasks PartitionWriter::take() {
  Tasks tasks;
  if (!may_take()) return tasks;
  const auto count = std::min({queue_.size(), limits_.in_flight - flights_.size(), limits_.group});
  tasks.assign(std::move_iterator(queue_.begin()),
               std::move_iterator(queue_.begin() + static_cast<std::ptrdiff_t>(count)));
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
  return tasks;
}

// Decides a group of what waits; false if nothing does.
bool PartitionWriter::serve() {
  Lock lock(mutex_);
  const auto tasks = take();
  lock.unlock();
  if (tasks.empty()) return false;
  Group group;
  group.batch.reserve(tasks.size());
  group.flights.reserve(tasks.size());
  {
    const std::lock_guard fold_lock(fold_mutex_);
    for (const auto& task : tasks) {
      if (!answered_before(task, group)) decide_one(task, group);
    }
  }
  since_snapshot_ += group.batch.size();
  const auto answered = std::move(group.answered);
  const auto before = std::move(group.before);
  if (!group.batch.empty()) send(std::move(group));
  for (const auto& [task, answer] : answered) give(*task, answer);
  for (const auto& [task, offset] : before) replay(task, offset);
  return true;
}

// A flight is seen by the settling side no sooner than its record is on its way.
void PartitionWriter::send(Group group) {
  const std::lock_guard lock(mutex_);
  std::move(group.flights.begin(), group.flights.end(), std::back_inserter(flights_));
  if (appender_) appender_->append(std::move(group.batch));
}

bool PartitionWriter::answered_before(const std::shared_ptr<Task>& task, Group& group) const {
  if (task->submission.envelope.key.empty()) return false;
  const auto offset = index_.find(partition_, task->key);
  if (offset) group.before.emplace_back(task, *offset);
  return offset.has_value();
}

void PartitionWriter::replay(const std::shared_ptr<Task>& task, Offset offset) {
  {
    const std::lock_guard lock(mutex_);
    ++fetching_;
  }
  log_.fetch(partition_, offset, [this, task](const Result<StoredRecord>& stored) {
    answer_again(*task, stored);
    const std::lock_guard lock(mutex_);
    if (--fetching_ == 0) changed_.notify_all();
  });
}

void PartitionWriter::answer_again(Task& task, const Result<StoredRecord>& stored) {
  if (!stored) return give(task, fail(unknown_outcome()));
  auto record = decode(stored->bytes);
  if (!record) return give(task, fail(record.error()));
  if (record->command_digest != task.submission.envelope.digest) {
    return give(task, fail(reused_key()));
  }
  Answer answer{partition_, record->sequence, std::make_shared<const Record>(std::move(*record)),
                true};
  give(task, std::move(answer));
}

void PartitionWriter::decide_one(const std::shared_ptr<Task>& task, Group& group) {
  auto& [envelope, command] = task->submission;
  const auto now = clock_.now(fold_.head().recorded_at);
  if (!now) {
    group.answered.emplace_back(task, fail(now.error()));
    return;
  }
  contacts_.complete(command, fold_.state());
  auto events = ledger::decide(fold_.state(), command, Context{*now, envelope.actor});
  const bool recorded = !envelope.key.empty() || (events && !events->empty());
  if (!recorded) {
    const Answer nothing{partition_, fold_.head().sequence, nullptr, false};
    auto answer = events ? Result<Answer>(nothing) : fail(std::move(events.error()));
    return answer_after(task, std::move(answer), group);
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
    auto too_large = fail(ErrorCode::kTooLarge, "record-too-large",
                          "this is more than one record holds (512 KiB); split the request");
    return answer_after(task, std::move(too_large), group);
  }
  const bool keeps_keys = record.outcome == Outcome::Accepted && !record.events.empty();
  if (keeps_keys) contacts_.learn(command, record.events, record.sequence);
  group.flights.push_back(stage(std::move(record), bytes, task));
  group.batch.push_back({std::move(bytes), keeps_keys ? envelope.keys : std::vector<WrappedKey>{}});
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

PartitionWriter::Flight PartitionWriter::stage(Record record, const std::string& bytes,
                                               std::shared_ptr<Task> task) {
  const auto hash = sha256(bytes);
  fold_.stage(record, hash);
  return {std::make_shared<const Record>(std::move(record)), hash, std::move(task), {}};
}

void PartitionWriter::answer_after(const std::shared_ptr<Task>& task, Result<Answer> answer,
                                   Group& group) {
  if (!group.flights.empty()) {
    group.flights.back().after.emplace_back(task, std::move(answer));
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    if (!flights_.empty()) {
      flights_.back().after.emplace_back(task, std::move(answer));
      return;
    }
  }
  group.answered.emplace_back(task, std::move(answer));
}

}  // namespace ledger
