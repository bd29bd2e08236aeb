#pragma once

#include <functional>
#include <queue>
#include <string>
#include <vector>

#include "events/civil.h"
#include "ops/plotledger/demo_dice.h"
#include "ops/plotledger/demo_gateway.h"
#include "ops/plotledger/demo_ledger.h"

namespace ledger::demo {

// Called as the story goes on, with the days that are told.
using EachDay = std::function<void(int day, int of)>;

// Where the story plays: its time, what is to happen when, and how each actor speaks.
class Stage {
 public:
  // The story's days are `days` long and end with the day before `today`, in India.
  Stage(DemoLedger& ledger, GatewaySide& gateway, Day today, int days, std::uint64_t seed);

  [[nodiscard]] Instant now() { return ledger.clock().now(); }

  [[nodiscard]] Instant moment(int day, Micros time) const;

  // The calendar's day of one of the story's days, and of this moment.
  [[nodiscard]] Day day(int day) const { return first_ + day; }

  [[nodiscard]] Day today() { return day_of(now(), kIndia); }

  // What would happen after the story's end does not happen.
  void at(Instant when, std::function<void()> what);

  void in(Micros wait, std::function<void()> what) { at(now() + wait, std::move(what)); }

  void run(const EachDay& each_day);

  Envelope visitor(const std::string& route);
  Envelope staff(const std::string& role, const std::string& route);
  static Envelope reactor(std::string cause);
  static Envelope webhook();

  // Partition 0, or the one that all of the demo's projects live in.
  void tell_directory(Envelope envelope, Command command);
  void tell(Envelope envelope, Command command,
            DemoLedger::Expect expect = DemoLedger::Expect::kAccepted);
  void look(const ProjectId& project, const std::function<void(const Project&)>& ask);

  std::string uuid() { return ids_.uuid_v7(now()); }

  std::string gateway_id(std::string_view kind) { return ids_.gateway_id(kind); }

  // Ids and numbers of money outside of the gateway; no two are alike.
  std::string offline_id() { return "off_" + office_.digits(24); }

  std::string cheque_no() { return std::to_string(100'001 + cheques_++); }

  // What happens in the back office; apart from the throws for ids.
  Dice& dice() { return office_; }

  DemoLedger& ledger;
  GatewaySide& gateway;

 private:
  struct Happening {
    Instant when;
    std::uint64_t number = 0;
    std::function<void()> what;

    bool operator<(const Happening& other) const {  // the earliest on top
      return std::pair(when, number) > std::pair(other.when, other.number);
    }
  };

  Envelope keyed(std::string actor, const std::string& route);

  Instant end_;
  Day first_;
  int days_;
  Dice ids_;
  Dice office_;
  int cheques_ = 0;
  std::priority_queue<Happening> agenda_;
  std::uint64_t happenings_ = 0;
};

// The demo's key of a role: "demo-finance"; records name it as "key:demo-finance".
KeyId key_of_role(const std::string& role);
std::string actor_of(const std::string& role);

}  // namespace ledger::demo
