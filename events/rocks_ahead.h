#pragma once

#include <memory>

#include <rocksdb/file_system.h>

namespace ledger {

// `disk`, with RocksDB's write-ahead logs (*.log) written ahead of themselves: zeros first, records
// over them later. While a file grows, every sync writes its inode besides its bytes; over zeros it
// writes the bytes alone, which takes a third off a sync. (PostgreSQL prepares its log in the same
// way: wal_init_zero.) A log that is closed in order is cut to its records. One that a crash left
// ends in zeros, which RocksDB passes over.
std::shared_ptr<rocksdb::FileSystem> written_ahead(
    const std::shared_ptr<rocksdb::FileSystem>& disk);

// `disk` for a process that looks on while another writes such logs (OpenAsSecondary): each ends
// where its last whole fragment does. Without it RocksDB takes the zeros for the padding of a block
// and never sees what is written there later.
std::shared_ptr<rocksdb::FileSystem> read_beside(const std::shared_ptr<rocksdb::FileSystem>& disk);

}  // namespace ledger
