#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/events/directory.h"
#include "writer/index.h"

namespace ledger::sim {

// A few command indexes, opened once and made empty for each new use: opening one takes longer than
// a whole life. Keys of earlier uses stay inside, so each life has a scope of its own.
class IndexPool {
 public:
  explicit IndexPool(std::size_t slots = 6) {
    for (std::size_t i = 0; i < slots; ++i)
      all_.push_back(*CommandIndex::open(directory_.path(std::to_string(i))));
  }

  // A life begins: every slot may be used once more.
  std::string begin_life() {
    used_ = 0;
    return "life " + std::to_string(++lives_) + " of the simulation";
  }

  [[nodiscard]] bool empty() const { return used_ == all_.size(); }

  // An index that remembers nothing of this life.
  CommandIndex& fresh() {
    auto& index = *all_.at(used_++);
    for (Partition partition = 0; partition < 2; ++partition) {
      index.put(partition, {}, -1);
      (void)index.save(partition, {.offset = -1});
    }
    return index;
  }

 private:
  TestDirectory directory_;
  std::vector<std::unique_ptr<CommandIndex>> all_;
  std::size_t used_ = 0;
  std::uint64_t lives_ = 0;
};

}  // namespace ledger::sim
