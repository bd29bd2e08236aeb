#pragma once

#include <future>

#include "writer/commands.h"

namespace ledger {

// Where commands go in. The answer comes when the record that carries it is accepted history: an
// Answer for accepted *and* for refused decisions (outcome in the record), or an Error when nothing
// is known to be recorded: kUnavailable ("queue-full", "clock-unsure", "not-owner", …: nothing
// happened), kUnknown ("outcome-unknown": ask again with the same key), kMismatch
// ("idempotency-key-reused").
class Door {
 public:
  virtual ~Door() = default;
  virtual std::future<Result<Answer>> submit(Partition partition, Submission submission) = 0;
};

}  // namespace ledger
