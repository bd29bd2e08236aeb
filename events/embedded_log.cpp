#include "events/embedded_log.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <utility>

#include "events/durable_file.h"
#include "events/embedded_committer.h"
#include "events/embedded_keys.h"
#include "events/embedded_mark.h"
#include "events/embedded_recovery.h"
#include "events/embedded_store.h"
#include "events/rocks_files.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostReadBytes = 8 * 1024 * 1024;  // of one read
constexpr std::size_t kShortRead = 16;                   // up to here, blocks are worth keeping
constexpr Micros kBesidePause = milliseconds(20);        // between two looks at another's log

using How = EmbeddedStore::How;

std::string place(Partition partition, Offset offset) {
  return "partition " + std::to_string(partition) + " offset " + std::to_string(offset);
}

}  // namespace

struct EmbeddedLog::Impl {
  std::optional<DirectoryHold> hold;  // none: another process writes
  std::unique_ptr<EmbeddedStore> store;
  Partition partitions = 0;
  std::vector<std::unique_ptr<DurableEnd>> ends;
  std::unique_ptr<MarkKeeper> mark;
  std::unique_ptr<Committer> committer;
  std::unique_ptr<EmbeddedKeys> keys;
  std::unique_ptr<EmbeddedDocuments> documents;

  [[nodiscard]] bool beside() const { return !hold.has_value(); }

  Result<void> attach() {
    auto count = store->partitions();
    if (!count) return fail(count.error());
    partitions = *count;
    keys = std::make_unique<EmbeddedKeys>(*store);
    documents = std::make_unique<EmbeddedDocuments>(*store);
    return {};
  }

  // Begins to write: from now on the mark says that the log is open.
  Result<void> start(Mark known) {
    known.clean = false;
    known.partitions.resize(partitions);
    for (Partition partition = 0; partition < partitions; ++partition) {
      const auto end = store->end(partition);
      if (!end) return fail(end.error());
      ends.push_back(std::make_unique<DurableEnd>(*end));
    }
    if (auto written = write_mark(store->dir(), known); !written) return written;
    mark = std::make_unique<MarkKeeper>(store->dir(), std::move(known));
    committer = std::make_unique<Committer>(*store, ends, *mark);
    return {};
  }

  Result<Offset> look_again(Partition partition) {
    const auto caught_up = store->db().TryCatchUpWithPrimary();
    if (!caught_up.ok()) return rocks_error(caught_up, "the log beside in " + store->dir());
    return store->end(partition);
  }

  // The end, once it is past `offset` or `wait` is over.
  Result<Offset> end_past(Partition partition, Offset offset, Micros wait) {
    if (!beside()) {
      ends[partition]->wait_past(offset, wait);
      return ends[partition]->get();
    }
    for (;; wait -= kBesidePause) {
      auto end = look_again(partition);
      if (!end || *end > offset || wait.count() <= 0) return end;
      std::this_thread::sleep_for(std::min(wait, kBesidePause));
    }
  }

  void check(Partition partition) const {
    if (partition >= partitions) {
      throw std::out_of_range("the log has no partition " + std::to_string(partition));
    }
  }
};

class EmbeddedLog::Reader final : public LogReader {
 public:
  Reader(Impl& log, Partition partition, Offset from)
      : log_(log), partition_(partition), next_(from) {}

  Result<std::vector<StoredRecord>> read(std::size_t most, Micros wait) override {
    if (next_ >= seen_end_) {
      auto end = log_.end_past(partition_, next_, wait);
      if (!end) return fail(end.error());
      if (*end <= next_) return std::vector<StoredRecord>();
      seek(*end, most);
    }
    std::vector<StoredRecord> found;
    found.reserve(std::min(most, static_cast<std::size_t>(seen_end_ - next_)));
    for (std::size_t bytes = 0; found.size() < most && next_ < seen_end_;) {
      if (!at_next()) return damaged();
      const auto value = scan_->value();
      if (bytes > 0 && bytes + value.size() > kMostReadBytes) break;
      bytes += value.size();
      found.push_back({next_++, value.ToString()});
      scan_->Next();
    }
    if (next_ == seen_end_) scan_.reset();  // it would keep old files and memory alive
    return found;
  }

 private:
  void seek(Offset end, std::size_t most) {
    rocksdb::ReadOptions options;
    options.fill_cache = most <= kShortRead;
    scan_.reset(log_.store->db().NewIterator(options, log_.store->records()));
    scan_->Seek(RecordKey(partition_, next_));
    seen_end_ = end;
  }

  [[nodiscard]] bool at_next() const {
    return scan_->Valid() && scan_->key() == rocksdb::Slice(RecordKey(partition_, next_));
  }

  tl::unexpected<Error> damaged() {
    const auto status = scan_->status();
    scan_.reset();
    seen_end_ = next_;  // a later read looks again
    if (!status.ok()) return rocks_error(status, place(partition_, next_));
    return fail(ErrorCode::kCorrupt, "record-missing", place(partition_, next_) + " is missing");
  }

  Impl& log_;
  const Partition partition_;
  Offset next_;
  Offset seen_end_ = 0;  // scan_ sees all records below
  std::unique_ptr<rocksdb::Iterator> scan_;
};

