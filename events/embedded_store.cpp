#include "events/embedded_store.h"

#include <charconv>
#include <limits>
#include <utility>

#include <rocksdb/cache.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include "events/rocks_ahead.h"
#include "events/rocks_silent.h"

namespace ledger {
namespace {

constexpr std::size_t kMiB = 1024 * 1024;
constexpr char kFormat[] = "1";
constexpr std::size_t kSmallTable = 4 * kMiB;
constexpr std::size_t kMostSmallTables = 16;  // side by side in a level

rocksdb::BlockBasedTableOptions blocks(const std::shared_ptr<rocksdb::Cache>& cache,
                                       std::size_t block_size) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = block_size;
  table.checksum = rocksdb::kXXH3;
  table.format_version = 5;
  return table;
}

rocksdb::ColumnFamilyOptions family(const rocksdb::BlockBasedTableOptions& table,
                                    std::size_t memory, std::size_t file) {
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.write_buffer_size = memory;
  options.max_write_buffer_number = 2;  // 7.8.3 may reorder flushes beyond two
  options.target_file_size_base = file;
  options.compression = rocksdb::kNoCompression;
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> families() {
  const auto cache = rocksdb::NewLRUCache(16 * kMiB);
  auto records = family(blocks(cache, 16 * 1024), 64 * kMiB, 128 * kMiB);
  records.bottommost_compression = rocksdb::kLZ4Compression;
  return {
      {rocksdb::kDefaultColumnFamilyName, family(blocks(cache, 4096), kMiB, kMiB)},
      {"records", records},
      {"documents", family(blocks(cache, 64 * 1024), 16 * kMiB, 128 * kMiB)},
      // Small files: shredding a key rewrites the file it is in.
      {"keys", family(blocks(cache, 4096), 4 * kMiB, kMiB)},
  };
}

// No manual WAL flush, no WAL recycling, no WAL compression: each has lost data in 7.8.3.
rocksdb::DBOptions settings_for(EmbeddedStore::How how, rocksdb::Env* env) {
  using How = EmbeddedStore::How;
  rocksdb::DBOptions options;
  options.env = env;
  options.create_if_missing = how == How::kCreate;
  options.error_if_exists = false;
  options.create_missing_column_families = how == How::kCreate;
  options.wal_recovery_mode = how == How::kOpenToTear || how == How::kLookOnly
                                  ? rocksdb::WALRecoveryMode::kPointInTimeRecovery
                                  : rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  options.max_background_jobs = 2;
  options.max_total_wal_size = 128 * kMiB;
  options.max_open_files = how == How::kBeside ? -1 : 512;
  options.max_file_opening_threads = how == How::kBeside ? 1 : 4;
  options.max_bgerror_resume_count = 0;  // a failed write is final; opening again starts anew
  options.bytes_per_sync = kMiB;
  options.keep_log_file_num = 4;
  options.max_log_file_size = 4 * kMiB;
  options.info_log_level = rocksdb::WARN_LEVEL;
  if (how == How::kLookOnly) options.info_log = std::make_shared<SilentLogger>();
  return options;
}

// `env` (none: the default one) as the log uses it.
std::unique_ptr<rocksdb::Env> env_for(EmbeddedStore::How how, rocksdb::Env* env) {
  const auto disk = (env != nullptr ? env : rocksdb::Env::Default())->GetFileSystem();
  const bool beside = how == EmbeddedStore::How::kBeside;
  return rocksdb::NewCompositeEnv(beside ? read_beside(disk) : written_ahead(disk));
}

rocksdb::Status open_rocks(const std::string& dir, EmbeddedStore::How how, rocksdb::Env* env,
                           const std::string& scratch,
                           std::vector<rocksdb::ColumnFamilyHandle*>* handles, rocksdb::DB** db) {
  using How = EmbeddedStore::How;
  const auto options = settings_for(how, env);
  if (how == How::kBeside) {
    return rocksdb::DB::OpenAsSecondary(options, dir, scratch, families(), handles, db);
  }
  if (how == How::kLookOnly) {
    return rocksdb::DB::OpenForReadOnly(options, dir, families(), handles, db);
  }
  return rocksdb::DB::Open(options, dir, families(), handles, db);
}

Offset offset_of(const rocksdb::Slice& key) {
  std::uint64_t value = 0;
  for (std::size_t i = 4; i < 12; ++i) value = value << 8U | static_cast<unsigned char>(key[i]);
  return static_cast<Offset>(value);
}

// The first run of many small tables, side by side in one level.
std::vector<std::string> small_neighbours(const rocksdb::LevelMetaData& level) {
  std::vector<std::string> run;
  for (const auto& table : level.files) {
    const bool small = table.size < kSmallTable && !table.being_compacted;
    if (!small && run.size() >= kMostSmallTables) return run;
    if (small) {
      run.push_back(table.relative_filename);
    } else {
      run.clear();
    }
  }
  if (run.size() < kMostSmallTables) run.clear();
  return run;
}

}  // namespace

tl::unexpected<Error> rocks_error(const rocksdb::Status& status, const std::string& what) {
  const std::string message = what + ": " + status.ToString();
  if (status.IsCorruption()) return fail(ErrorCode::kCorrupt, "log-damaged", message);
  if (status.IsNoSpace()) return fail(ErrorCode::kUnavailable, "disk-full", message);
  if (status.IsPathNotFound() ||
      status.IsInvalidArgument()) {  // a file that should be there is not
    return fail(ErrorCode::kCorrupt, "log-damaged", message);
  }
  return fail(ErrorCode::kUnavailable, "log-unavailable", message);
}

RecordKey::RecordKey(Partition partition, Offset offset) : bytes_{} {
  auto value = static_cast<std::uint64_t>(offset);
  for (std::size_t i = 12; i-- > 4; value >>= 8U) bytes_[i] = static_cast<char>(value & 0xffU);
  for (std::size_t i = 4; i-- > 0; partition >>= 8U)
    bytes_[i] = static_cast<char>(partition & 0xffU);
}

Result<std::unique_ptr<EmbeddedStore>> EmbeddedStore::open(const std::string& dir, How how,
                                                           rocksdb::Env* env,
                                                           const std::string& scratch) {
  std::unique_ptr<EmbeddedStore> store(new EmbeddedStore(dir, env_for(how, env)));
  const auto opened =
      open_rocks(dir, how, store->env_.get(), scratch, &store->handles_, &store->db_);
  if (!opened.ok()) return rocks_error(opened, "the log in " + dir + " does not open");
  return store;
}

EmbeddedStore::EmbeddedStore(std::string dir, std::unique_ptr<rocksdb::Env> env)
    : dir_(std::move(dir)), env_(std::move(env)) {}

EmbeddedStore::~EmbeddedStore() {
  if (db_ == nullptr) return;
  for (auto* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
  (void)db_->Close();
  delete db_;
}

Result<Partition> EmbeddedStore::partitions() const {
  std::string format;
  std::string count;
  auto got = db_->Get({}, settings(), "format", &format);
  if (got.ok()) got = db_->Get({}, settings(), "partitions", &count);
  if (!got.ok() && !got.IsNotFound()) return rocks_error(got, "the log's settings");
  Partition partitions = 0;
  std::from_chars(count.data(), count.data() + count.size(), partitions);
  if (format != kFormat || partitions == 0) {
    return fail(ErrorCode::kCorrupt, "log-format",
                dir_ + " holds no log of format " + kFormat + " (found '" + format + "')");
  }
  return partitions;
}

Result<void> EmbeddedStore::found(Partition partitions) const {
  rocksdb::WriteBatch batch;
  batch.Put(settings(), "format", kFormat);
  batch.Put(settings(), "partitions", std::to_string(partitions));
  return write(batch);
}

Result<Offset> EmbeddedStore::end(Partition partition) const {
  const RecordKey first(partition, 0);
  const rocksdb::Slice lower = first;
  rocksdb::ReadOptions options;
  options.iterate_lower_bound = &lower;
  const std::unique_ptr<rocksdb::Iterator> last(db_->NewIterator(options, records()));
  last->SeekForPrev(RecordKey(partition, std::numeric_limits<Offset>::max()));
  if (!last->status().ok()) {
    return rocks_error(last->status(), "the end of partition " + std::to_string(partition));
  }
  return last->Valid() ? offset_of(last->key()) + 1 : 0;
}

Result<std::string> EmbeddedStore::record(Partition partition, Offset offset) const {
  std::string bytes;
  const auto got = db_->Get({}, records(), RecordKey(partition, offset), &bytes);
  if (got.ok()) return bytes;
  const auto place = "partition " + std::to_string(partition) + " offset " + std::to_string(offset);
  if (got.IsNotFound()) return fail(ErrorCode::kCorrupt, "record-missing", place + " is missing");
  return rocks_error(got, place);
}

Result<void> EmbeddedStore::write(rocksdb::WriteBatch& batch) const {
  rocksdb::WriteOptions options;
  options.sync = true;
  const auto written = db_->Write(options, &batch);
  if (!written.ok()) return rocks_error(written, "the log in " + dir_ + " cannot be written");
  return {};
}

Result<void> EmbeddedStore::flush() const {
  const auto flushed = db_->Flush({}, handles_);
  if (!flushed.ok()) return rocks_error(flushed, "the log in " + dir_ + " cannot be flushed");
  return {};
}

Result<void> EmbeddedStore::join_small_tables() const {
  rocksdb::ColumnFamilyMetaData family;
  db_->GetColumnFamilyMetaData(records(), &family);
  for (const auto& level : family.levels) {
    const auto run = level.level > 0 ? small_neighbours(level) : std::vector<std::string>();
    if (run.empty()) continue;
    const auto joined = db_->CompactFiles({}, records(), run, level.level);
    if (joined.IsCorruption()) return rocks_error(joined, "the tables of " + dir_);
    // Any other failure means that they are at work elsewhere: the next time will do.
  }
  return {};
}

}  // namespace ledger
