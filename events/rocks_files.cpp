#include "events/rocks_files.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/utilities/options_util.h>

#include "events/durable_file.h"
#include "events/embedded_mark.h"
#include "events/rocks_ahead.h"
#include "events/rocks_silent.h"
#include "events/rocks_wal.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLooks = 10;

tl::unexpected<Error> damaged(const std::string& file, const std::string& what) {
  return fail(ErrorCode::kCorrupt, "file-damaged", file + ": " + what);
}

tl::unexpected<Error> damaged(const std::string& file, const WalDamage& damage) {
  return damaged(file, damage.what + " at byte " + std::to_string(damage.offset));
}

// The write-ahead logs that hold anything, oldest first.
std::vector<std::string> write_ahead_logs(const std::string& dir) {
  std::vector<std::pair<std::uint64_t, std::string>> logs;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(dir, error)) {
    const auto& path = entry.path();
    if (path.extension() != ".log" || entry.file_size(error) == 0) continue;
    logs.emplace_back(std::strtoull(path.stem().c_str(), nullptr, 10), path.string());
  }
  std::sort(logs.begin(), logs.end());
  std::vector<std::string> paths;
  paths.reserve(logs.size());
  for (auto& log : logs) paths.push_back(std::move(log.second));
  return paths;
}

// A database opened for a look at its list of files.
class Listing {
 public:
  Listing(std::string dir, bool running) : dir_(std::move(dir)), running_(running) {}

  Listing(const Listing&) = delete;
  Listing& operator=(const Listing&) = delete;

  ~Listing() {
    if (!db_) return;
    for (auto* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
  }

  Result<void> open() {
    rocksdb::Options options;
    options.env = env_.get();
    options.info_log = std::make_shared<SilentLogger>();
    options.max_open_files = -1;
    options.max_file_opening_threads = 1;
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
    std::vector<std::string> names;
    auto status = rocksdb::DB::ListColumnFamilies(options, dir_, &names);
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    families.reserve(names.size());
    for (const auto& name : names) families.emplace_back(name, options);
    rocksdb::DB* db = nullptr;
    if (status.ok() && running_) {
      status = rocksdb::DB::OpenAsSecondary(options, dir_, dir_, families, &handles_, &db);
    } else if (status.ok()) {
      status = rocksdb::DB::OpenForReadOnly(options, dir_, families, &handles_, &db);
    }
    db_.reset(db);
    if (!status.ok()) return damaged(dir_, status.ToString());
    return {};
  }

  std::vector<rocksdb::LiveFileMetaData> tables() {
    std::vector<rocksdb::LiveFileMetaData> tables;
    if (running_) (void)db_->TryCatchUpWithPrimary();
    db_->GetLiveFilesMetaData(&tables);
    return tables;
  }

  std::set<std::string> names() {
    std::set<std::string> names;
    for (const auto& table : tables()) names.insert(table.relative_filename);
    return names;
  }

 private:
  const std::string dir_;
  const bool running_;
  const std::unique_ptr<rocksdb::Env> env_ =
      rocksdb::NewCompositeEnv(read_beside(rocksdb::FileSystem::Default()));
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

// Without a whole-file checksum there are still those of its blocks.
Result<void> check_blocks(const std::string& path) {
  rocksdb::Options options;
  options.info_log = std::make_shared<SilentLogger>();
  rocksdb::SstFileReader reader(options);
  auto status = reader.Open(path);
  if (status.ok()) status = reader.VerifyChecksum();
  if (!status.ok()) return damaged(path, status.ToString());
  return {};
}

Result<void> check_table(const rocksdb::LiveFileMetaData& table, const std::string& path) {
  static const auto factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  rocksdb::FileChecksumGenContext context;
  context.file_name = path;
  context.requested_checksum_func_name = table.file_checksum_func_name;
  const auto generator = factory->CreateFileChecksumGenerator(context);
  if (!generator || generator->Name() != table.file_checksum_func_name) return check_blocks(path);
  auto read = each_piece(
      path, [&](std::string_view piece) { generator->Update(piece.data(), piece.size()); });
  if (!read) return read;
  generator->Finalize();
  if (generator->GetChecksum() != table.file_checksum) return damaged(path, "its checksum differs");
  return {};
}

// RocksDB may call a damaged table by the MANIFEST's name: look which one it is.
Result<void> name_damaged_table(const std::string& dir) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(dir, error)) {
    if (entry.path().extension() != ".sst") continue;
    if (auto checked = check_blocks(entry.path().string()); !checked) return checked;
  }
  return {};
}

