#include "events/memory_log.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <stdexcept>
#include <utility>

#include "events/hash.h"

namespace ledger {
namespace {

// Reports on their way to one appender. Guarded by the log's mutex.
struct Outbox {
  std::deque<Result<Offset>> reports;
  bool broken = false;  // a delivery failed: every later one fails as well
};

struct Pending {
  Append append;
  std::shared_ptr<Outbox> outbox;
};

struct Lane {
  std::vector<std::string> records;
  std::deque<Pending> delayed;
};

tl::unexpected<Error> unknown_outcome() {
  return fail(ErrorCode::kUnknown, "outcome-unknown", "whether the record was stored is not known");
}

}  // namespace

struct MemoryLog::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Lane> lanes;
  std::map<std::string, std::string, std::less<>> keys;
  std::map<std::string, std::string, std::less<>> documents;
  FateOf fate_of;
  std::optional<Error> refusal;

  Lane& lane(Partition partition) { return lanes.at(partition); }

  void land(Partition partition, Append append) {
    for (auto& key : append.keys) keys[key.person.str()] = std::move(key.wrapped);
    lane(partition).records.push_back(std::move(append.record));
  }

  void deliver(Partition partition, Pending pending) {
    land(partition, std::move(pending.append));
    auto& outbox = *pending.outbox;
    if (outbox.broken) {
      outbox.reports.emplace_back(unknown_outcome());
    } else {
      outbox.reports.emplace_back(static_cast<Offset>(lane(partition).records.size()) - 1);
    }
  }

  static void break_off(Outbox& outbox) {
    outbox.broken = true;
    outbox.reports.emplace_back(unknown_outcome());
  }

  void take(Partition partition, Pending pending) {
    auto& lane = lanes.at(partition);
    if (pending.outbox->broken) return break_off(*pending.outbox);
    Fate fate = fate_of ? fate_of(partition, pending.append.record) : Fate{};
    if (fate.before) land(partition, Append{std::move(*fate.before), {}});
    switch (fate.kind) {
      case Fate::kFail:
        return break_off(*pending.outbox);
      case Fate::kLoseAck:
        land(partition, std::move(pending.append));
        return break_off(*pending.outbox);
      case Fate::kDelay:
        lane.delayed.push_back(std::move(pending));
        return;
      case Fate::kDeliver:
        break;
    }
    if (lane.delayed.empty()) return deliver(partition, std::move(pending));
    lane.delayed.push_back(std::move(pending));
  }
};

class MemoryLog::Reader final : public LogReader {
 public:
  Reader(State& state, Partition partition, Offset from)
      : state_(state), partition_(partition), next_(from) {}

  Result<std::vector<StoredRecord>> read(std::size_t most, Micros wait) override {
    std::unique_lock lock(state_.mutex);
    const auto& records = state_.lane(partition_).records;
    const auto ready = [&] {
      return state_.refusal || next_ < static_cast<Offset>(records.size());
    };
    if (!ready() && wait.count() > 0) state_.changed.wait_for(lock, wait, ready);
    if (state_.refusal) return fail(*state_.refusal);
    std::vector<StoredRecord> found;
    while (found.size() < most && next_ < static_cast<Offset>(records.size())) {
      found.push_back({next_, records[static_cast<std::size_t>(next_)]});
      ++next_;
    }
    return found;
  }

 private:
  State& state_;
  Partition partition_;
  Offset next_;
};

class MemoryLog::Appender final : public LogAppender {
 public:
  Appender(State& state, Partition partition) : state_(state), partition_(partition) {}

  void append(std::vector<Append> batch) override {
    {
      const std::lock_guard lock(state_.mutex);
      for (auto& one : batch) state_.take(partition_, {std::move(one), outbox_});
    }
    state_.changed.notify_all();
  }

  std::vector<Result<Offset>> delivered(Micros wait) override {
    std::unique_lock lock(state_.mutex);
    const auto ready = [&] { return !outbox_->reports.empty(); };
    if (!ready() && wait.count() > 0) state_.changed.wait_for(lock, wait, ready);
    std::vector<Result<Offset>> reports(std::make_move_iterator(outbox_->reports.begin()),
                                        std::make_move_iterator(outbox_->reports.end()));
    outbox_->reports.clear();
    return reports;
  }

 private:
  State& state_;
  Partition partition_;
  std::shared_ptr<Outbox> outbox_ = std::make_shared<Outbox>();
};

class MemoryLog::Keys final : public KeyStore {
 public:
  explicit Keys(State& state) : state_(state) {}

