#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <rocksdb/db.h>

#include "events/log.h"

namespace ledger::bench {

// The baseline of every durable claim: RocksDB with synced write batches and nothing around it.
// Rows and column families are those of the embedded log, so that the same bytes are written.
class RawStore {
 public:
  explicit RawStore(const std::string& directory);
  ~RawStore();
  RawStore(const RawStore&) = delete;
  RawStore& operator=(const RawStore&) = delete;

  // One synced batch of [first, first + count) of `rows`. Throws where the disk fails.
  void write(const std::vector<Append>& rows, std::size_t first, std::size_t count);

 private:
  rocksdb::DB* db_ = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
  std::int64_t next_ = 0;
};

// Seconds that `rows` take in synced batches of `group`, in a fresh store in `directory`.
double seconds_raw(const std::string& directory, const std::vector<Append>& rows,
                   std::size_t group);

// Records a second that RocksDB's iterator passes in an embedded log's directory, each looked at.
double scanned_per_second(const std::string& directory);

}  // namespace ledger::bench
