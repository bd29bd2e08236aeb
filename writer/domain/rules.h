#pragma once

// Inside the domain only: what the topic files share. One `decide` a command, one `fold` an event;
// state.cpp visits them, and does not compile while one is missing.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "writer/domain/state.h"

namespace ledger::rules {

using Decision = Result<Events>;

// --- directory.cpp ---
Decision decide(const State& state, const OpenProject& c, const Context& context);
Decision decide(const State& state, const IssueApiKey& c, const Context& context);
Decision decide(const State& state, const RevokeApiKey& c, const Context& context);
Decision decide(const State& state, const RegisterBuyer& c, const Context& context);
Decision decide(const State& state, const KeepUnmatchedPayment& c, const Context& context);
Decision decide(const State& state, const MatchPayment& c, const Context& context);

void fold(State& state, const LedgerFounded& e, Instant at);
void fold(State& state, const PartitionsAdded& e, Instant at);
void fold(State& state, const WriterStarted& e, Instant at);
void fold(State& state, const CommandRefused& e, Instant at);
void fold(State& state, const ProjectOpened& e, Instant at);
void fold(State& state, const ApiKeyIssued& e, Instant at);
void fold(State& state, const ApiKeyRevoked& e, Instant at);
void fold(State& state, const BuyerRegistered& e, Instant at);
void fold(State& state, const ReferenceClaimed& e, Instant at);
void fold(State& state, const PaymentUnmatched& e, Instant at);
void fold(State& state, const PaymentMatched& e, Instant at);

// --- setup.cpp, setup_prices.cpp ---
Decision decide(const State& state, const ImportLayout& c, const Context& context);
Decision decide(const State& state, const SetPrices& c, const Context& context);
Decision decide(const State& state, const SetHoldRules& c, const Context& context);
Decision decide(const State& state, const ReleasePlots& c, const Context& context);
Decision decide(const State& state, const BlockPlots& c, const Context& context);
Decision decide(const State& state, const UnblockPlots& c, const Context& context);

void fold(State& state, const LayoutImported& e, Instant at);
void fold(State& state, const PricesSet& e, Instant at);
void fold(State& state, const HoldRulesSet& e, Instant at);
void fold(State& state, const PlotsReleased& e, Instant at);
void fold(State& state, const PlotBlocked& e, Instant at);
void fold(State& state, const PlotUnblocked& e, Instant at);

// --- holds.cpp ---
Decision decide(const State& state, const HoldPlots& c, const Context& context);
Decision decide(const State& state, const ExtendHold& c, const Context& context);
Decision decide(const State& state, const ReleaseHold& c, const Context& context);
Decision decide(const State& state, const ExpireHolds& c, const Context& context);

void fold(State& state, const PlotHeld& e, Instant at);
void fold(State& state, const HoldExtended& e, Instant at);
void fold(State& state, const HoldReleased& e, Instant at);
void fold(State& state, const HoldExpired& e, Instant at);

// --- checkout.cpp ---
Decision decide(const State& state, const StartCheckout& c, const Context& context);
Decision decide(const State& state, const RecordOrder& c, const Context& context);
Decision decide(const State& state, const SettleOrder& c, const Context& context);

void fold(State& state, const CheckoutStarted& e, Instant at);
void fold(State& state, const OrderCreated& e, Instant at);
void fold(State& state, const OrderClosed& e, Instant at);

// --- payments.cpp ---
Decision decide(const State& state, const RecordPayment& c, const Context& context);

void fold(State& state, const PaymentAuthorized& e, Instant at);
void fold(State& state, const PaymentCaptured& e, Instant at);
void fold(State& state, const PaymentFailed& e, Instant at);
void fold(State& state, const PaymentConflicted& e, Instant at);
void fold(State& state, const PaymentOrphaned& e, Instant at);

// --- bookings.cpp ---
Decision decide(const State& state, const CancelBooking& c, const Context& context);

void fold(State& state, const BookingConfirmed& e, Instant at);
void fold(State& state, const BookingCancelled& e, Instant at);
void fold(State& state, const InstallmentsScheduled& e, Instant at);
void fold(State& state, const PaymentAllocated& e, Instant at);
void fold(State& state, const ReceiptIssued& e, Instant at);

// --- refunds.cpp ---
Decision decide(const State& state, const ApproveRefund& c, const Context& context);
Decision decide(const State& state, const RecordRefund& c, const Context& context);

void fold(State& state, const RefundRequested& e, Instant at);
void fold(State& state, const RefundApproved& e, Instant at);
void fold(State& state, const RefundInitiated& e, Instant at);
void fold(State& state, const RefundProcessed& e, Instant at);
void fold(State& state, const RefundFailed& e, Instant at);

// --- money.cpp ---
void fold(State& state, const JournalPosted& e, Instant at);

// A journal entry in the making. `entry` throws std::logic_error unless the postings sum to zero.
class Journal {
 public:
  Journal(const Project& project, std::string memo, std::string reference, BookingId booking = {});

  Journal& debit(std::string account, Money amount);  // nothing is posted for zero
  Journal& credit(std::string account, Money amount);
  [[nodiscard]] JournalPosted entry();  // the journal is used up

