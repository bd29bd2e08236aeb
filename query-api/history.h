#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "events/chain.h"
#include "events/log.h"

namespace ledger {

// Reads accepted records by sequence, straight from the log and by the chain rule, never from a
// view. Remembers places on the way, so that a later page is found at once. Thread-safe.
class RecordHistory {
 public:
  explicit RecordHistory(EventLog& log) : log_(log) {}

  // Hands out the bytes of accepted records from sequence `from` on, until `each` returns false or
  // the log ends. kCorrupt "history-missing" where a reader must stop.
  Result<void> read(Partition partition, Sequence from,
                    const std::function<bool(Sequence, const std::string&)>& each);

 private:
  struct Place {
    Head head;        // of the last accepted record before `next`
    Offset next = 0;  // the offset to read next
  };

  static constexpr Sequence kEvery = 1'024;

  Place place_before(Partition partition, Sequence from);
  void remember(Partition partition, const Place& place);

  EventLog& log_;
  std::mutex mutex_;
  std::map<Partition, std::map<Sequence, Place>> places_;  // by the head's sequence
};

}  // namespace ledger
