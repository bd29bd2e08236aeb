#pragma once

#include <string>
#include <string_view>

#include "events/record.h"

namespace ledger {

// The last accepted record of a partition. Sequence 0: nothing yet.
struct Head {
  Sequence sequence = 0;
  std::uint64_t term = 0;
  Hash hash;
  Instant recorded_at;
  bool operator==(const Head&) const = default;
};

inline constexpr std::uint32_t kMaxInFlight = 1024;
inline constexpr std::uint32_t kLogFormat = 1;

enum class Verdict {
  kAccepted,    // it is history
  kSuperseded,  // an honest writer's record that lost the race: skip it, count it
  kRepeat,      // a sequence that was already decided: skip it, count it
  kForeign,     // not a record of this ledger: skip it, count it, alarm
  kMissing,     // history is missing or changed: stop, loudly
};

// What the chain rule needs of a record; `founds` and `claims` say whether its first event is
// LedgerFounded or WriterStarted.
struct Link {
  Sequence sequence = 0;
  std::uint64_t term = 0;
  Hash previous;
  Hash hash;
  Instant recorded_at;
  bool founds = false;
  bool claims = false;
};

// Reads the link out of stored bytes. Fails if they are not a record at all (kForeign to a reader).
Result<Link> read_link(std::string_view bytes);

struct Judgement {
  Verdict verdict = Verdict::kForeign;
  std::string why;  // for kMissing: a sentence that names the sequence and both figures
};

// The chain rule of the log, a pure function of what was accepted before: a record is history if and
// only if sequence == head + 1, previous == hash(head) and term == head.term; only a claim may raise
// the term, by one, and it must.
Judgement judge(const Head& head, const Link& link);

Head advanced(const Link& link);  // the head after `link` was accepted

}  // namespace ledger