 private:
  JournalPosted entry_;
  BookingId booking_;
};

inline constexpr const char* kReceivable = "assets:receivable";
inline constexpr const char* kGatewayClearing = "assets:gateway-clearing";
inline constexpr const char* kCgst = "liabilities:cgst";
inline constexpr const char* kSgst = "liabilities:sgst";
inline constexpr const char* kAdvances = "liabilities:advances";
inline constexpr const char* kRefundsPayable = "liabilities:refunds-payable";
inline constexpr const char* kSuspense = "liabilities:suspense";
std::string income_account(std::string_view head);

// --- shared: state.cpp ---
// The project that a command names; "project-unknown" where it does not live in this partition.
Result<const Project*> project_in(const State& state, const ProjectId& id);
Result<const fold::HoldT*> hold_in(const Project& project, const HoldId& id);  // "hold-unknown"

// The same for events: throws where it is missing.
Project& must_find(State& state, const ProjectId& project);
fold::HoldT& must_find(Project& project, const HoldId& hold);
fold::CheckoutT& must_find_checkout(Project& project, const HoldId& hold);
void promise(bool kept, const char* what);  // throws std::logic_error(what) unless kept

// Places of the named plots in the project's list; "plot-unknown" names those that it does not
// have.
Result<std::vector<std::uint32_t>> places_of(const Project& project,
                                             const std::vector<PlotId>& plots);
std::vector<PlotId> ids_of(const Project& project, const std::vector<std::uint32_t>& places);
std::string listed(
    const std::vector<std::string>& names);  // "12, 13 and 14"; at most ten are named

// Refuses in a sentence about the named plots, which are its subjects: "Plot 12 is not …".
tl::unexpected<Error> refuse_plots(ErrorCode code, std::string reason,
                                   std::vector<std::string> plots, std::string_view if_one,
                                   std::string_view if_many = {});

// --- setup.cpp ---
HoldRulesSet default_rules(const ProjectId& project);  // as in domain.md

// --- setup_prices.cpp ---
// True if the plot's price is above zero and ten such plots are within kMaxPaise.
bool is_sellable(const fold::PlotT& plot, const PricesSet& prices);

// --- holds.cpp ---
// A hold is over when it ended, or when its time is up and no open order keeps it ("confirming").
bool is_over(const fold::HoldT& hold, Instant now);

// HoldExpired for those holds that stand on `places` and are over at `now` but have not ended yet.
Events expire_on(const Project& project, const std::vector<std::uint32_t>& places, Instant now);

// Those of `places` that are not available at `now`, once expire_on has spoken.
std::vector<std::string> not_free(const Project& project, const std::vector<std::uint32_t>& places,
                                  Instant now);
tl::unexpected<Error> ended_refusal(const fold::HoldT& hold);  // "hold-booked" or "hold-expired"
HoldExpired expired(const Project& project, const fold::HoldT& hold, std::string reason);

// The event that moves the hold's end to `until`, at most to its cap; nothing if that is no later.
std::optional<HoldExtended> extended(const Project& project, const fold::HoldT& hold, Instant until,
                                     const char* reason);

// --- checkout.cpp ---
OrderClosed closed(const Project& project, const fold::HoldT& hold, std::string reason);

// --- bookings.cpp ---
// What follows when `payment` of this hold is captured and its plots may be booked.
Events book(const Project& project, const fold::HoldT& hold, const fold::CheckoutT& checkout,
            const wire::PaymentT& payment, Instant now);

// What follows when a booking gets one more payment: all of it to the buyer's credit.
Events credit_booking(const Project& project, const fold::BookingT& booking,
                      const wire::PaymentT& payment, Instant now);

// --- refunds.cpp ---
RefundRequested refund_asked(const Project& project, const fold::PaymentT& payment,
                             const RefundId& refund, std::string reason, std::string by);

// The money of a captured payment goes back by rule.
Events send_back(const Project& project, const fold::CheckoutT& checkout,
                 const RecordPayment& captured, std::string why);

// --- indexes.cpp ---
// Takes a hold out of State's indexes, lets `change` work on it, and puts it where it then belongs.
void unlist(State& state, const Project& project, const fold::HoldT& hold);
void list(State& state, const Project& project, const fold::HoldT& hold);

template <class Change>
void change_hold(State& state, Project& project, const HoldId& id, Change change) {
  auto& hold = must_find(project, id);
  unlist(state, project, hold);
  change(hold);
  list(state, project, hold);
}

// When an open order must be settled: the hold is over, or its last failed attempt's window is.
Instant settle_at(const Project& project, const fold::HoldT& hold, const fold::CheckoutT& checkout);
void list_refund(State& state, const Project& project, const fold::RefundT& refund);
void remember_ended(State& state, Project& project, const fold::HoldT& hold);

template <class T>
void add(Events& events, T event) {
  events.emplace_back(std::move(event));
}

inline void add_all(Events& events, Events more) {
  for (auto& event : more) events.push_back(std::move(event));
}

}  // namespace ledger::rules
