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

  // Learns from a command that was accepted into the staged state.
  void learn(const Command& command, const Events& events);

  void rebuild(const State& state, Vault& vault);

  [[nodiscard]] std::vector<BuyerId> buyers(const std::vector<Hash>& hashes) const;

 private:
  static std::vector<Hash> hashes_in(const wire::SealedT& box, Vault& vault);

  struct HoldOf {
    ProjectId project;
    HoldId hold;
  };

  std::vector<HoldId> live_holds(const HoldPlots& command, const State& state);

  using HoldsOf = std::vector<std::shared_ptr<const HoldOf>>;  // shared by a hold's hashes

  std::unordered_map<Hash, HoldsOf, FirstBytes> holds_;
  std::unordered_map<Hash, std::vector<BuyerId>, FirstBytes> buyers_;
};

}  // namespace ledger
