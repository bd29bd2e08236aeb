#pragma once

#include <string>
#include <string_view>

#include "events/event.h"
#include "events/position.h"
#include "events/result.h"

namespace ledger {

using wire::Outcome;

// One decision, decoded. The stored bytes are the truth; this is a copy to work with.
struct Record {
  Sequence sequence = 0;
  std::uint64_t term = 0;
  Hash previous;
  Instant recorded_at;
  std::string scope;
  std::string command_id;
  Hash command_digest;
  std::string actor;
  std::string correlation_id;
  std::string causation_id;
  std::string traceparent;
  Outcome outcome = Outcome::Accepted;
  Events events;
};

inline constexpr std::size_t kMaxRecordBytes = 512 * 1024;

// The bytes to store. They are written once; hashes are always of these bytes, never of a rebuilt
// buffer (the encoding is not canonical).
std::string encode(const Record& record);

// Fails with kCorrupt "record-unreadable" unless the bytes verify against the schema and every
// event is one that this program knows.
Result<Record> decode(std::string_view bytes);

// One JSON shape for records everywhere (api.md): sequence, term, previous, hash, recorded_at,
// actor, command_id, outcome, events[{type, …}]; bytes as lower-case hex, money as integer paise.
// `bytes` must have verified.
std::string to_json(std::string_view bytes);

}  // namespace ledger
