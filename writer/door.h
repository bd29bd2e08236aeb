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

  // Submits and waits, at most `patience`: then kUnknown "outcome-unknown". For a caller that has a
  // thread to wait with; a door may let it do the work meanwhile.
  virtual Result<Answer> ask(Partition partition, Submission submission, Micros patience);

  // Submits, and tells `told` instead of waiting: once, on whatever thread brings the answer, or on
  // the caller's before this returns. The command must have a key. Where patience ends,
  // "outcome-unknown", as above. A door that cannot do without a thread that waits takes the
  // caller's.
  virtual void ask_then(Partition partition, Submission submission, Micros patience, Told told);
};

// Whether a reactor has something to do at once: an order to make, a refund to send. The rest it
// finds by itself soon enough.
inline bool asks_the_outside(const Answer& answer) {
  return answer.record && (find<CheckoutStarted>(answer.record->events) != nullptr ||
                           find<RefundApproved>(answer.record->events) != nullptr);
}

}  // namespace ledger
