#include "writer/contacts.h"

#include <algorithm>
#include <limits>

#include "events/person.h"

namespace ledger {
namespace {

constexpr Sequence kAll = std::numeric_limits<Sequence>::max();

}  // namespace

// The project's live holds of any of the hashes. Each hold that is over is met here once more.
std::vector<HoldId> ContactIndex::live_holds(const HoldPlots& command, const State& state) {
  std::vector<HoldId> live;
  for (const auto& hash : command.contact_hashes) {
    const auto entry = holds_.find(hash);
    if (entry == holds_.end()) continue;
    std::erase_if(entry->second, [&](const auto& one) {
      const auto* hold = find_hold(state, one->project, one->hold);
      return hold == nullptr || hold->status != fold::HoldStatus::Live;
    });
    for (const auto& one : entry->second) {
      const bool listed = std::find(live.begin(), live.end(), one->hold) != live.end();
      if (one->project == command.project && !listed) live.push_back(one->hold);
    }
    if (entry->second.empty()) holds_.erase(entry);
  }
  return live;
}

void ContactIndex::complete(Command& command, const State& state) {
  if (auto* hold = std::get_if<HoldPlots>(&command)) {
    hold->holds_of_contact = live_holds(*hold, state);
  } else if (auto* buyer = std::get_if<RegisterBuyer>(&command)) {
    buyer->known = buyers(buyer->contact_hashes, kAll);
  }
}

void ContactIndex::learn(const Command& command, const Events& events, Sequence sequence) {
  if (const auto* hold = std::get_if<HoldPlots>(&command); hold && find<PlotHeld>(events)) {
    const auto one = std::make_shared<const HoldOf>(HoldOf{hold->project, hold->hold});
    for (const auto& hash : hold->contact_hashes) holds_[hash].push_back(one);
  } else if (const auto* buyer = std::get_if<RegisterBuyer>(&command);
             buyer && find<BuyerRegistered>(events)) {
    for (const auto& hash : buyer->contact_hashes)
      buyers_[hash].push_back({buyer->buyer, sequence});
  }
}

void ContactIndex::rebuild(const State& state, Vault& vault) {
  holds_.clear();
  buyers_.clear();
  for (const auto& [project_id, project] : state.projects) {
    for (const auto& [id, hold] : project.holds) {
      if (hold.status != fold::HoldStatus::Live || !hold.contact) continue;
      const auto one = std::make_shared<const HoldOf>(HoldOf{project_id, id});
      for (const auto& hash : hashes_in(*hold.contact, vault)) holds_[hash].push_back(one);
    }
  }
  for (const auto& [id, buyer] : state.directory.buyers) {
    if (!buyer.contact) continue;
    for (const auto& hash : hashes_in(*buyer.contact, vault)) buyers_[hash].push_back({id});
  }
}

std::vector<Hash> ContactIndex::hashes_in(const wire::SealedT& box, Vault& vault) {
  const auto plain = vault.open_box(box);
  if (!plain) return {};  // erased: nobody is to be found by it
  const auto person = unpack(*plain);
  return person ? contact_hashes(vault, *person) : std::vector<Hash>{};
}

std::vector<BuyerId> ContactIndex::buyers(const std::vector<Hash>& hashes,
                                          Sequence accepted) const {
  std::vector<BuyerId> all;
  for (const auto& hash : hashes) {
    const auto known = buyers_.find(hash);
    if (known == buyers_.end()) continue;
    for (const auto& [buyer, since] : known->second)
      if (since <= accepted && std::ranges::find(all, buyer) == all.end()) all.push_back(buyer);
  }
  return all;
}

}  // namespace ledger
