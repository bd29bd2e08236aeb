#include "writer/index.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include <rocksdb/db.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include "events/background.h"

namespace ledger {
namespace {

// Rows: 'k' partition key16 → offset; 'p' partition → position; 's' partition → snapshot.
std::string row(char kind, Partition partition, std::string_view rest = {}) {
  std::string key(1, kind);
  for (int shift = 24; shift >= 0; shift -= 8) key += static_cast<char>(partition >> shift);
  return key.append(rest);
}

std::string_view view(const CommandKey& key) {
  return {key.data(), key.size()};
}

template <class Number>
std::string bytes_of(Number number) {
  return {reinterpret_cast<const char*>(&number), sizeof number};
}

template <class Number>
std::optional<Number> number_in(std::string_view bytes) {
  if (bytes.size() < sizeof(Number)) return std::nullopt;
  Number number{};
  bytes.copy(reinterpret_cast<char*>(&number), sizeof number);
  return number;
}

// Entries in memory before they go to disk: about as many as there are records between snapshots,
// and enough that they come to the memtable as neighbours.
constexpr std::size_t kMostGathered = 65'536;
constexpr std::size_t kMemtable = 16 * 1024 * 1024;  // bytes

rocksdb::Options options() {
  rocksdb::Options to;
  to.create_if_missing = true;
  to.write_buffer_size = kMemtable;
  to.compression = rocksdb::kNoCompression;  // keys are as good as random
  to.max_write_buffer_number = 2;
  to.memtable_whole_key_filtering = true;
  to.memtable_prefix_bloom_size_ratio = 0.05;
  to.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.optimize_filters_for_memory = true;
  to.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return to;
}

// A snapshot's row: head and offset, SHA-256 of the state, the state.
struct SnapshotHead {
  Sequence sequence;
  std::uint64_t term;
  Hash hash;
  std::int64_t recorded_at;
  Offset offset;
  Hash checksum;
};

std::string packed(const StoredSnapshot& snapshot) {
  const SnapshotHead head{snapshot.head.sequence, snapshot.head.term,
                          snapshot.head.hash,     snapshot.head.recorded_at.micros(),
                          snapshot.offset,        sha256(snapshot.state)};
  return bytes_of(head) + snapshot.state;
}

std::optional<StoredSnapshot> unpacked(std::string_view bytes) {
  const auto head = number_in<SnapshotHead>(bytes);
  if (!head || sha256(bytes.substr(sizeof *head)) != head->checksum) return std::nullopt;
  return StoredSnapshot{
      Head{head->sequence, head->term, head->hash, Instant::micros(head->recorded_at)},
      head->offset, std::string(bytes.substr(sizeof *head))};
}

constexpr const char* kCondemned = "/condemned";  // in an index that could not be read

// Sets a damaged index aside; it is built anew from the log.
void set_aside(const std::string& directory) {
  std::error_code ignored;
  std::filesystem::remove_all(directory + ".damaged", ignored);
  std::filesystem::rename(directory, directory + ".damaged", ignored);
}

}  // namespace

CommandKey command_key(std::string_view scope, std::string_view key) {
  const auto hash = sha256(std::string(scope).append(1, '\0').append(key));
  CommandKey to;
  std::memcpy(to.data(), hash.bytes.data(), to.size());
  return to;
}

// What memory has gathered of one partition.
struct Gathered {
  std::unordered_map<CommandKey, Offset, FirstBytes> entries;
  std::optional<Offset> to;  // of the last accepted record there
  std::optional<StoredSnapshot> snapshot;
};

using Partitions = std::map<Partition, Gathered>;
using Lock = std::unique_lock<std::mutex>;

namespace {

// In key order: neighbours go into the memtable one after another, which is quicker.
void add_entries(rocksdb::WriteBatch& batch, Partition partition, const Gathered& from) {
  std::vector<std::pair<CommandKey, Offset>> sorted(from.entries.begin(), from.entries.end());
  std::ranges::sort(sorted);
  for (const auto& [key, offset] : sorted) {
    batch.Put(row('k', partition, view(key)), bytes_of(offset));
  }
  if (from.to) batch.Put(row('p', partition), bytes_of(*from.to));
}

}  // namespace

// What is handed over to the disk is written by a thread of its own, so that nobody who decides
// waits for it; until it is there, it is found in memory.
struct CommandIndex::Impl {
  Impl(rocksdb::DB* opened, std::string path)
      : db(opened), directory(std::move(path)), thread([this] { run(); }) {}

  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  [[noreturn]] void condemn(const rocksdb::Status& status) const;
  [[nodiscard]] std::optional<std::string> get(const std::string& key) const;
  void hand_over(Lock& lock);
  void start_leaving();
  [[nodiscard]] std::exception_ptr wait_for_disk(Lock& lock);
  void run();
  [[nodiscard]] std::exception_ptr failure_of_writing() const;

  // What memory knows of the partition, asked for in `gathered` first: `look` gives an optional.
  template <class Look>
  auto in_memory(Partition partition, Look look) const -> decltype(look(Gathered())) {
    const std::lock_guard lock(mutex);
    for (const auto* all : {&gathered, &leaving}) {
      const auto part = all->find(partition);
      if (part == all->end()) continue;
      if (auto found = look(part->second)) return found;
    }
    return std::nullopt;
  }

  const std::unique_ptr<rocksdb::DB> db;
  const std::string directory;

