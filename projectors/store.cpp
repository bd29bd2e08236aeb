#include "projectors/store.h"

#include <stdexcept>

namespace ledger {
namespace {

template <class Pairs>
auto& named(Pairs& pairs, std::string_view name) {
  for (auto& [key, value] : pairs) {
    if (key == name) return *value;
  }
  throw std::out_of_range("the store holds no view " + std::string(name));
}

}  // namespace

ReadSnapshot::ReadSnapshot(ViewRows rows, AppliedParts applied)
    : rows_(std::move(rows)), applied_(std::move(applied)) {
  for (const auto& [partition, part] : applied_) position_.advance(partition, part.head.sequence);
}

const Rows& ReadSnapshot::rows(std::string_view name) const {
  return named(rows_, name);
}

Staged::Staged(Snapshot base) : applied(base->applied()), base_(std::move(base)) {
  for (const auto& [name, rows] : base_->views()) {
    overlays_.emplace_back(name, std::make_unique<Overlay>(*rows));
  }
}

Batch& Staged::rows(std::string_view name) {
  return named(overlays_, name);
}

Staged::Changes Staged::release() {
  Changes changes;
  changes.reserve(overlays_.size());
  for (auto& [name, overlay] : overlays_) changes.emplace_back(name, overlay->release());
  overlays_.clear();
  base_.reset();
  return changes;
}

}  // namespace ledger
