#include "events/embedded_committer.h"

#include <algorithm>
#include <utility>

#include <rocksdb/write_batch.h>

namespace ledger {
namespace {

constexpr std::size_t kMostRecords = 1024;           // of one group
constexpr std::size_t kMostBytes = 4 * 1024 * 1024;  // of one group, or one record
constexpr std::size_t kRowOverhead = 32;             // bytes: key, lengths

}  // namespace

Offset DurableEnd::get() const {
  const std::lock_guard lock(mutex_);
  return end_;
}

void DurableEnd::advance(Offset end) {
  const std::lock_guard lock(mutex_);
  end_ = end;
}

void DurableEnd::announce() const {
  advanced_.notify_all();
}

bool DurableEnd::wait_past(Offset offset, Micros wait) const {
  std::unique_lock lock(mutex_);
  if (end_ > offset || wait.count() <= 0) return end_ > offset;
  return advanced_.wait_for(lock, wait, [&] { return end_ > offset; });
}

// One appender's reports. Guarded by the committer's mutex.
struct Committer::Outbox {
  explicit Outbox(Partition of) : partition(of) {}

  const Partition partition;
  std::vector<Result<Offset>> reports;
  std::condition_variable turn;  // there are reports, or a group to lead
  bool waiting = false;
};

class Committer::Appender final : public LogAppender {
 public:
  Appender(Committer& committer, Partition partition)
      : committer_(committer), outbox_(std::make_shared<Outbox>(partition)) {}

  ~Appender() override { committer_.abandon(outbox_); }

  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  void append(std::vector<Append> batch) override {
    if (!batch.empty()) committer_.hand_over(outbox_, std::move(batch));
  }

  std::vector<Result<Offset>> delivered(Micros wait) override {
    return committer_.delivered(*outbox_, wait);
  }

 private:
  Committer& committer_;
  std::shared_ptr<Outbox> outbox_;
};

std::unique_ptr<LogAppender> Committer::appender(Partition partition) {
  return std::make_unique<Appender>(*this, partition);
}

bool Committer::failed() const {
  const std::lock_guard lock(mutex_);
  return failure_.has_value();
}

void Committer::hand_over(const std::shared_ptr<Outbox>& outbox, std::vector<Append> batch) {
  const std::lock_guard lock(mutex_);
  if (failure_) {
    for (std::size_t i = 0; i < batch.size(); ++i) outbox->reports.emplace_back(fail(*failure_));
  } else {
    queue_.push_back({outbox, std::move(batch)});
  }
  if (outbox->waiting && !writing_) outbox->turn.notify_one();
}

std::vector<Result<Offset>> Committer::delivered(Outbox& outbox, Micros wait) {
  Lock lock(mutex_);
  const auto may_lead = [this] { return !writing_ && !queue_.empty(); };
  if (outbox.reports.empty() && !may_lead() && wait.count() > 0) {
    outbox.waiting = true;
    outbox.turn.wait_for(lock, wait, [&] { return !outbox.reports.empty() || may_lead(); });
    outbox.waiting = false;
  }
  if (!outbox.reports.empty() || !may_lead()) return std::exchange(outbox.reports, {});
  const auto advanced = lead(lock);
  auto reports = std::exchange(outbox.reports, {});
  lock.unlock();
  for (const auto* end : advanced) end->announce();
  return reports;
}

void Committer::abandon(const std::shared_ptr<Outbox>& outbox) {
  const std::lock_guard lock(mutex_);
  std::erase_if(queue_, [&](const Job& job) { return job.outbox == outbox; });
}

// Writes one group while the mutex is open. Who waits for its records is woken, and one who waits
// behind them leads next. Gives the ends that are to be announced, once the mutex is open again.
Committer::Ends Committer::lead(Lock& lock) {
  writing_ = true;
  take_group();
  lock.unlock();
  const auto error = write();
  Ends advanced;
  if (!error) advanced = advance();
  lock.lock();
  error ? die(*error) : report();
  group_.clear();
  writing_ = false;
  const auto next =
      std::ranges::find_if(queue_, [](const Job& job) { return job.outbox->waiting; });
  if (next != queue_.end()) next->outbox->turn.notify_one();
  return advanced;
}

void Committer::take_group() {
  std::size_t bytes = 0;
  while (!queue_.empty()) {
    auto& job = queue_.front();
    for (; job.next < job.batch.size(); ++job.next) {
      auto& append = job.batch[job.next];
      const bool full = group_.size() == kMostRecords || bytes + append.record.size() > kMostBytes;
      if (full && !group_.empty()) return;
      bytes += append.record.size();
      group_.push_back({job.outbox, std::move(append)});
    }
    queue_.pop_front();
  }
}

std::optional<Error> Committer::write() {
  rocksdb::WriteBatch batch(bytes_of_group());
  std::vector<Offset> next(ends_.size());
  for (std::size_t i = 0; i < next.size(); ++i) next[i] = ends_[i]->get();
  for (auto& item : group_) {
    const Partition partition = item.outbox->partition;
    item.offset = next[partition]++;
    batch.Put(store_.records(), RecordKey(partition, item.offset), item.append.record);
    for (const auto& key : item.append.keys) {
      batch.Put(store_.keys(), key.person.str(), key.wrapped);
    }
  }
  auto written = store_.write(batch);
  if (!written) return std::move(written.error());
  if (!mark_.failed()) return std::nullopt;
  return Error{ErrorCode::kUnavailable, "mark-not-written",
               "the log's mark file cannot be written"};
}

// About what the group's batch will take, so that it does not grow by doubling.
std::size_t Committer::bytes_of_group() const {
  std::size_t bytes = 0;
  for (const auto& item : group_) {
    bytes += item.append.record.size() + kRowOverhead;
    for (const auto& key : item.append.keys) bytes += key.wrapped.size() + 2 * kRowOverhead;
  }
  return bytes;
}

Committer::Ends Committer::advance() {
  Ends advanced;
  for (std::size_t i = group_.size(); i-- > 0;) {  // backwards: the last of each partition counts
    const Partition partition = group_[i].outbox->partition;
    const Offset end = group_[i].offset + 1;
    if (ends_[partition]->get() >= end) continue;
    mark_.acknowledged(partition, end, std::move(group_[i].append.record));
    ends_[partition]->advance(end);
    advanced.push_back(ends_[partition].get());
  }
  return advanced;
}

// Whoever waits to answer a client is woken before those who follow the log.
void Committer::report() {
  for (auto& item : group_) {
    item.outbox->reports.emplace_back(item.offset);
    if (std::exchange(item.outbox->waiting, false)) item.outbox->turn.notify_one();
  }
}

void Committer::die(const Error& error) {
  failure_ = error;
  failure_->code = ErrorCode::kUnavailable;
  Error unknown = error;
  unknown.code = ErrorCode::kUnknown;
  for (const auto& item : group_) {
    item.outbox->reports.emplace_back(fail(unknown));
    item.outbox->turn.notify_one();
  }
  for (const auto& job : queue_) {
    for (auto i = job.next; i < job.batch.size(); ++i) {
      job.outbox->reports.emplace_back(fail(*failure_));
    }
    job.outbox->turn.notify_one();
  }
  queue_.clear();
}

}  // namespace ledger