  mutable std::mutex mutex;  // guards what follows
  std::condition_variable changed;
  Partitions gathered;
  std::size_t count = 0;       // of the entries there
  Partitions leaving;          // on its way to disk; nobody changes it meanwhile
  std::exception_ptr failure;  // nothing goes to disk any more
  bool stopping = false;
  std::thread thread;
};

CommandIndex::Impl::~Impl() {
  {
    Lock lock(mutex);
    if (!wait_for_disk(lock)) start_leaving();
    (void)wait_for_disk(lock);  // what cannot be written is read from the log by the next start
    stopping = true;
  }
  changed.notify_all();
  thread.join();
  // Empty write-ahead logs: the next start replays nothing, and every byte lies under a checksum.
  db->Flush({});
  db->Close();
}

// The index may not be trusted any more: the next start sets it aside.
void CommandIndex::Impl::condemn(const rocksdb::Status& status) const {
  if (status.IsCorruption()) std::ofstream(directory + kCondemned) << status.ToString() << '\n';
  throw std::runtime_error("the command index cannot be used: " + status.ToString() +
                           "; the next start builds it anew from the log");
}

std::optional<std::string> CommandIndex::Impl::get(const std::string& key) const {
  std::string value;
  const auto status = db->Get({}, key, &value);
  if (status.ok()) return value;
  if (status.IsNotFound()) return std::nullopt;
  condemn(status);
}

// Once the disk has what it was given before.
void CommandIndex::Impl::hand_over(Lock& lock) {
  if (const auto failed = wait_for_disk(lock)) std::rethrow_exception(failed);
  start_leaving();
}

void CommandIndex::Impl::start_leaving() {
  leaving = std::exchange(gathered, {});
  count = 0;
  changed.notify_all();
}

// Gives why it does not take anything any more.
std::exception_ptr CommandIndex::Impl::wait_for_disk(Lock& lock) {
  changed.wait(lock, [this] { return leaving.empty() || failure; });
  return failure;
}

void CommandIndex::Impl::run() {
  go_behind_answers();
  Lock lock(mutex);
  while (true) {
    changed.wait(lock, [this] { return stopping || (!leaving.empty() && !failure); });
    if (stopping) return;
    lock.unlock();
    auto failed = failure_of_writing();
    lock.lock();
    Partitions written;
    if (failed) {
      failure = std::move(failed);
    } else {
      std::swap(leaving, written);
    }
    changed.notify_all();
    lock.unlock();
    written.clear();  // takes milliseconds: nobody shall wait for that
    lock.lock();
  }
}

// Takes what is leaving to disk, in one write: a snapshot there never covers a key that is not.
std::exception_ptr CommandIndex::Impl::failure_of_writing() const try {
  rocksdb::WriteBatch batch;
  for (const auto& [partition, from] : leaving) {
    add_entries(batch, partition, from);
    if (from.snapshot) batch.Put(row('s', partition), packed(*from.snapshot));
  }
  const auto status = db->Write({}, &batch);
  if (!status.ok()) condemn(status);
  return nullptr;
} catch (...) {
  return std::current_exception();
}

CommandIndex::CommandIndex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

CommandIndex::~CommandIndex() = default;

Result<std::unique_ptr<CommandIndex>> CommandIndex::open(const std::string& directory) {
  if (std::filesystem::exists(directory + kCondemned)) set_aside(directory);
  rocksdb::DB* db = nullptr;
  auto status = rocksdb::DB::Open(options(), directory, &db);
  if (status.IsCorruption()) {
    set_aside(directory);
    status = rocksdb::DB::Open(options(), directory, &db);
  }
  if (!status.ok()) {
    return fail(ErrorCode::kUnavailable, "index-unusable",
                "the command index in " + directory + " cannot be opened: " + status.ToString());
  }
  return std::unique_ptr<CommandIndex>(new CommandIndex(std::make_unique<Impl>(db, directory)));
}

std::optional<Offset> CommandIndex::find(Partition partition, const CommandKey& key) const {
  const auto look = [&](const Gathered& part) -> std::optional<Offset> {
    const auto entry = part.entries.find(key);
    return entry == part.entries.end() ? std::nullopt : std::optional(entry->second);
  };
  if (const auto found = impl_->in_memory(partition, look)) return found;
  const auto value = impl_->get(row('k', partition, view(key)));
  return value ? number_in<Offset>(*value) : std::nullopt;
}

void CommandIndex::put(Partition partition, const std::vector<IndexEntry>& entries, Offset offset) {
  Lock lock(impl_->mutex);
  auto& part = impl_->gathered[partition];
  for (const auto& entry : entries) part.entries.insert_or_assign(entry.key, entry.offset);
  part.to = offset;
  impl_->count += entries.size();
  if (impl_->count >= kMostGathered) impl_->hand_over(lock);
}

Offset CommandIndex::indexed_to(Partition partition) const {
  const auto look = [](const Gathered& part) { return part.to; };
  if (const auto to = impl_->in_memory(partition, look)) return *to;
  const auto value = impl_->get(row('p', partition));
  return value ? number_in<Offset>(*value).value_or(-1) : -1;
}

bool CommandIndex::save(Partition partition, StoredSnapshot snapshot) {
  if (indexed_to(partition) < snapshot.offset) return false;
  Lock lock(impl_->mutex);
  impl_->gathered[partition].snapshot = std::move(snapshot);
  impl_->hand_over(lock);
  return true;
}

std::optional<StoredSnapshot> CommandIndex::snapshot(Partition partition) const {
  const auto look = [](const Gathered& part) { return part.snapshot; };
  if (auto found = impl_->in_memory(partition, look)) return found;
  const auto value = impl_->get(row('s', partition));
  return value ? unpacked(*value) : std::nullopt;
}

void CommandIndex::flush() {
  Lock lock(impl_->mutex);
  if (const auto failed = impl_->wait_for_disk(lock)) std::rethrow_exception(failed);
}

}  // namespace ledger
