#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/vault.h"
#include "writer/commands.h"
#include "writer/domain/state.h"
#include "writer/index.h"

namespace ledger {

// Finds the holds and the buyer of the same person again by keyed hashes of phone and e-mail. The
// hashes are in memory only; after a start they are rebuilt by opening the sealed boxes of live
// holds and buyers.
class ContactIndex {
 public:
  // Fills in what a decider needs to know but the log must not hold in clear. Holds that are over
  // by `state` are left out, and forgotten.
  void complete(Command& command, const State& state);

  // Learns from a command whose record, number `sequence`, was accepted into the staged state.
  void learn(const Command& command, const Events& events, Sequence sequence);

  void rebuild(const State& state, Vault& vault);

  // Who is registered by the records up to `accepted`, oldest first.
  [[nodiscard]] std::vector<BuyerId> buyers(const std::vector<Hash>& hashes,
                                            Sequence accepted) const;

 private:
  static std::vector<Hash> hashes_in(const wire::SealedT& box, Vault& vault);

  struct HoldOf {
    ProjectId project;
    HoldId hold;
  };

  struct BuyerOf {
    BuyerId buyer;
    Sequence since = 0;  // the record's; 0: of before this term
  };

  std::vector<HoldId> live_holds(const HoldPlots& command, const State& state);

  using HoldsOf = std::vector<std::shared_ptr<const HoldOf>>;  // shared by a hold's hashes

  std::unordered_map<Hash, HoldsOf, FirstBytes> holds_;
  std::unordered_map<Hash, std::vector<BuyerOf>, FirstBytes> buyers_;
};

}  // namespace ledger
