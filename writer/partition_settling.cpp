// The settling side: delivery reports become accepted history, and only then answers.

#include "writer/partition_writer.h"
#include "writer/writer_errors.h"

namespace ledger {

bool PartitionWriter::settle(Micros wait) {
  std::shared_ptr<LogAppender> appender;
  {
    Lock lock(mutex_);
    if ((flights_.empty() || !appender_) && wait.count() > 0) {
      landing_.wait_for(lock, wait, [this] { return (!flights_.empty() && appender_) || woken_; });
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
  std::optional<Error> lost;
  bool waited_for = false;  // by the deciding side
  {
    const std::lock_guard lock(mutex_);
    waited_for = flights_.size() >= limits_.in_flight || since_snapshot_ >= limits_.snapshot_every;
    for (const auto& report : reports) {
      if (!report && report.error().code == ErrorCode::kCorrupt) lost = report.error();
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
      waited_for = true;
    }
    waited_for = waited_for || term_over_ || (!wanted_ && flights_.empty());
  }
  acknowledge(landed);
  // The disk said that it lost what it had taken: nothing may be acknowledged after that.
  if (lost) stop(std::move(*lost));
  if (waited_for) changed_.notify_all();
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
  // What only waited certainly did not happen.
  for (const auto& task : waiting) give(*task, fail(task->in_doubt ? unknown_outcome() : error));
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

}  // namespace ledger
