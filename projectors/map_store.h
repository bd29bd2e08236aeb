#pragma once

#include "projectors/store.h"

namespace ledger {

// A store in memory, for simulation and for fresh folds to compare with. Snapshots are as
// consistent as the real store's: a write copies the rows only while a snapshot of the old ones is
// still held.
class MapStore final : public ViewStore {
 public:
  explicit MapStore(const Views& views);
  ~MapStore() override;

 protected:
  Snapshot commit(const Staged& staged) override;

 private:
  class MapRows;
  std::map<std::string, std::shared_ptr<MapRows>> rows_;
};

}  // namespace ledger
