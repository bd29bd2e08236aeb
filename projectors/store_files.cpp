#include "projectors/store_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include <rocksdb/cache.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include "projectors/row.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCondemned = "condemned";  // why the store may not be used any more
constexpr std::size_t kBlockCacheBytes = 64U << 20U;
constexpr std::size_t kMemtableBytes = 128U << 20U;  // of all views

rocksdb::Slice slice(std::string_view text) {
  return {text.data(), text.size()};
}

std::string_view view(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

rocksdb::DBOptions db_options() {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.atomic_flush = true;  // families reach the disk together, whatever becomes of the WAL
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  options.db_write_buffer_size = kMemtableBytes;
  options.allow_concurrent_memtable_write = false;  // the runner writes one batch at a time
  options.max_background_jobs = 2;
  options.max_open_files = -1;  // also what a secondary beside it needs
  options.keep_log_file_num = 4;
  options.max_log_file_size = 1U << 20U;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  return options;
}

rocksdb::ColumnFamilyOptions family_options() {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.compression = rocksdb::kLZ4Compression;
  options.write_buffer_size = kMemtableBytes / 4;
  // Most rows that are looked for are not there yet: a hold's, a payment's.
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.05;
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> families_of(const Views& views) {
  const auto options = family_options();
  std::vector<rocksdb::ColumnFamilyDescriptor> families{
      {rocksdb::kDefaultColumnFamilyName, options}};
  for (const auto* one : views) families.emplace_back(std::string(one->name()), options);
  return families;
}

// A store with families of other views was folded by another program: not damaged, but no use.
Result<void> same_families(const std::string& directory, const Views& views) {
  std::vector<std::string> there;
  const auto status = rocksdb::DB::ListColumnFamilies(db_options(), directory, &there);
  if (!status.ok()) return fail(error_of(status));
  std::set<std::string> wanted{rocksdb::kDefaultColumnFamilyName};
  for (const auto* one : views) wanted.emplace(one->name());
  if (std::set<std::string>(there.begin(), there.end()) == wanted) return {};
  return fail(ErrorCode::kConflict, "rebuild-needed", directory + " holds other views than ours");
}

bool exists(const std::string& directory) {
  return fs::exists(fs::path(directory) / "CURRENT");
}

std::shared_ptr<RocksFiles> files_for(const std::string& directory, const Views& views) {
  auto files = std::make_shared<RocksFiles>();
  files->directory = directory;
  files->names.emplace_back(rocksdb::kDefaultColumnFamilyName);
  for (const auto* one : views) files->names.emplace_back(one->name());
  return files;
}

}  // namespace

RocksFiles::~RocksFiles() {
  for (auto* family : families) db->DestroyColumnFamilyHandle(family);
  if (db) db->Close();
  db.reset();
  std::error_code ignored;
  if (!scratch.empty()) fs::remove_all(scratch, ignored);
}

rocksdb::ColumnFamilyHandle* RocksFiles::family(std::string_view name) const {
  return families.at(
      static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin()));
}

Result<void> not_condemned(const std::string& directory) {
  if (!fs::exists(fs::path(directory) / kCondemned)) return {};
  return fail(ErrorCode::kCorrupt, "store-damaged",
              "the read model in " + directory + " could not be read and is to be rebuilt");
}

Result<std::shared_ptr<RocksFiles>> open_files(const std::string& directory, const Views& views) {
  if (auto sound = not_condemned(directory); !sound) return fail(std::move(sound.error()));
  if (exists(directory)) {
    if (auto same = same_families(directory, views); !same) return fail(std::move(same.error()));
  }
  auto files = files_for(directory, views);
  rocksdb::DB* db = nullptr;
  const auto status =
      rocksdb::DB::Open(db_options(), directory, families_of(views), &files->families, &db);
  if (!status.ok()) return fail(error_of(status));
  files->db.reset(db);
  return files;
}

Result<std::shared_ptr<RocksFiles>> open_files_beside(const std::string& directory,
                                                      const std::string& scratch,
                                                      const Views& views) {
  if (!exists(directory)) {
    return fail(ErrorCode::kNotFound, "store-missing", directory + " holds no read model");
  }
  if (auto same = same_families(directory, views); !same) return fail(std::move(same.error()));
  auto files = files_for(directory, views);
  rocksdb::DB* db = nullptr;
  const auto status = rocksdb::DB::OpenAsSecondary(db_options(), directory, scratch,
                                                   families_of(views), &files->families, &db);
  if (!status.ok()) return fail(error_of(status));
  files->db.reset(db);
  files->scratch = scratch;
  return files;
}

Error error_of(const rocksdb::Status& status) {
  const bool held = status.IsIOError() && status.ToString().find("/LOCK") != std::string::npos;
  const bool damaged = status.IsCorruption() || status.IsNotFound() || status.IsPathNotFound() ||
                       status.IsInvalidArgument();
  if (damaged && !held) {
    return {ErrorCode::kCorrupt, "store-damaged",
            "the read model is damaged: " + status.ToString()};
  }
  return {ErrorCode::kUnavailable, "store-unavailable",
          "the read model cannot be used now: " + status.ToString()};
}

void RocksFiles::require(const rocksdb::Status& status) const {
  if (status.ok()) return;
  const auto error = error_of(status);
  if (error.code == ErrorCode::kCorrupt && !beside()) {
    std::ofstream(fs::path(directory) / kCondemned) << error.message << '\n';
  }
  throw StoreDamaged(error.message);
}

std::optional<std::string> RocksRows::get(std::string_view key) const {
  rocksdb::ReadOptions options;
  options.snapshot = at_.get();
  std::string value;
  const auto status = files_->db->Get(options, family_, slice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  files_->require(status);
  return value;
}

void RocksRows::scan(std::string_view prefix, std::string_view from, const Row& row) const {
  rocksdb::ReadOptions options;
  options.snapshot = at_.get();
  const std::unique_ptr<rocksdb::Iterator> at(files_->db->NewIterator(options, family_));
  for (at->Seek(slice(std::max(prefix, from))); at->Valid(); at->Next()) {
    const auto key = view(at->key());
    if (!key.starts_with(prefix) || !row(key, view(at->value()))) return;
  }
  files_->require(at->status());
}

}  // namespace ledger
