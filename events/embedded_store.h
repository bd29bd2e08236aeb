#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <rocksdb/db.h>

#include "events/log.h"

namespace ledger {

// One RocksDB directory and its four column families. Private to the embedded log.
//   default    "format" -> "1", "partitions" -> decimal
//   records    partition (4 bytes, big-endian) || offset (8 bytes) -> the record's bytes, never
//   rewritten documents  digest -> size in decimal; digest "/" piece (10 digits) -> up to 512 KiB
//   of stored bytes keys       person -> wrapped key
class EmbeddedStore {
 public:
  enum class How {
    kCreate,      // an empty directory
    kOpen,        // damage anywhere but a record cut short at the very end is refused
    kOpenToTear,  // the caller has seen that all damage lies in the last, unacknowledged write
    kLookOnly,    // nothing on disk changes; damage as in kOpenToTear
    kBeside,      // follows another process that writes; `scratch` takes RocksDB's own log
  };

  static Result<std::unique_ptr<EmbeddedStore>> open(const std::string& dir, How how,
                                                     rocksdb::Env* env, const std::string& scratch);
  ~EmbeddedStore();
  EmbeddedStore(const EmbeddedStore&) = delete;
  EmbeddedStore& operator=(const EmbeddedStore&) = delete;

  [[nodiscard]] rocksdb::DB& db() const { return *db_; }

  [[nodiscard]] rocksdb::ColumnFamilyHandle* settings() const { return handles_[0]; }

  [[nodiscard]] rocksdb::ColumnFamilyHandle* records() const { return handles_[1]; }

  [[nodiscard]] rocksdb::ColumnFamilyHandle* documents() const { return handles_[2]; }

  [[nodiscard]] rocksdb::ColumnFamilyHandle* keys() const { return handles_[3]; }

  [[nodiscard]] const std::string& dir() const { return dir_; }

  // kCorrupt "log-format" if unknown or unfounded.
  [[nodiscard]] Result<Partition> partitions() const;

  // Writes format and partition count, synced.
  [[nodiscard]] Result<void> found(Partition partitions) const;

  // One past the last record that RocksDB has.
  [[nodiscard]] Result<Offset> end(Partition partition) const;
  [[nodiscard]] Result<std::string> record(Partition partition, Offset offset) const;

  Result<void> write(rocksdb::WriteBatch& batch) const;  // synced

  // Memory to files; the write-ahead logs are empty after it.
  [[nodiscard]] Result<void> flush() const;

  // Each flush leaves a table of records, however small; RocksDB itself never joins such
  // neighbours.
  [[nodiscard]] Result<void> join_small_tables() const;

 private:
  EmbeddedStore(std::string dir, std::unique_ptr<rocksdb::Env> env);

  const std::string dir_;
  std::unique_ptr<rocksdb::Env> env_;  // outlives db_
  rocksdb::DB* db_ = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

// What RocksDB said, in our words: kCorrupt "log-damaged", kUnavailable "disk-full" or
// "log-unavailable". `what` begins the message.
tl::unexpected<Error> rocks_error(const rocksdb::Status& status, const std::string& what);

// The key of a record, on the stack.
class RecordKey {
 public:
  RecordKey(Partition partition, Offset offset);

  operator rocksdb::Slice() const { return {bytes_.data(), bytes_.size()}; }  // NOLINT

 private:
  std::array<char, 12> bytes_;
};

}  // namespace ledger
