#pragma once

#include <rocksdb/env.h>

namespace ledger {

// For looking into a database without leaving RocksDB's own messages there.
class SilentLogger final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;

  void Logv(const char* /*format*/, va_list /*arguments*/) override {}
};

}  // namespace ledger
