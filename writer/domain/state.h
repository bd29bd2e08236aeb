#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "events/civil.h"
#include "events/event.h"
#include "events/result.h"
#include "state_generated.h"
#include "writer/commands.h"

namespace ledger {

// Partition 0's part: what is unique in the whole ledger.
struct Directory {
  std::unordered_map<ProjectId, ProjectOpened> projects;
  std::unordered_map<std::string, ProjectId> codes;
  std::unordered_map<KeyId, fold::ApiKeyT> keys;
  std::unordered_map<BuyerId, BuyerRegistered> buyers;
  std::unordered_map<PaymentId, fold::UnmatchedT> unmatched;
  std::unordered_map<std::string, ReferenceClaimed> references;  // bank references that are taken
};

// One project, whole. `plots` are in layout order.
struct Project {
  ProjectOpened opened;
  Zone zone;
  Digest layout;  // empty until a layout was imported
  std::vector<fold::PlotT> plots;
  std::unordered_map<PlotId, std::uint32_t> plot_at;
  std::vector<PricesSet> prices;  // version v at [v - 1]
  HoldRulesSet rules;             // domain.md's defaults until rules were set
  std::unordered_map<HoldId, fold::HoldT> holds;
  std::unordered_map<HoldId, fold::CheckoutT> checkouts;
  std::unordered_map<OrderId, HoldId> orders;
  std::unordered_map<PaymentId, fold::PaymentT> payments;
  std::unordered_map<BookingId, fold::BookingT> bookings;
  std::unordered_map<RefundId, fold::RefundT> refunds;
  std::map<std::pair<char, std::uint16_t>, std::uint32_t> serials;  // the last, by letter and year
  std::uint32_t bookings_made = 0;

  // Rules about money. Version v of a plan at [v - 1]; rules that are dated in the order they were
  // set.
  TaxRulesSet taxes;
  MoneyRulesSet money;  // defaults until rules were set
  std::map<std::string, std::vector<PaymentPlanSet>> plans;
  std::vector<CancellationRulesSet> cancellations;
  std::map<std::pair<std::string, std::string>, TemplateSet> templates;  // by kind and language
  std::map<std::string, Day> milestones;

  std::unordered_map<RequestId, fold::RequestT> requests;
  std::unordered_map<OrderId, RequestId> request_orders;
  std::unordered_map<LinkId, fold::LinkT> links;
  std::unordered_map<DiscountId, fold::DiscountT> discounts;
  std::map<std::string, fold::PartnerAccountT> partners;
  std::map<std::string, fold::ApprovalT> approvals;
  std::map<std::string, fold::SettlementT> settlements;
  std::unordered_set<std::string> settled;  // what any settlement is about
  std::unordered_map<std::string, fold::BankRowT> bank;
  std::set<std::string> moves;  // legs that are done: "<move>/out", "<move>/in"
  Day closed_day = 0;           // 0: no day was closed
  std::uint64_t entries = 0;    // of the day book
};

// A hold in one of State's indexes, by the moment that matters there.
struct HoldAt {
  Instant at;
  ProjectId project;
  HoldId hold;
  auto operator<=>(const HoldAt&) const = default;
};

// A gateway order in one of State's indexes: a hold's, or a booking's request.
struct OrderAt {
  Instant at;
  ProjectId project;
  HoldId hold;
  RequestId request = {};
  auto operator<=>(const OrderAt&) const = default;
};

// A hold that ended. `number` is 1, 2, 3 … in the partition.
struct EndedHold {
  std::uint64_t number = 0;
  ProjectId project;
  HoldId hold;
  PersonId person;
  bool operator==(const EndedHold&) const = default;
};

// What the deciders of one partition know: a fold over its accepted records, plain data. The
// indexes at the end follow from the rest; todo.h reads them.
struct State {
  Partition partition = 0;
  Partition partitions = 1;
  Directory directory;
  std::unordered_map<ProjectId, Project> projects;  // those that live in this partition

  // The last kEndedRemembered holds that ended, oldest first. One that falls out and never had a
  // checkout is forgotten altogether: later questions about it are answered with "hold-unknown".
  std::deque<EndedHold> ended;
  std::uint64_t ended_count = 0;

  std::set<HoldAt> expiring;        // live, nothing that keeps it: by expires_at
  std::set<OrderAt> settling;       // open order: by when it must be settled
  std::set<OrderAt> orders_wanted;  // asked for and not made yet: by when it was asked for
  std::set<OrderAt> orders_lost;    // wanted when their hold ended: the gateway may have made them
  std::set<OrderAt> orders_open;    // by when they opened
  std::set<OrderAt> orders_closed;  // closed, with money or without: by when they closed
  std::set<std::pair<ProjectId, RefundId>> refunds_due;
  std::set<PaymentId> payments_unmatched;
};

inline constexpr std::size_t kEndedRemembered = 65'536;

// `now` is the very instant that the record will carry as recorded_at.
struct Context {
  Instant now;
  std::string actor;
};

// What follows from `command`: events (none: it is so already), or a refusal with a stable reason
// and a sentence that a buyer could read. Pure; a few microseconds.
Result<Events> decide(const State& state, const Command& command, const Context& context);

// Makes `event` part of the state. Never decides. Throws std::logic_error where the event cannot
// have happened (a plot held twice, postings that do not sum to zero, a serial out of turn, …); the
// state is then unusable and the partition must stop.
void evolve(State& state, const Event& event, Instant recorded_at);

inline constexpr std::uint32_t kFoldVersion = 2;  // another meaning of State: raise it

// The whole state as bytes; equal states give equal bytes.
std::string snapshot(const State& state);

// kMismatch "snapshot-of-another-version": fold the log instead. kCorrupt "snapshot-unreadable".
Result<State> restore(std::string_view bytes);

// Nullptr where there is none. Pointers live until the next evolve.
const Project* find_project(const State& state, const ProjectId& project);
const fold::HoldT* find_hold(const State& state, const ProjectId& project, const HoldId& hold);
const fold::CheckoutT* find_checkout(const State& state, const ProjectId& project,
                                     const HoldId& hold);

}  // namespace ledger
