#include "bench/raw_store.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>

#include <rocksdb/write_batch.h>

namespace ledger::bench {
namespace {

void must(const rocksdb::Status& status) {
  if (!status.ok()) throw std::runtime_error("RocksDB: " + status.ToString());
}

// Partition 1 and the offset, big-endian, as the embedded log has it.
std::array<char, 12> row_key(std::int64_t offset) {
  std::array<char, 12> key{0, 0, 0, 1};
  for (std::size_t i = 0; i < 8; ++i) key[11 - i] = static_cast<char>(offset >> (8 * i));
  return key;
}

}  // namespace

RawStore::RawStore(const std::string& directory) {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  rocksdb::ColumnFamilyOptions family;
  family.compression = rocksdb::kNoCompression;
  must(rocksdb::DB::Open(
      options, directory,
      {{rocksdb::kDefaultColumnFamilyName, family}, {"records", family}, {"keys", family}},
      &families_, &db_));
}

RawStore::~RawStore() {
  for (auto* family : families_) (void)db_->DestroyColumnFamilyHandle(family);
  (void)db_->Close();
  delete db_;
}

void RawStore::write(const std::vector<Append>& rows, std::size_t first, std::size_t count) {
  rocksdb::WriteBatch batch;
  for (std::size_t i = first; i < first + count; ++i) {
    const auto key = row_key(next_++);
    must(batch.Put(families_[1], rocksdb::Slice(key.data(), key.size()), rows[i].record));
    for (const auto& of : rows[i].keys) {
      must(batch.Put(families_[2], of.person.str(), of.wrapped));
    }
  }
  rocksdb::WriteOptions options;
  options.sync = true;
  must(db_->Write(options, &batch));
}

double seconds_raw(const std::string& directory, const std::vector<Append>& rows,
                   std::size_t group) {
  RawStore store(directory);
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t at = 0; at < rows.size(); at += group) {
    store.write(rows, at, std::min(group, rows.size() - at));
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double scanned_per_second(const std::string& directory) {
  const rocksdb::ColumnFamilyOptions family;
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::DB* db = nullptr;
  must(rocksdb::DB::OpenForReadOnly({}, directory,
                                    {{rocksdb::kDefaultColumnFamilyName, family},
                                     {"records", family},
                                     {"documents", family},
                                     {"keys", family}},
                                    &families, &db));
  const std::unique_ptr<rocksdb::DB> owned(db);
  const auto begin = std::chrono::steady_clock::now();
  std::size_t records = 0;
  std::size_t bytes = 0;
  {
    const std::unique_ptr<rocksdb::Iterator> at(db->NewIterator({}, families[1]));
    for (at->SeekToFirst(); at->Valid(); at->Next()) {
      ++records;
      bytes += at->value().size();
    }
    must(at->status());
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  for (auto* one : families) (void)db->DestroyColumnFamilyHandle(one);
  if (bytes == 0) throw std::runtime_error("the log is empty");
  return static_cast<double>(records) / took.count();
}

}  // namespace ledger::bench
