#include "writer/index.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <unordered_map>

#include <rocksdb/db.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

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
  std::memcpy(&number, bytes.data(), sizeof number);
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

// What one partition's disk does not know yet.
struct Gathered {
  std::unordered_map<CommandKey, Offset, FirstBytes> entries;
  Offset to = 0;
};

struct CommandIndex::Impl {
  std::unique_ptr<rocksdb::DB> db;
  std::string directory;

  mutable std::mutex mutex;  // guards what follows
  std::map<Partition, Gathered> gathered;
  std::size_t count = 0;  // of all entries

  // The index may not be trusted any more: the next start sets it aside.
  [[noreturn]] void condemn(const rocksdb::Status& status) const {
    if (status.IsCorruption()) std::ofstream(directory + kCondemned) << status.ToString() << '\n';
    throw std::runtime_error("the command index cannot be used: " + status.ToString() +
                             "; the next start builds it anew from the log");
  }

  [[nodiscard]] std::optional<std::string> get(const std::string& key) const {
    std::string value;
    const auto status = db->Get({}, key, &value);
    if (status.ok()) return value;
    if (status.IsNotFound()) return std::nullopt;
    condemn(status);
  }

  void write(rocksdb::WriteBatch& batch) const {
    const auto status = db->Write({}, &batch);
    if (!status.ok()) condemn(status);
  }

  // In key order: neighbours go into the memtable one after another, which is quicker.
  static void add(rocksdb::WriteBatch& batch, Partition partition, const Gathered& from) {
    std::vector<std::pair<CommandKey, Offset>> sorted(from.entries.begin(), from.entries.end());
    std::ranges::sort(sorted);
    for (const auto& [key, offset] : sorted) {
      batch.Put(row('k', partition, view(key)), bytes_of(offset));
    }
    batch.Put(row('p', partition), bytes_of(from.to));
  }

  // Everything gathered, and `batch`, in one write. With the mutex held.
  void write_out(rocksdb::WriteBatch& batch) {
    for (const auto& [partition, from] : gathered) add(batch, partition, from);
    write(batch);
    gathered.clear();
    count = 0;
  }
};

CommandIndex::CommandIndex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

CommandIndex::~CommandIndex() {
  try {
    rocksdb::WriteBatch nothing_else;
    impl_->write_out(nothing_else);
  } catch (const std::runtime_error&) {
    // It is condemned, or the disk is full: the next start reads the log again.
  }
  // Empty write-ahead logs: the next start replays nothing, and every byte lies under a checksum.
  impl_->db->Flush({});
  impl_->db->Close();
}

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
  auto impl = std::make_unique<Impl>();
  impl->db.reset(db);
  impl->directory = directory;
  return std::unique_ptr<CommandIndex>(new CommandIndex(std::move(impl)));
}

std::optional<Offset> CommandIndex::find(Partition partition, const CommandKey& key) const {
  {
    const std::lock_guard lock(impl_->mutex);
    const auto part = impl_->gathered.find(partition);
    if (part != impl_->gathered.end()) {
      const auto entry = part->second.entries.find(key);
      if (entry != part->second.entries.end()) return entry->second;
    }
  }
  const auto value = impl_->get(row('k', partition, view(key)));
  return value ? number_in<Offset>(*value) : std::nullopt;
}

void CommandIndex::put(Partition partition, const std::vector<IndexEntry>& entries, Offset offset) {
  const std::lock_guard lock(impl_->mutex);
  auto& gathered = impl_->gathered[partition];
  for (const auto& entry : entries) gathered.entries.insert_or_assign(entry.key, entry.offset);
  gathered.to = offset;
  impl_->count += entries.size();
  if (impl_->count < kMostGathered) return;
  rocksdb::WriteBatch nothing_else;
  impl_->write_out(nothing_else);
}

Offset CommandIndex::indexed_to(Partition partition) const {
  {
    const std::lock_guard lock(impl_->mutex);
    const auto part = impl_->gathered.find(partition);
    if (part != impl_->gathered.end()) return part->second.to;
  }
  const auto value = impl_->get(row('p', partition));
  return value ? number_in<Offset>(*value).value_or(-1) : -1;
}

void CommandIndex::save(Partition partition, const StoredSnapshot& snapshot) {
  const SnapshotHead head{snapshot.head.sequence, snapshot.head.term,
                          snapshot.head.hash,     snapshot.head.recorded_at.micros(),
                          snapshot.offset,        sha256(snapshot.state)};
  rocksdb::WriteBatch batch;
  batch.Put(row('s', partition), bytes_of(head) + snapshot.state);
  const std::lock_guard lock(impl_->mutex);
  impl_->write_out(batch);
}

std::optional<StoredSnapshot> CommandIndex::snapshot(Partition partition) const {
  const auto value = impl_->get(row('s', partition));
  if (!value) return std::nullopt;
  const auto head = number_in<SnapshotHead>(*value);
  if (!head || sha256(std::string_view(*value).substr(sizeof *head)) != head->checksum) {
    return std::nullopt;
  }
  return StoredSnapshot{
      Head{head->sequence, head->term, head->hash, Instant::micros(head->recorded_at)},
      head->offset, value->substr(sizeof *head)};
}

}  // namespace ledger
