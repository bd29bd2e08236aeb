#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "projectors/map_store.h"
#include "tests/support/given_money.h"

namespace ledger::test {

// How often each event and refusal occurred in many lives.
struct MoneyHistogram {
  std::map<std::string, std::uint64_t> events;
  std::map<std::string, std::uint64_t> refusals;
  std::uint64_t decisions = 0;
  std::uint64_t bookings = 0;
  std::uint64_t days_compared = 0;
};

// One project's money over years, from a seed: bookings by gateway, bank, cheque and import, and
// everything that can become of them, sensible and senseless. After every record the postings sum
// to zero, numbers follow each other, refunds stay within what came; at every look the portal, the
// books and the state say the same of every booking, figure by figure and day by day. Throws
// std::runtime_error with the seed and what is wrong.
class MoneyLife {
 public:
  MoneyLife(std::uint64_t seed, MoneyHistogram& histogram);
  ~MoneyLife();

  void live(int steps);

  // Takes the bytes of every record from now on, in order: a log with this life in it.
  void tell(std::function<void(const std::string& bytes)> listener) {
    listener_ = std::move(listener);
  }

 private:
  struct Account;

  static constexpr const char* kPartner = "estate-one";

  void found();
  void step();
  bool act(const Command& command, const char* actor = nullptr);
  void record(Events events);
  void see(const Event& event);
  void look();
  void look_at_booking(const fold::BookingT& booking);
  void expect(bool good, const std::string& what) const;

  // What there is to choose from.
  std::uint64_t below(std::uint64_t bound);
  bool one_in(std::uint64_t n);
  template <class Map>
  typename Map::key_type some_key(const Map& map);
  const Project& project() const;
  BookingId some_booking();
  PlotId some_plot(fold::PlotStatus status);
  Money some_amount(Money most);
  std::string fresh(const char* what);

  // One kind of thing that happens.
  void pass_time();
  void book_by_gateway();
  void book_by_bank();
  void import();
  void pay_online();
  void pay_offline();
  void decide_declared();
  void correct();
  void discount();
  void change_hands();
  void end_or_revive();
  void refund();
  void demand();
  void commission();
  void reconcile();
  void set_rules();
  void nonsense();

  std::function<void(const std::string& bytes)> listener_;
  std::uint64_t seed_;
  std::uint64_t chance_;
  MoneyHistogram& histogram_;
  State state_;
  MapStore store_;
  Instant now_ = Story::kNoon;
  Sequence sequence_ = 0;
  Hash head_;
  int fresh_ = 0;
  std::vector<std::string> demands_;
  std::map<std::pair<char, int>, std::uint32_t> serials_;
  std::map<std::string, Money> captured_;
  std::map<std::string, Money> refunded_;
};

template <class Map>
typename Map::key_type MoneyLife::some_key(const Map& map) {
  using Key = typename Map::key_type;
  if (map.empty() || one_in(40)) return Key("nobody");
  std::vector<Key> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  return keys[below(keys.size())];
}

}  // namespace ledger::test
