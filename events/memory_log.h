#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "events/log.h"

namespace ledger {

// What befalls one appended record, said by a test or the simulator.
struct Fate {
  enum Kind {
    kDeliver,  // it lands, and its offset is reported
    kLoseAck,  // it lands, but kUnknown is reported
    kFail,     // it does not land, and kUnknown is reported
    kDelay,    // it waits (and every later one of the partition behind it) until release()
  };

  Kind kind = kDeliver;
  std::optional<std::string> before = {};  // another writer's record, which lands just before it
};

// Asked once for each appended record, in order. Must not call the log.
using FateOf = std::function<Fate(Partition partition, const std::string& record)>;

// The event log in memory, for tests and the simulation. Without a FateOf every record is durable
// when append() returns, so that delivered(0) needs no thread. Several appenders may share a
// partition. It must outlive its readers and appenders; they come and go as processes do.
class MemoryLog final : public EventLog {
 public:
  explicit MemoryLog(Partition partitions);
  ~MemoryLog() override;

  [[nodiscard]] Partition partitions() const override;
  Result<Offset> end(Partition partition) override;
  std::unique_ptr<LogReader> reader(Partition partition, Offset from) override;
  std::unique_ptr<LogAppender> appender(Partition partition) override;
  KeyStore& keys() override;
  DocumentStore& documents() override;

  // Faults. They may be called at any time, from any thread.
  void decide_fates(FateOf fate_of);
  void release(Partition partition, std::size_t most = SIZE_MAX);  // lets delayed records land
  [[nodiscard]] std::size_t delayed(Partition partition) const;
  void insert(Partition partition, std::string record);  // another writer's record lands now
  void drop_tail(Partition partition, Offset end);  // the log forgets what was at `end` and after
  void change(Partition partition, Offset offset, std::string bytes);
  void refuse_reads(std::optional<Error> error);  // every read and end() fails so, until nullopt

 private:
  struct State;
  class Reader;
  class Appender;
  class Keys;
  class Documents;
  std::unique_ptr<State> state_;
  std::unique_ptr<Keys> keys_;
  std::unique_ptr<Documents> documents_;
};

}  // namespace ledger