  Result<std::optional<std::string>> key(const PersonId& person) override {
    const std::lock_guard lock(state_.mutex);
    const auto found = state_.keys.find(person.str());
    if (found == state_.keys.end()) return std::nullopt;
    return found->second;
  }

  Result<void> put(const WrappedKey& key) override {
    const std::lock_guard lock(state_.mutex);
    state_.keys[key.person.str()] = key.wrapped;
    return {};
  }

  Result<void> shred(const std::vector<PersonId>& persons) override {
    const std::lock_guard lock(state_.mutex);
    for (const auto& person : persons) {
      const auto found = state_.keys.find(person.str());
      if (found == state_.keys.end()) continue;
      std::fill(found->second.begin(), found->second.end(), '\0');
      state_.keys.erase(found);
    }
    return {};
  }

  Result<void> each(const std::function<void(const WrappedKey&)>& take) override {
    const std::lock_guard lock(state_.mutex);
    for (const auto& [person, wrapped] : state_.keys) take({PersonId(person), wrapped});
    return {};
  }

 private:
  State& state_;
};

class MemoryLog::Documents final : public DocumentStore {
 public:
  explicit Documents(State& state) : state_(state) {}

  Result<void> put(const Digest& digest, std::string_view bytes) override {
    if (hex(sha256(bytes)) != digest.str()) {
      return fail(ErrorCode::kInvalid, "digest-differs", "the bytes do not have the digest given");
    }
    const std::lock_guard lock(state_.mutex);
    state_.documents[digest.str()] = std::string(bytes);
    return {};
  }

  Result<std::string> get(const Digest& digest) override {
    const std::lock_guard lock(state_.mutex);
    const auto found = state_.documents.find(digest.str());
    if (found == state_.documents.end()) {
      return fail(ErrorCode::kNotFound, "document-missing", "no document " + digest.str());
    }
    return found->second;
  }

 private:
  State& state_;
};

MemoryLog::MemoryLog(Partition partitions) : state_(std::make_unique<State>()) {
  state_->lanes.resize(partitions);
  keys_ = std::make_unique<Keys>(*state_);
  documents_ = std::make_unique<Documents>(*state_);
}

MemoryLog::~MemoryLog() = default;

Partition MemoryLog::partitions() const {
  return static_cast<Partition>(state_->lanes.size());
}

Result<Offset> MemoryLog::end(Partition partition) {
  const std::lock_guard lock(state_->mutex);
  if (state_->refusal) return fail(*state_->refusal);
  return static_cast<Offset>(state_->lane(partition).records.size());
}

std::unique_ptr<LogReader> MemoryLog::reader(Partition partition, Offset from) {
  return std::make_unique<Reader>(*state_, partition, from);
}

std::unique_ptr<LogAppender> MemoryLog::appender(Partition partition) {
  return std::make_unique<Appender>(*state_, partition);
}

KeyStore& MemoryLog::keys() {
  return *keys_;
}

DocumentStore& MemoryLog::documents() {
  return *documents_;
}

void MemoryLog::decide_fates(FateOf fate_of) {
  const std::lock_guard lock(state_->mutex);
  state_->fate_of = std::move(fate_of);
}

void MemoryLog::release(Partition partition, std::size_t most) {
  {
    const std::lock_guard lock(state_->mutex);
    auto& delayed = state_->lane(partition).delayed;
    for (; most > 0 && !delayed.empty(); --most) {
      Pending pending = std::move(delayed.front());
      delayed.pop_front();
      state_->deliver(partition, std::move(pending));
    }
  }
  state_->changed.notify_all();
}

std::size_t MemoryLog::delayed(Partition partition) const {
  const std::lock_guard lock(state_->mutex);
  return state_->lane(partition).delayed.size();
}

void MemoryLog::insert(Partition partition, std::string record) {
  {
    const std::lock_guard lock(state_->mutex);
    state_->land(partition, Append{std::move(record), {}});
  }
  state_->changed.notify_all();
}

void MemoryLog::drop_tail(Partition partition, Offset end) {
  const std::lock_guard lock(state_->mutex);
  auto& records = state_->lane(partition).records;
  records.resize(std::min(records.size(), static_cast<std::size_t>(end)));
}

void MemoryLog::change(Partition partition, Offset offset, std::string bytes) {
  const std::lock_guard lock(state_->mutex);
  state_->lane(partition).records.at(static_cast<std::size_t>(offset)) = std::move(bytes);
}

void MemoryLog::refuse_reads(std::optional<Error> error) {
  {
    const std::lock_guard lock(state_->mutex);
    state_->refusal = std::move(error);
  }
  state_->changed.notify_all();
}

}  // namespace ledger
