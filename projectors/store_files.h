#pragma once

// Inside the store only: how its RocksDB is opened, and what a status means.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <rocksdb/db.h>

#include "events/result.h"
#include "projectors/store.h"

namespace ledger {

// An open RocksDB with its column families; closed when the last snapshot lets go of it.
struct RocksFiles {
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> families;  // default (the position), then the views
  std::vector<std::string> names;
  std::string directory;
  std::string scratch;  // of a secondary only: removed at the end

  RocksFiles() = default;
  RocksFiles(const RocksFiles&) = delete;
  RocksFiles& operator=(const RocksFiles&) = delete;
  ~RocksFiles();

  [[nodiscard]] bool beside() const { return !scratch.empty(); }

  [[nodiscard]] rocksdb::ColumnFamilyHandle* meta() const { return families.front(); }

  // The family of the view `name`, which must exist.
  [[nodiscard]] rocksdb::ColumnFamilyHandle* family(std::string_view name) const;

  // Throws StoreDamaged unless the status is ok. Bytes that cannot be trusted condemn the
  // directory: it will not be opened again, but rebuilt.
  void require(const rocksdb::Status& status) const;
};

Result<std::shared_ptr<RocksFiles>> open_files(const std::string& directory, const Views& views);
Result<std::shared_ptr<RocksFiles>> open_files_beside(const std::string& directory,
                                                      const std::string& scratch,
                                                      const Views& views);

// kCorrupt "store-damaged" once a read condemned the store in `directory`.
Result<void> not_condemned(const std::string& directory);

// kCorrupt "store-damaged" for bytes that cannot be trusted, kUnavailable "store-unavailable" for a
// store that another process holds, a full disk and the like.
Error error_of(const rocksdb::Status& status);

// Rows of one family at one moment; `at` is null for a secondary, which stands still anyway.
class RocksRows final : public Rows {
 public:
  RocksRows(std::shared_ptr<const RocksFiles> files, rocksdb::ColumnFamilyHandle* family,
            std::shared_ptr<const rocksdb::Snapshot> at)
      : files_(std::move(files)), family_(family), at_(std::move(at)) {}

  [[nodiscard]] std::optional<std::string> get(std::string_view key) const override;
  void scan(std::string_view prefix, std::string_view from, const Row& row) const override;

 private:
  std::shared_ptr<const RocksFiles> files_;
  rocksdb::ColumnFamilyHandle* family_;
  std::shared_ptr<const rocksdb::Snapshot> at_;
};

}  // namespace ledger
