#pragma once

#include <string>
#include <vector>

#include "ops/plotledger/demo_dice.h"
#include "ops/plotledger/demo_terms.h"
#include "query-api/layout/generate.h"
#include "writer/commands.h"

namespace ledger::demo {

inline constexpr int kStoryDays = 548;  // eighteen months

// How a visit to the map ends.
enum class Ending {
  kBooked,
  kBookedLate,  // the money comes after the hold's end, and the plot is still free
  kOrphaned,    // it comes after somebody else has booked the plot
  kConflicted,  // the wrong amount comes
  kReleased,
  kLapsed,         // nothing more is heard
  kFailed,         // paid without success, and given up
  kAbandoned,      // left at the gateway
  kWalkIn,         // held by sales for days, then booked
  kWalkInLost,     // held by sales, then released with a reason
  kWalkInWaiting,  // held by sales to the end of the story
  kGreedy,         // wants a third hold beside two, and is refused
};

struct Visit {
  int day = 0;
  Micros time{};  // after midnight in India
  Ending ending = Ending::kLapsed;
  int plots = 1;
  bool cancelled = false;   // the booking, weeks later
  bool undecided = false;   // … on the last day, so that finance has its refund still to approve
  bool paid_again = false;  // a second payment of the same order
  bool showcase = false;    // the buyer whose home the demo offers to open
};

// From `day` on the plots of these blocks are for sale; `keep` of the last stay unreleased.
struct Phase {
  int day = 0;
  std::vector<std::string> blocks;
  std::size_t keep = 0;
};

struct PriceStep {
  int day = 0;
  std::int64_t rupees_per_sq_ft = 0;
  std::uint32_t balance_due_days = 0;
};

struct BlockedRun {
  int day = 0;
  std::string block;
  std::size_t first = 0;  // place within its block
  std::size_t count = 0;
  std::string reason;
  std::string channel;
};

struct ProjectPlan {
  OpenProject open;
  int day = 0;  // when the project is opened
  LayoutPlan layout;
  std::vector<Phase> phases;
  std::vector<PriceStep> prices;
  std::vector<wire::ChargeHeadT> heads;
  std::vector<BlockedRun> blocked;
  int sold = 0;        // plots booked when the story ends
  int cancelled = 0;   // bookings on top of them that are cancelled
  int odd_visits = 0;  // in units of ten: how many visits of the other kinds there are
  bool showcase = false;
  Terms terms;
  bool differences = false;  // gateway and bank differ from the books in three places
};

ProjectPlan sahyadri();
ProjectPlan kaveri();

// Every visit of a project, as many of each kind as its plan asks for.
std::vector<Visit> visits(const ProjectPlan& plan, Dice& dice);

}  // namespace ledger::demo
