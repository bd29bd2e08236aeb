#pragma once

namespace ledger {

// The calling thread runs behind those that answer clients from now on: a view that wakes up with
// every commit would take the processor from the answer to it, and the pauses of the disk are
// enough for what can wait. On Linux a nice value is a thread's own; where it cannot be set, the
// thread runs like the others.
void go_behind_answers();

}  // namespace ledger
