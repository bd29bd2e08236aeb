#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "writer/domain/state.h"

namespace ledger {

// What the outside must still do for one partition. It is state, not a queue: a thing stays listed
// until its outcome came back as a command, so a reactor keeps no position and may ask again at any
// time. Each list costs what it returns, at most `most`, oldest first; history is never scanned.

// A checkout, or a booking's request, whose order the gateway has not made yet. The order's notes
// carry project and hold or request. Outcome: RecordOrder. `hold_ended`: make no order any more,
// but tell if it was made (it can still be paid).
struct OrderWanted {
  ProjectId project;
  HoldId hold;
  RequestId request;
  std::string receipt;
  Money amount;
  std::string currency;
  Instant since;
  bool hold_ended = false;
};

// An order the gateway made. Outcome: RecordPayment, or SettleOrder once `settle_at` is past.
struct OpenOrder {
  ProjectId project;
  HoldId hold;
  RequestId request;
  OrderId order;
  std::string receipt;
  Instant opened_at;
  Instant settle_at;   // the hold or request is over, or its last failed attempt's retry window is
  Instant give_up_at;  // from then on "pending" and "unreachable" end the hold
  Instant closed_at;   // zero while open
};

// A refund that was approved and is not yet processed. `initiated`: the gateway knows it (as
// `gateway_refund`) and must only be asked. `failures` of at most kRefundAttempts attempts so far.
// Outcome: RecordRefund.
struct RefundDue {
  ProjectId project;
  RefundId refund;
  PaymentId payment;
  Money amount;
  std::string currency;
  bool initiated = false;
  std::string gateway_refund;
  unsigned failures = 0;
};

inline constexpr unsigned kRefundAttempts = 5;

// Outcome: RecordPayment in the project that turned out to know the order, then MatchPayment.
struct UnmatchedPayment {
  wire::PaymentT payment;
  std::string status;
};

std::vector<OrderWanted> orders_wanted(const State& state, std::size_t most);
std::vector<OrderWanted> orders_lost(const State& state, Instant now, std::size_t most);
std::vector<OpenOrder> open_orders(const State& state, std::size_t most);
std::vector<OpenOrder> orders_to_settle(const State& state, Instant now, std::size_t most);

// Orders closed less than kWatchedFor ago, paid or not: gateways' orders do not expire, so money
// may still come, or come twice, and its webhook may be lost. Those after `last` in the order in
// which they closed; begin again with an empty one when there are no more.
inline constexpr auto kWatchedFor = days(7);
std::vector<OpenOrder> orders_to_watch(const State& state, Instant now, const OrderAt& last,
                                       std::size_t most);
OrderAt place_of(const OpenOrder& closed);

std::vector<RefundDue> refunds_due(const State& state, std::size_t most);
std::vector<UnmatchedPayment> unmatched_payments(const State& state, std::size_t most);

// Holds that ended and were not booked, with number > `after`: their contact's key may be shredded.
// The caller keeps the last number it has done in memory and starts at 0 again after a restart;
// shredding twice is harmless. Only the last kEndedRemembered are known.
std::vector<EndedHold> ended_holds(const State& state, std::uint64_t after, std::size_t most);

// When the next hold expires or the next order must be settled. It may be past: orders stay until
// they are settled. With `after`: the first such moment later than that.
std::optional<Instant> next_deadline(const State& state);
std::optional<Instant> next_deadline(const State& state, Instant after);

bool expiry_due(const State& state, Instant now);  // ExpireHolds would end some, in some project
bool expiry_due(const State& state, const ProjectId& project, Instant now);
std::vector<ProjectId> projects_with_expiry_due(const State& state, Instant now);

}  // namespace ledger
