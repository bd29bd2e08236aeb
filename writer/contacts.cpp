#include "writer/contacts.h"

#include <algorithm>

#include "events/person.h"

namespace ledger {
namespace {

template <class T>
std::vector<T> found(const std::map<Hash, std::vector<T>>& index, const std::vector<Hash>& hashes) {
  std::vector<T> all;
  for (const auto& hash : hashes) {
    const auto at = index.find(hash);
    if (at == index.end()) continue;
    for (const auto& one : at->second)
      if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  }
  return all;
}

}  // namespace

void ContactIndex::complete(Command& command) const {
  if (auto* hold = std::get_if<HoldPlots>(&command)) {
    hold->holds_of_contact = found(holds_, hold->contact_hashes);
  } else if (auto* buyer = std::get_if<RegisterBuyer>(&command)) {
    buyer->known = found(buyers_, buyer->contact_hashes);
  }
}

void ContactIndex::learn(const Command& command, const Events& events) {
  if (const auto* hold = std::get_if<HoldPlots>(&command); hold && find<PlotHeld>(events)) {
    for (const auto& hash : hold->contact_hashes) holds_[hash].push_back(hold->hold);
  } else if (const auto* buyer = std::get_if<RegisterBuyer>(&command);
             buyer && find<BuyerRegistered>(events)) {
    for (const auto& hash : buyer->contact_hashes) buyers_[hash].push_back(buyer->buyer);
  }
}

void ContactIndex::forget(const State& state) {
  for (auto entry = holds_.begin(); entry != holds_.end();) {
    std::erase_if(entry->second, [&state](const HoldId& id) {
      return std::none_of(state.projects.begin(), state.projects.end(), [&id](const auto& project) {
        const auto hold = project.second.holds.find(id);
        return hold != project.second.holds.end() && hold->second.status == fold::HoldStatus::Live;
      });
    });
    entry = entry->second.empty() ? holds_.erase(entry) : std::next(entry);
  }
}

void ContactIndex::rebuild(const State& state, Vault& vault) {
  holds_.clear();
  buyers_.clear();
  for (const auto& [project_id, project] : state.projects) {
    for (const auto& [id, hold] : project.holds) {
      if (hold.status != fold::HoldStatus::Live || !hold.contact) continue;
      for (const auto& hash : hashes_in(*hold.contact, vault)) holds_[hash].push_back(id);
    }
  }
  for (const auto& [id, buyer] : state.directory.buyers) {
    if (!buyer.contact) continue;
    for (const auto& hash : hashes_in(*buyer.contact, vault)) buyers_[hash].push_back(id);
  }
}

std::vector<Hash> ContactIndex::hashes_in(const wire::SealedT& box, Vault& vault) {
  const auto plain = vault.open_box(box);
  if (!plain) return {};  // erased: nobody is to be found by it
  const auto person = unpack(*plain);
  return person ? contact_hashes(vault, *person) : std::vector<Hash>{};
}

std::vector<BuyerId> ContactIndex::buyers(const std::vector<Hash>& hashes) const {
  return found(buyers_, hashes);
}

}  // namespace ledger
