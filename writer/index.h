#pragma once

#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/chain.h"
#include "events/log.h"

namespace ledger {

// 16 bytes that stand for (scope, idempotency key).
using CommandKey = std::array<char, 16>;

CommandKey command_key(std::string_view scope, std::string_view key);

// A hash is as good as random: its first bytes will do to find it in a table.
struct FirstBytes {
  template <class Bytes>
  std::size_t operator()(const Bytes& bytes) const {
    std::size_t first = 0;
    std::memcpy(&first, bytes.data(), sizeof first);
    return first;
  }

  std::size_t operator()(const Hash& hash) const { return (*this)(hash.bytes); }
};

struct IndexEntry {
  CommandKey key{};
  Offset offset = 0;  // of the record that answers the command
};

struct StoredSnapshot {
  Head head;
  Offset offset = 0;
  std::string state;
};

// A writer node's own memory on disk: which command is answered by which record, for ever, and a
// snapshot of each partition's state. Both are rebuilt from the log if lost, so nothing here is
// synced, and entries gather in memory until a snapshot, or their number, takes them to disk: the
// position there says from where on a writer has to read them again. A thread of its own writes
// them; if it cannot, put, save and flush throw std::runtime_error. Thread-safe.
class CommandIndex {
 public:
  // kUnavailable "index-unusable": the directory cannot be written. A damaged index is set aside
  // and begun anew.
  static Result<std::unique_ptr<CommandIndex>> open(const std::string& directory);

  ~CommandIndex();
  CommandIndex(const CommandIndex&) = delete;
  CommandIndex& operator=(const CommandIndex&) = delete;

  [[nodiscard]] std::optional<Offset> find(Partition partition, const CommandKey& key) const;

  // Entries of accepted records up to and including `offset`; found from now on.
  void put(Partition partition, const std::vector<IndexEntry>& entries, Offset offset);

  [[nodiscard]] Offset indexed_to(Partition partition) const;  // -1: nothing yet

  // On its way to disk, in one write with the entries: a snapshot there never covers a key that is
  // not there. False: it would, because entries up to its offset have not been put yet.
  [[nodiscard]] bool save(Partition partition, StoredSnapshot snapshot);
  [[nodiscard]] std::optional<StoredSnapshot> snapshot(Partition partition) const;

  void flush();  // waits until what is on its way is on disk

 private:
  struct Impl;
  explicit CommandIndex(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ledger
