#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "events/chain.h"
#include "events/log.h"

namespace ledger {

// An accepted record, as projections see it.
struct Accepted {
  Partition partition = 0;
  Offset offset = 0;
  Hash hash;
  const Record* record = nullptr;  // valid during the call

  [[nodiscard]] std::string position() const { return to_string(partition, record->sequence); }
};

// Rows of one view at one moment: a RocksDB snapshot, a batch in the making, or a std::map. Keys
// are ordered bytewise.
class Rows {
 public:
  virtual ~Rows() = default;
  [[nodiscard]] virtual std::optional<std::string> get(std::string_view key) const = 0;

  // Calls `row` for each key that begins with `prefix` and is not before `from`, in order, until it
  // returns false.
  using Row = std::function<bool(std::string_view key, std::string_view value)>;
  virtual void scan(std::string_view prefix, std::string_view from, const Row& row) const = 0;
};

// Rows that can be changed; reads see the changes made so far.
class Batch : public Rows {
 public:
  virtual void put(std::string_view key, std::string_view value) = 0;
  virtual void erase(std::string_view key) = 0;
};

// One read model. `apply` is a pure fold over accepted records: no clock, no randomness, no I/O but
// the rows it is given; the same log gives the same rows, byte for byte. It throws on an event that
// cannot be (a broken promise stops the projection); it never skips one that it should know.
class View {
 public:
  virtual ~View() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;  // its column family
  [[nodiscard]] virtual std::uint32_t version() const = 0;  // another one means: rebuild
  virtual void apply(const Accepted& accepted, Batch& rows) const = 0;
};

}  // namespace ledger
