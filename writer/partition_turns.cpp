// Whose turn it is to decide and to settle: one thread's each, whoever comes first.

#include <algorithm>
#include <chrono>

#include "writer/partition_writer.h"
#include "writer/writer_errors.h"

namespace ledger {
namespace {

constexpr int kPasses = 4;  // that a caller decides for others before he looks to his own answer

}  // namespace

// Of decide(): commands that can be decided now.
bool PartitionWriter::may_take() const {
  return phase_ == Phase::kServing && !term_over_ && wanted_ && !snapshot_is_due() &&
         !queue_.empty() && flights_.size() < limits_.in_flight;
}

bool PartitionWriter::has_to_decide() const {
  if (woken_) return true;
  switch (phase_.load()) {
    case Phase::kStopped:
      return false;
    case Phase::kFollowing:
      return true;
    case Phase::kClaiming:
    case Phase::kServing:
      break;
  }
  return term_over_ || may_take() || (flights_.empty() && (!wanted_ || snapshot_is_due()));
}

bool PartitionWriter::is_landing() const {
  return !settling_ && appender_ && !flights_.empty();
}

bool PartitionWriter::decide(Micros wait) {
  give_up_late();
  Lock lock(mutex_);
  if (wait.count() > 0) {
    changed_.wait_for(lock, wait, [this] { return !deciding_ && has_to_decide(); });
  }
  woken_ = false;
  if (std::exchange(deciding_, true)) return false;
  lock.unlock();
  const bool done = decide_in_turn(wait);
  lock.lock();
  deciding_ = false;
  if (is_landing()) landing_.notify_one();
  return done;
}

bool PartitionWriter::settle(Micros wait) {
  give_up_late();
  Lock lock(mutex_);
  if (wait.count() > 0) landing_.wait_for(lock, wait, [this] { return is_landing() || woken_; });
  return is_landing() && settle_in_turn(lock, wait);
}

bool PartitionWriter::settle_in_turn(Lock& lock, Micros wait) {
  settling_ = true;
  const auto appender = appender_;
  lock.unlock();
  const auto reports = appender->delivered(wait);
  lock.lock();
  const bool ours = !reports.empty() && appender == appender_;  // else the term is over
  lock.unlock();
  if (ours) accept(reports);
  lock.lock();
  settling_ = false;
  return ours;
}

Result<Answer> PartitionWriter::ask(Submission submission, Micros patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  const auto promise = std::make_shared<std::promise<Result<Answer>>>();
  auto answer = promise->get_future();
  ask_then(std::move(submission), patience,
           [promise](Result<Answer> given) { promise->set_value(std::move(given)); });
  if (answer.wait_until(until) != std::future_status::ready) return fail(unknown_outcome());
  return answer.get();
}

void PartitionWriter::ask_then(Submission submission, Micros patience, Told told) {
  const auto answered = std::make_shared<std::atomic<bool>>(false);
  const auto until = time_.steady() + patience;
  enqueue(std::move(submission),
          {[answered, told = std::move(told)](Result<Answer> answer) {
             *answered = true;
             told(std::move(answer));
           },
           until},
          /*wake=*/false);
  lend_to_deciding();
  while (!*answered && lend_to_settling(patience)) {
  }
}

// Whoever decides now sees what came in meanwhile, or leaves it to decide(). The caller goes on to
// settle, so nobody is woken for that.
void PartitionWriter::lend_to_deciding() {
  Lock lock(mutex_);
  if (deciding_) return;
  deciding_ = true;
  for (int pass = 0; pass < kPasses && may_take(); ++pass) {
    lock.unlock();
    serve();
    lock.lock();
  }
  deciding_ = false;
  if (has_to_decide()) changed_.notify_one();
}

// False: another settles, or nothing came.
bool PartitionWriter::lend_to_settling(Micros wait) {
  Lock lock(mutex_);
  if (!is_landing()) return false;
  const bool settled = settle_in_turn(lock, wait);
  if (is_landing()) landing_.notify_one();  // at whoever waits in settle()
  return settled;
}

}  // namespace ledger
