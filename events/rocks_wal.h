#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

// RocksDB's write-ahead logs (and MANIFEST, which has the same form) are blocks of so many bytes.
inline constexpr std::size_t kWalBlock = 32768;

// The first place where a log cannot be read.
struct WalDamage {
  std::uint64_t offset = 0;  // in bytes from the file's beginning
  std::string what;

  // The last write was cut short, as by a crash: the file ends within it, or parts of it are still
  // zero, and no other record follows. What was acknowledged lies before it.
  bool torn = false;
};

// Reads `bytes`, a whole file, record by record and checks every checksum. nullopt: all of it is
// whole. Zeros at the end belong to no record (rocks_ahead.h).
std::optional<WalDamage> find_wal_damage(std::string_view bytes);

// Where the last whole fragment of `block`, a block or its beginning, ends: `from` if none follows
// there. Padding behind the last one counts as whole.
std::size_t whole_fragments(std::string_view block, std::size_t from);

}  // namespace ledger
