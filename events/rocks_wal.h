#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

// The first place where a RocksDB write-ahead log (or MANIFEST, which has the same form) cannot be
// read.
struct WalDamage {
  std::uint64_t offset = 0;  // in bytes from the file's beginning
  std::string what;

  // The last write was cut short, as by a crash: the file ends within it, or parts of it are still
  // zero, and no other record follows. What was acknowledged lies before it.
  bool torn = false;
};

// Reads `bytes`, a whole file, record by record and checks every checksum. nullopt: all of it is
// whole.
std::optional<WalDamage> find_wal_damage(std::string_view bytes);

}  // namespace ledger
