#include "events/embedded_committer.h"

#include <algorithm>
#include <utility>

#include <rocksdb/write_batch.h>

namespace ledger {
namespace {

constexpr std::size_t kMostRecords = 1024;           // of one group
constexpr std::size_t kMostBytes = 4 * 1024 * 1024;  // of one group, or one record

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
  std::condition_variable reported;
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
    std::unique_lock lock(committer_.mutex_);
    if (outbox_->reports.empty() && wait.count() > 0) {
      outbox_->waiting = true;
      outbox_->reported.wait_for(lock, wait, [&] { return !outbox_->reports.empty(); });
      outbox_->waiting = false;
    }
    return std::exchange(outbox_->reports, {});
  }

 private:
  Committer& committer_;
  std::shared_ptr<Outbox> outbox_;
};

Committer::Committer(EmbeddedStore& store, std::vector<std::unique_ptr<DurableEnd>>& ends,
                     MarkKeeper& mark)
    : store_(store), ends_(ends), mark_(mark) {
  thread_ = std::thread([this] { run(); });
}

Committer::~Committer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  thread_.join();
}

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
    return;
  }
  queue_.push_back({outbox, std::move(batch)});
  if (idle_) work_.notify_one();
}

void Committer::abandon(const std::shared_ptr<Outbox>& outbox) {
  const std::lock_guard lock(mutex_);
  std::erase_if(queue_, [&](const Job& job) { return job.outbox == outbox; });
}

void Committer::take_group(std::vector<Item>& group) {
  std::size_t bytes = 0;
  while (!queue_.empty()) {
    auto& job = queue_.front();
    for (; job.next < job.batch.size(); ++job.next) {
      auto& append = job.batch[job.next];
      const bool full = group.size() == kMostRecords || bytes + append.record.size() > kMostBytes;
      if (full && !group.empty()) return;
      bytes += append.record.size();
      group.push_back({job.outbox, std::move(append)});
    }
    queue_.pop_front();
  }
}

std::optional<Error> Committer::write(std::vector<Item>& group) {
  rocksdb::WriteBatch batch;
  std::vector<Offset> next(ends_.size());
  for (std::size_t i = 0; i < next.size(); ++i) next[i] = ends_[i]->get();
  for (auto& item : group) {
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

// Whoever waits to answer a client is woken before those who follow the log.
void Committer::publish(std::vector<Item>& group) {
  std::vector<const DurableEnd*> advanced;
  for (std::size_t i = group.size(); i-- > 0;) {  // backwards: the last of each partition counts
    const Partition partition = group[i].outbox->partition;
    const Offset end = group[i].offset + 1;
    if (ends_[partition]->get() >= end) continue;
    mark_.acknowledged(partition, end, std::move(group[i].append.record));
    ends_[partition]->advance(end);
    advanced.push_back(ends_[partition].get());
  }
  {
    const std::lock_guard lock(mutex_);
    for (auto& item : group) {
      item.outbox->reports.emplace_back(item.offset);
      if (std::exchange(item.outbox->waiting, false)) item.outbox->reported.notify_one();
    }
  }
  for (const auto* end : advanced) end->announce();
}

void Committer::die(const std::vector<Item>& group, const Error& error) {
  const std::lock_guard lock(mutex_);
  failure_ = error;
  failure_->code = ErrorCode::kUnavailable;
  Error unknown = error;
  unknown.code = ErrorCode::kUnknown;
  for (const auto& item : group) item.outbox->reports.emplace_back(fail(unknown));
  for (const auto& job : queue_) {
    for (auto i = job.next; i < job.batch.size(); ++i) {
      job.outbox->reports.emplace_back(fail(*failure_));
    }
    job.outbox->reported.notify_one();
  }
  for (const auto& item : group) item.outbox->reported.notify_one();
  queue_.clear();
}

void Committer::run() {
  std::vector<Item> group;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      idle_ = true;
      work_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      idle_ = false;
      if (stopping_) return;
      take_group(group);
    }
    if (const auto error = write(group)) {
      die(group, *error);
    } else {
      publish(group);
    }
    group.clear();
  }
}

}  // namespace ledger
