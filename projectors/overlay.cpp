#include "projectors/overlay.h"

#include <algorithm>
#include <vector>

namespace ledger {
namespace {

using Change = Overlay::Changes::value_type;

// The changes of a range in key order, handed out as the scan of the base comes past them.
class Pending {
 public:
  Pending(const Overlay::Changes& changes, std::string_view prefix, std::string_view from) {
    for (const auto& change : changes) {
      const std::string_view key = change.first;
      if (key.starts_with(prefix) && key >= from) sorted_.push_back(&change);
    }
    std::sort(sorted_.begin(), sorted_.end(),
              [](const Change* a, const Change* b) { return a->first < b->first; });
    next_ = sorted_.begin();
  }

  // Gives `row` the changes up to and including `bound`. False once it wants no more.
  bool up_to(std::string_view bound, const Rows::Row& row) {
    while (next_ != sorted_.end() && (*next_)->first <= bound) {
      if (!give(row)) return false;
    }
    return true;
  }

  bool rest(const Rows::Row& row) {
    while (next_ != sorted_.end()) {
      if (!give(row)) return false;
    }
    return true;
  }

  [[nodiscard]] bool replaced(std::string_view key) const {
    return next_ != sorted_.begin() && (*std::prev(next_))->first == key;
  }

 private:
  bool give(const Rows::Row& row) {
    const auto& [key, value] = **next_++;
    return !value || row(key, *value);
  }

  std::vector<const Change*> sorted_;
  std::vector<const Change*>::iterator next_;
};

}  // namespace

std::optional<std::string> Overlay::get(std::string_view key) const {
  const auto found = changes_.find(key);
  return found == changes_.end() ? base_.get(key) : found->second;
}

void Overlay::scan(std::string_view prefix, std::string_view from, const Row& row) const {
  Pending pending(changes_, prefix, from);
  bool more = true;
  base_.scan(prefix, from, [&](std::string_view key, std::string_view value) {
    more = pending.up_to(key, row);
    if (more && !pending.replaced(key)) more = row(key, value);
    return more;
  });
  if (more) pending.rest(row);
}

void Overlay::put(std::string_view key, std::string_view value) {
  const auto found = changes_.find(key);
  if (found != changes_.end()) {
    found->second = std::string(value);
  } else {
    changes_.emplace(key, std::string(value));
  }
}

void Overlay::erase(std::string_view key) {
  const auto found = changes_.find(key);
  if (found != changes_.end()) {
    found->second.reset();
  } else {
    changes_.emplace(key, std::nullopt);
  }
}

}  // namespace ledger