Result<void> check_tables(const std::string& dir, bool running) {
  Listing listing(dir, running);
  auto opened = listing.open();
  // Files come and go while another process writes: a second look decides.
  for (int attempt = 0; running && !opened && attempt < 5; ++attempt) opened = listing.open();
  if (!opened) return name_damaged_table(dir).and_then([&] { return opened; });
  const auto tables = listing.tables();
  std::optional<std::set<std::string>> still_there;  // after a first one was gone
  for (const auto& table : tables) {
    if (still_there && !still_there->contains(table.relative_filename)) continue;
    const std::string path = dir + "/" + table.relative_filename;
    auto checked = check_table(table, path);
    if (checked) continue;
    const bool gone = checked.error().code == ErrorCode::kNotFound;
    if (!gone) return checked;
    if (running) still_there = listing.names();
    if (still_there && !still_there->contains(table.relative_filename)) continue;
    return damaged(path, "missing");
  }
  return {};
}

Result<void> check_manifest(const std::string& dir, bool torn_is_fine) {
  auto current = read_file(dir + "/CURRENT");
  if (!current) return damaged(dir + "/CURRENT", current.error().message);
  if (!current->starts_with("MANIFEST-") || current->back() != '\n') {
    return damaged(dir + "/CURRENT", "it names no MANIFEST");
  }
  current->pop_back();
  const std::string path = dir + "/" + *current;
  const auto bytes = read_file(path);
  if (!bytes) return damaged(path, bytes.error().message);
  const auto found = find_wal_damage(*bytes);
  if (found && !(found->torn && torn_is_fine)) return damaged(path, *found);
  return {};
}

// While another process writes, one page may be read before a write and the next one after it. Such
// a gap is gone at the next look; damage stays where it is.
Result<bool> logs_torn_while_written(const std::string& dir) {
  auto torn = write_ahead_logs_torn(dir);
  for (int look = 1; !torn && look < kMostLooks; ++look) {
    auto again = write_ahead_logs_torn(dir);
    if (!again && again.error() == torn.error()) return again;
    torn = std::move(again);
  }
  return torn;
}

Result<void> check_options(const std::string& dir) {
  rocksdb::ConfigOptions config;
  config.ignore_unknown_options = true;
  rocksdb::DBOptions options;
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  const auto loaded = rocksdb::LoadLatestOptions(config, dir, &options, &families);
  if (!loaded.ok()) return damaged(dir + "/OPTIONS", loaded.ToString());
  return {};
}

}  // namespace

Result<bool> write_ahead_logs_torn(const std::string& db_dir) {
  const auto logs = write_ahead_logs(db_dir);
  for (const auto& path : logs) {
    const auto bytes = read_file(path);
    if (!bytes && bytes.error().code == ErrorCode::kNotFound) continue;  // flushed and deleted
    if (!bytes) return fail(bytes.error());
    const auto found = find_wal_damage(*bytes);
    if (!found) continue;
    if (!found->torn || path != logs.back()) return damaged(path, *found);
    return true;
  }
  return false;
}

Result<void> check_files(const std::string& db_dir, bool running) {
  bool clean = false;
  if (fs::exists(db_dir + "/mark")) {
    const auto mark = read_mark(db_dir);
    if (!mark) return fail(mark.error());
    clean = mark->clean;
  }
  const bool torn_is_fine = running || !clean;
  if (auto checked = check_manifest(db_dir, torn_is_fine); !checked) return checked;
  const auto torn = running ? logs_torn_while_written(db_dir) : write_ahead_logs_torn(db_dir);
  if (!torn) return fail(torn.error());
  if (*torn && !torn_is_fine) {
    return damaged(write_ahead_logs(db_dir).back(),
                   "the log was closed in order, yet its end is cut");
  }
  if (auto checked = check_options(db_dir); !checked && !running) return checked;
  return check_tables(db_dir, running);
}

}  // namespace ledger
