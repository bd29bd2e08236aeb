#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projectors/store.h"

namespace ledger {

// A row that two stores do not agree on; nullopt where it is missing.
struct Difference {
  std::string view;
  std::string key;
  std::optional<std::string> stored;
  std::optional<std::string> folded;
};

// Key and both sides in hex, shortened: for a person to find the row.
std::string to_string(const Difference& difference);

// Rows that differ, view by view in key order, at most `most`. Both must be at the same position
// for the answer to mean anything.
std::vector<Difference> compare_stores(const ReadSnapshot& stored, const ReadSnapshot& folded,
                                       std::size_t most = 100);

}  // namespace ledger
