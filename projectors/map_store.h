#pragma once

#include <mutex>

#include "projectors/store.h"

namespace ledger {

// A store in memory, for simulation and for fresh folds to compare with. Snapshots are as
// consistent as the real store's: a write copies rows that a snapshot still holds before it changes
// them.
class MapStore final : public ViewStore {
 public:
  explicit MapStore(const Views& views);
  ~MapStore() override;
  [[nodiscard]] Snapshot snapshot() const override;
  void write(Staged staged) override;

 private:
  class MapRows;
  mutable std::mutex mutex_;
  std::vector<std::pair<std::string, std::shared_ptr<MapRows>>> rows_;
  AppliedParts applied_;
};

}  // namespace ledger
