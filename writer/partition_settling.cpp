// The settling side: delivery reports become accepted history, and only then answers.

#include <algorithm>
#include <iterator>

#include "writer/partition_writer.h"
#include "writer/writer_errors.h"

namespace ledger {

bool PartitionWriter::accept(const std::vector<Result<Offset>>& reports) {
  std::vector<Flight> landed;
  std::optional<Error> lost;
  Offset last = 0;
  {
    const std::lock_guard lock(mutex_);
    // By the deciding side.
    bool waited_for = flights_.size() >= limits_.in_flight || snapshot_is_due();
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
    last = accepted_at_;
    if (waited_for) changed_.notify_all();
  }
  acknowledge(landed, last);
  // The disk said that it lost what it had taken: nothing may be acknowledged after that.
  if (lost) stop(std::move(*lost));
  return true;
}

// The index first: an answered key must be found there, or among those that are open.
void PartitionWriter::acknowledge(const std::vector<Flight>& landed, Offset last) {
  if (landed.empty()) return;
  std::vector<IndexEntry> entries;
  entries.reserve(landed.size());
  Offset offset = last - static_cast<Offset>(landed.size()) + 1;
  for (const auto& flight : landed) {
    if (flight.task && !flight.record->command_id.empty())
      entries.push_back({flight.task->key, offset});
    ++offset;
  }
  index_.put(partition_, entries, last);
  give_all(landed);
}

void PartitionWriter::give_all(const std::vector<Flight>& landed) {
  std::vector<std::vector<Waiter>> waiters(landed.size());
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < landed.size(); ++i)
      if (landed[i].task) waiters[i] = close_task(*landed[i].task);
  }
  for (std::size_t i = 0; i < landed.size(); ++i) {
    const auto& record = landed[i].record;
    tell(waiters[i], Answer{partition_, record->sequence, record, false});
    for (const auto& [task, answer] : landed[i].after) give(*task, answer);
  }
}

void PartitionWriter::give(Task& task, const Result<Answer>& answer) {
  std::vector<Waiter> waiters;
  {
    const std::lock_guard lock(mutex_);
    waiters = close_task(task);
  }
  tell(waiters, answer);
}

// With the mutex held.
std::vector<PartitionWriter::Waiter> PartitionWriter::close_task(Task& task) {
  if (!task.submission.envelope.key.empty()) open_.erase(task.key);
  return std::move(task.waiters);
}

void PartitionWriter::tell(const std::vector<Waiter>& waiters, const Result<Answer>& answer) {
  for (const auto& waiter : waiters) {
    auto copy = answer;
    if (copy && !waiter.first) copy->replayed = true;
    waiter.told(std::move(copy));
  }
}

// Whoever's patience has ended: his command may have happened, or may yet.
void PartitionWriter::give_up_late() {
  std::vector<Waiter> late;
  {
    const std::lock_guard lock(mutex_);
    const auto now = time_.steady();
    if (now < give_up_at_) return;
    give_up_at_ = kForEver;
    for (const auto& [key, task] : open_) {
      const auto gone = std::ranges::stable_partition(
          task->waiters, [now](const Waiter& waiter) { return waiter.until > now; });
      std::ranges::move(gone, std::back_inserter(late));
      task->waiters.erase(gone.begin(), gone.end());
      for (const auto& waiter : task->waiters) give_up_at_ = std::min(give_up_at_, waiter.until);
    }
  }
  tell(late, fail(unknown_outcome()));
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
    woken_ = true;
    changed_.notify_all();
  }
  refuse_waiting(error);
}

}  // namespace ledger
