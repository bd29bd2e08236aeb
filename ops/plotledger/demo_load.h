#pragma once

#include <cstdint>
#include <string>

#include "events/civil.h"
#include "ops/plotledger/demo_stage.h"

namespace ledger::demo {

inline constexpr std::uint64_t kSeed = 2026;

// What a loaded directory is known by; kept in DIR/demo.loaded.
struct Loaded {
  Position position;  // the heads that the story reached
  HoldId hold;        // the demo buyer's
  BookingId booking;
};

// Brings the demo's history into `directory`, unless it is there already: eighteen months that end
// with the day before `today` in India, told by one seed. Equal seeds and days give equal ids,
// moments, names, statuses and balances; keys and ciphertexts are random.
//
// A load that was interrupted is thrown away and begun anew. kConflict "demo-directory-taken" if
// the directory holds something else, "demo-loading" if another process loads it at this moment;
// kUnavailable "demo-not-loaded" if the disk does not take it.
Result<Loaded> load(const std::string& directory, Day today, const EachDay& each_day,
                    std::uint64_t seed = kSeed);

// True if `directory` holds a whole demo.
bool is_loaded(const std::string& directory);

}  // namespace ledger::demo
