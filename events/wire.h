#pragma once

// Bridges our own types into the generated structs (native_type in ledger.fbs).

#include "events/hash.h"
#include "events/ids.h"
#include "events/instant.h"
#include "events/money.h"

namespace ledger::wire {
struct Money;
struct Instant;
struct Hash;
}  // namespace ledger::wire

namespace flatbuffers {
ledger::wire::Money Pack(const ledger::Money& value);
ledger::wire::Instant Pack(const ledger::Instant& value);
ledger::wire::Hash Pack(const ledger::Hash& value);
ledger::Money UnPack(const ledger::wire::Money& value);
ledger::Instant UnPack(const ledger::wire::Instant& value);
ledger::Hash UnPack(const ledger::wire::Hash& value);
}  // namespace flatbuffers
