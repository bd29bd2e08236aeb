#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "events/civil.h"
#include "events/log.h"
#include "projectors/store.h"

namespace ledger {

// Something that is not as it must be: where ("1-57", "views/finance", …), and a sentence.
struct Finding {
  std::string where;
  std::string what;
};

// A record that lost the race for its place, or a repeat: skipped by every reader, no fault.
struct Skipped {
  Partition partition = 0;
  Offset offset = 0;
  std::string verdict;
  Sequence sequence = 0;
  std::uint64_t term = 0;
};

struct VerifyReport {
  Position position;               // how far history was read
  std::vector<std::string> heads;  // "1-57:<hash>", to be noted and expected later
  std::uint64_t records = 0;
  std::vector<Skipped> skipped;
  std::uint64_t bookings = 0;
  std::uint64_t commands = 0;     // answered once each
  std::vector<Finding> findings;  // none: whole

  [[nodiscard]] bool whole() const { return findings.empty(); }
};

// A head that was noted earlier: this sequence must still have this hash.
struct Expectation {
  Partition partition = 0;
  Sequence sequence = 0;
  std::string hash;  // 64 hex digits
};

Result<Expectation> parse_expectation(std::string_view text);  // "1-57:<hash>"

using VerifyProgress =
    std::function<void(std::string_view what, std::uint64_t done, std::uint64_t of)>;

// Holds history against itself: every record against the chain rule; every command answered at most
// once; every record against the deciders' fold (no plot twice, postings that sum to zero, serials
// without holes); `expected` heads. Adds to `report`.
void verify_history(EventLog& log, const std::vector<Expectation>& expected, VerifyReport& report,
                    const VerifyProgress& progress);

// Holds every row of a read model against a fresh fold of the log to the same position, and the
// books against what buyers are served, booking by booking.
void verify_views(EventLog& log, const ReadSnapshot& stored, VerifyReport& report,
                  const VerifyProgress& progress);

}  // namespace ledger