EmbeddedLog::EmbeddedLog(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

EmbeddedLog::~EmbeddedLog() {
  (void)EmbeddedLog::close();
}

Result<std::unique_ptr<EmbeddedLog>> EmbeddedLog::create(const std::string& dir,
                                                         Partition partitions, rocksdb::Env* env) {
  if (partitions == 0) throw std::invalid_argument("a log has at least one partition");
  std::error_code error;
  fs::create_directories(dir, error);
  if (error) return fail(ErrorCode::kUnavailable, "log-unavailable", dir + ": " + error.message());
  if (fs::exists(dir + "/mark")) {
    return fail(ErrorCode::kConflict, "log-exists", dir + " holds a log already");
  }
  // Only `holder` there: an earlier creation was interrupted, and founds nothing yet.
  if (!fs::exists(dir + "/holder") && !fs::is_empty(dir)) {
    return fail(ErrorCode::kConflict, "directory-not-empty", dir + " holds other files");
  }
  auto impl = std::make_unique<Impl>();
  auto hold = DirectoryHold::take(dir);
  if (!hold) return fail(hold.error());
  impl->hold.emplace(std::move(*hold));
  auto store = EmbeddedStore::open(dir, How::kCreate, env, "");
  if (!store) return fail(store.error());
  impl->store = std::move(*store);
  auto ready =
      impl->store->found(partitions).and_then([&] { return impl->attach(); }).and_then([&] {
        return impl->start({});
      });
  if (!ready) return fail(ready.error());
  return std::unique_ptr<EmbeddedLog>(new EmbeddedLog(std::move(impl)));
}

Result<std::unique_ptr<EmbeddedLog>> EmbeddedLog::open(const std::string& dir, rocksdb::Env* env) {
  if (!fs::exists(dir + "/holder")) {
    return fail(ErrorCode::kNotFound, "log-missing", dir + " holds no log");
  }
  auto impl = std::make_unique<Impl>();
  auto hold = DirectoryHold::take(dir);
  if (!hold) return fail(hold.error());
  impl->hold.emplace(std::move(*hold));
  auto mark = read_mark(dir);
  if (!mark) return fail(mark.error());
  const auto how = how_to_open(dir, *mark, env);
  if (!how) return fail(how.error());
  auto store = EmbeddedStore::open(dir, *how, env, "");
  if (!store && store.error().code == ErrorCode::kCorrupt) {
    if (auto named = check_files(dir, false); !named) return fail(named.error());
  }
  if (!store) return fail(store.error());
  impl->store = std::move(*store);
  auto ready = impl->attach()
                   .and_then([&] { return check_mark(*impl->store, *mark, impl->partitions); })
                   .and_then([&] { return impl->start(std::move(*mark)); });
  if (!ready) return fail(ready.error());
  return std::unique_ptr<EmbeddedLog>(new EmbeddedLog(std::move(impl)));
}

Result<std::unique_ptr<EmbeddedLog>> EmbeddedLog::open_beside(const std::string& dir,
                                                              const std::string& scratch) {
  auto impl = std::make_unique<Impl>();
  auto mark = read_mark(dir);  // first: what was acknowledged by now must be seen
  if (!mark) return fail(mark.error());
  auto store = EmbeddedStore::open(dir, How::kBeside, nullptr, scratch);
  if (!store) return fail(store.error());
  impl->store = std::move(*store);
  auto ready =
      impl->attach().and_then([&] { return check_mark(*impl->store, *mark, impl->partitions); });
  if (!ready) return fail(ready.error());
  return std::unique_ptr<EmbeddedLog>(new EmbeddedLog(std::move(impl)));
}

Result<void> EmbeddedLog::close() {
  if (!impl_ || !impl_->store) return {};
  const bool failed = impl_->committer && impl_->committer->failed();
  impl_->committer.reset();
  Result<void> closed;
  if (impl_->mark) {
    if (!failed) closed = impl_->store->flush();
    const bool clean = !failed && closed.has_value();
    auto marked = impl_->mark->close(clean);
    if (clean) closed = std::move(marked);
    impl_->mark.reset();
  }
  impl_->store.reset();
  impl_->hold.reset();
  if (failed) closed = fail(ErrorCode::kUnavailable, "log-failed", "a write to the log failed");
  return closed;
}

Partition EmbeddedLog::partitions() const {
  return impl_->partitions;
}

Result<Offset> EmbeddedLog::end(Partition partition) {
  impl_->check(partition);
  if (impl_->beside()) return impl_->look_again(partition);
  return impl_->ends[partition]->get();
}

std::unique_ptr<LogReader> EmbeddedLog::reader(Partition partition, Offset from) {
  impl_->check(partition);
  return std::make_unique<Reader>(*impl_, partition, from);
}

std::unique_ptr<LogAppender> EmbeddedLog::appender(Partition partition) {
  impl_->check(partition);
  if (impl_->beside()) throw std::logic_error("a log opened beside its writer is read only");
  return impl_->committer->appender(partition);
}

KeyStore& EmbeddedLog::keys() {
  return *impl_->keys;
}

DocumentStore& EmbeddedLog::documents() {
  return *impl_->documents;
}

}  // namespace ledger
