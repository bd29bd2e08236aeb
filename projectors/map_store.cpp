#include "projectors/map_store.h"

#include <functional>

namespace ledger {

class MapStore::MapRows final : public Rows {
 public:
  [[nodiscard]] std::optional<std::string> get(std::string_view key) const override {
    const auto found = rows_.find(key);
    if (found == rows_.end()) return std::nullopt;
    return found->second;
  }

  void scan(std::string_view prefix, std::string_view from, const Row& row) const override {
    for (auto at = rows_.lower_bound(std::max(prefix, from)); at != rows_.end(); ++at) {
      if (!at->first.starts_with(prefix) || !row(at->first, at->second)) return;
    }
  }

  void take(Overlay::Changes changes) {
    for (auto& [key, value] : changes) {
      if (value) {
        rows_.insert_or_assign(key, std::move(*value));
      } else {
        rows_.erase(key);
      }
    }
  }

 private:
  std::map<std::string, std::string, std::less<>> rows_;
};

MapStore::MapStore(const Views& views) {
  for (const auto* view : views) rows_.emplace_back(view->name(), std::make_shared<MapRows>());
}

MapStore::~MapStore() = default;

Snapshot MapStore::snapshot() const {
  const std::lock_guard lock(mutex_);
  ReadSnapshot::ViewRows rows(rows_.begin(), rows_.end());
  return std::make_shared<ReadSnapshot>(std::move(rows), applied_);
}

void MapStore::write(Staged staged) {
  auto changes = staged.release();  // its base no longer counts as a reader
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    auto& rows = rows_[i].second;
    if (rows.use_count() > 1) rows = std::make_shared<MapRows>(*rows);
    rows->take(std::move(changes[i].second));
  }
  applied_ = std::move(staged.applied);
}

}  // namespace ledger
