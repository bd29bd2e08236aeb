#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/ids.h"
#include "events/instant.h"
#include "events/position.h"
#include "events/result.h"

namespace ledger {

using Offset =
    std::int64_t;  // a place in one partition's log; 0, 1, 2 …, superseded records included

struct StoredRecord {
  Offset offset = 0;
  std::string bytes;
};

// A person's data key, wrapped by the master key (see vault.h). Lives outside the log, so that it
// can be destroyed.
struct WrappedKey {
  PersonId person;
  std::string wrapped;
};

// A record on its way into the log. Its keys are durable no later than the record itself.
struct Append {
  std::string record;
  std::vector<WrappedKey> keys;
};

// Appends to one partition. append() and delivered() may be called from two threads, one each.
// Destroying it gives up what has not been delivered: such records may or may not turn up in the
// log later.
class LogAppender {
 public:
  virtual ~LogAppender() = default;

  // Takes the records in order and returns without waiting for them to be durable. Whoever appends
  // collects the reports as well: a log may do its writing in delivered().
  virtual void append(std::vector<Append> batch) = 0;

  // Delivery reports in the order of append: the offset of each durable record, or why its outcome
  // is unknown (kUnknown; every later one fails as well, and the appender must be dropped). Waits
  // up to `wait` for the first; empty if nothing came.
  virtual std::vector<Result<Offset>> delivered(Micros wait) = 0;
};

// Reads one partition in order. Used by one thread.
class LogReader {
 public:
  virtual ~LogReader() = default;

  // The next records, at most `most`; waits up to `wait` for the first, empty if none came. Fails
  // with kCorrupt where stored bytes are damaged (the message names partition and offset),
  // kUnavailable where the log cannot be reached now.
  virtual Result<std::vector<StoredRecord>> read(std::size_t most, Micros wait) = 0;
};

// Wrapped data keys by person.
class KeyStore {
 public:
  virtual ~KeyStore() = default;
  virtual Result<std::optional<std::string>> key(const PersonId& person) = 0;
  virtual Result<void> put(const WrappedKey& key) = 0;  // durable when it returns
  virtual Result<void> put_all(const std::vector<WrappedKey>& keys);

  // Overwritten and gone, all in one go (it rewrites files: gather them); idempotent.
  virtual Result<void> shred(const std::vector<PersonId>& persons) = 0;

  Result<void> shred(const PersonId& person) { return shred(std::vector<PersonId>{person}); }

  // Every key, in the order of persons.
  virtual Result<void> each(const std::function<void(const WrappedKey&)>& take) = 0;
};

// Content-addressed documents: bytes go in before the event that names them.
class DocumentStore {
 public:
  virtual ~DocumentStore() = default;
  virtual Result<void> put(const Digest& digest,
                           std::string_view bytes) = 0;  // durable when it returns
  virtual Result<std::string> get(
      const Digest& digest) = 0;  // kNotFound; kCorrupt if the digest differs
};

// The event log: embedded, Kafka or memory, one contract suite for all three. Thread-safe; readers
// and appenders it gives belong to one thread each.
class EventLog {
 public:
  using TakeRecord = std::function<void(Result<StoredRecord>)>;

  virtual ~EventLog() = default;
  [[nodiscard]] virtual Partition partitions() const = 0;
  virtual Result<Offset> end(Partition partition) = 0;  // one past the last durable record
  virtual Result<std::vector<Offset>> ends();           // of all partitions, in one question
  virtual std::unique_ptr<LogReader> reader(Partition partition, Offset from) = 0;

  // Hands out one durable record: before it returns where the record is at hand, else later, from a
  // thread of the log's. kUnavailable if it cannot be had now.
  virtual void fetch(Partition partition, Offset offset, const TakeRecord& take);
  virtual std::unique_ptr<LogAppender> appender(Partition partition) = 0;
  virtual KeyStore& keys() = 0;
  virtual DocumentStore& documents() = 0;

  // The last call, once readers and appenders are gone: so that opening again is quick. Fails if
  // the log failed before.
  virtual Result<void> close() { return {}; }
};

inline constexpr std::size_t kMaxDocumentChunk = 512 * 1024;

}  // namespace ledger
