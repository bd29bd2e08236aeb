#pragma once

// Inside the domain only: what the topic files share. One `decide` a command, one `fold` an event;
// state.cpp visits them, and does not compile while one is missing.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/pricing.h"
#include "writer/domain/journal.h"
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
Decision decide(const State& state, const ClaimReferences& c, const Context& context);
Decision decide(const State& state, const ReleaseReference& c, const Context& context);

void fold(State& state, const LedgerFounded& e, Instant at);
void fold(State& state, const PartitionsAdded& e, Instant at);
void fold(State& state, const WriterStarted& e, Instant at);
void fold(State& state, const CommandRefused& e, Instant at);
void fold(State& state, const ProjectOpened& e, Instant at);
void fold(State& state, const ApiKeyIssued& e, Instant at);
void fold(State& state, const ApiKeyRevoked& e, Instant at);
void fold(State& state, const BuyerRegistered& e, Instant at);
void fold(State& state, const ReferenceClaimed& e, Instant at);
void fold(State& state, const ReferenceReleased& e, Instant at);
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

// --- setup_money.cpp ---
Decision decide(const State& state, const SetTaxRules& c, const Context& context);
Decision decide(const State& state, const SetPaymentPlan& c, const Context& context);
Decision decide(const State& state, const SetMoneyRules& c, const Context& context);
Decision decide(const State& state, const SetCancellationRules& c, const Context& context);
Decision decide(const State& state, const SetTemplate& c, const Context& context);
Decision decide(const State& state, const ReachMilestone& c, const Context& context);

void fold(State& state, const TaxRulesSet& e, Instant at);
void fold(State& state, const PaymentPlanSet& e, Instant at);
void fold(State& state, const MoneyRulesSet& e, Instant at);
void fold(State& state, const CancellationRulesSet& e, Instant at);
void fold(State& state, const TemplateSet& e, Instant at);
void fold(State& state, const MilestoneReached& e, Instant at);

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

// --- offline.cpp ---
Decision decide(const State& state, const DeclarePayment& c, const Context& context);
Decision decide(const State& state, const VerifyPayment& c, const Context& context);
Decision decide(const State& state, const RejectPayment& c, const Context& context);
Decision decide(const State& state, const DepositCheque& c, const Context& context);
Decision decide(const State& state, const BounceCheque& c, const Context& context);

void fold(State& state, const OfflinePaymentDeclared& e, Instant at);
void fold(State& state, const OfflinePaymentVerified& e, Instant at);
void fold(State& state, const OfflinePaymentRejected& e, Instant at);
void fold(State& state, const ChequeDeposited& e, Instant at);
void fold(State& state, const ChequeCleared& e, Instant at);
void fold(State& state, const ChequeBounced& e, Instant at);

// --- requests.cpp ---
Decision decide(const State& state, const RequestPayment& c, const Context& context);
Decision decide(const State& state, const IssuePaymentLink& c, const Context& context);
Decision decide(const State& state, const CancelPaymentLink& c, const Context& context);

void fold(State& state, const PaymentRequested& e, Instant at);
void fold(State& state, const PaymentLinkIssued& e, Instant at);
void fold(State& state, const PaymentLinkCancelled& e, Instant at);

// --- bookings.cpp ---
Decision decide(const State& state, const AdvanceBooking& c, const Context& context);

void fold(State& state, const BookingConfirmed& e, Instant at);
void fold(State& state, const InstallmentsScheduled& e, Instant at);
void fold(State& state, const InstallmentsRescheduled& e, Instant at);
void fold(State& state, const PaymentAllocated& e, Instant at);
void fold(State& state, const AdvanceCapExceeded& e, Instant at);
void fold(State& state, const AgreementExecuted& e, Instant at);
void fold(State& state, const AgreementRegistered& e, Instant at);
void fold(State& state, const PlotConveyed& e, Instant at);

// --- cancellations.cpp ---
Decision decide(const State& state, const RequestCancellation& c, const Context& context);
Decision decide(const State& state, const GiveNotice& c, const Context& context);
Decision decide(const State& state, const CancelBooking& c, const Context& context);
Decision decide(const State& state, const ReviveBooking& c, const Context& context);

void fold(State& state, const CancellationRequested& e, Instant at);
void fold(State& state, const CancellationNoticed& e, Instant at);
void fold(State& state, const BookingCancelled& e, Instant at);
void fold(State& state, const BookingRevived& e, Instant at);

// --- transfers.cpp ---
Decision decide(const State& state, const TransferBooking& c, const Context& context);
Decision decide(const State& state, const SwapPlots& c, const Context& context);
Decision decide(const State& state, const Reschedule& c, const Context& context);
Decision decide(const State& state, const WaiveInstallment& c, const Context& context);

void fold(State& state, const BookingTransferred& e, Instant at);
void fold(State& state, const PlotsSwapped& e, Instant at);
void fold(State& state, const InstallmentWaived& e, Instant at);
void fold(State& state, const InterestWaived& e, Instant at);

// --- discounts.cpp ---
Decision decide(const State& state, const ProposeDiscount& c, const Context& context);
Decision decide(const State& state, const ApproveDiscount& c, const Context& context);
Decision decide(const State& state, const RejectDiscount& c, const Context& context);

void fold(State& state, const DiscountProposed& e, Instant at);
void fold(State& state, const DiscountApproved& e, Instant at);
void fold(State& state, const DiscountRejected& e, Instant at);

// --- demands.cpp ---
Decision decide(const State& state, const DraftDemands& c, const Context& context);
Decision decide(const State& state, const IssueDemands& c, const Context& context);
Decision decide(const State& state, const ChargeInterest& c, const Context& context);

void fold(State& state, const DemandDrafted& e, Instant at);
void fold(State& state, const DemandIssued& e, Instant at);
void fold(State& state, const InterestCharged& e, Instant at);
void fold(State& state, const ChargeLevied& e, Instant at);

// --- papers.cpp ---
Decision decide(const State& state, const IssueInvoice& c, const Context& context);

void fold(State& state, const ReceiptIssued& e, Instant at);
void fold(State& state, const VoucherIssued& e, Instant at);
void fold(State& state, const InvoiceIssued& e, Instant at);
void fold(State& state, const CreditNoteIssued& e, Instant at);
void fold(State& state, const DebitNoteIssued& e, Instant at);
void fold(State& state, const DocumentNumberVoided& e, Instant at);

// --- corrections.cpp ---
Decision decide(const State& state, const ReversePayment& c, const Context& context);
Decision decide(const State& state, const ApplyCredit& c, const Context& context);
Decision decide(const State& state, const MoveCredit& c, const Context& context);
Decision decide(const State& state, const ReceiveCredit& c, const Context& context);

void fold(State& state, const PaymentReversed& e, Instant at);
void fold(State& state, const AllocationUndone& e, Instant at);
void fold(State& state, const OverpaymentApplied& e, Instant at);
void fold(State& state, const PaymentMoved& e, Instant at);

// --- refunds.cpp ---
Decision decide(const State& state, const RequestRefund& c, const Context& context);
Decision decide(const State& state, const ApproveRefund& c, const Context& context);
Decision decide(const State& state, const WithdrawRefund& c, const Context& context);
Decision decide(const State& state, const RecordRefund& c, const Context& context);
Decision decide(const State& state, const RecordBankRefund& c, const Context& context);
Decision decide(const State& state, const RecordForeignRefund& c, const Context& context);

void fold(State& state, const RefundRequested& e, Instant at);
void fold(State& state, const RefundApproved& e, Instant at);
void fold(State& state, const RefundWithdrawn& e, Instant at);
void fold(State& state, const RefundInitiated& e, Instant at);
void fold(State& state, const RefundProcessed& e, Instant at);
void fold(State& state, const RefundFailed& e, Instant at);

// --- commission.cpp ---
Decision decide(const State& state, const SetCommissionRules& c, const Context& context);
Decision decide(const State& state, const ApproveCommission& c, const Context& context);
Decision decide(const State& state, const PayCommission& c, const Context& context);

void fold(State& state, const CommissionRulesSet& e, Instant at);
void fold(State& state, const CommissionAccrued& e, Instant at);
void fold(State& state, const CommissionClawedBack& e, Instant at);
void fold(State& state, const CommissionApproved& e, Instant at);
void fold(State& state, const CommissionPaid& e, Instant at);

// --- accounts.cpp ---
Decision decide(const State& state, const ImportSettlement& c, const Context& context);
Decision decide(const State& state, const ImportBankLines& c, const Context& context);
Decision decide(const State& state, const MatchBankLine& c, const Context& context);
Decision decide(const State& state, const UndoBankMatch& c, const Context& context);
Decision decide(const State& state, const UndoSettlement& c, const Context& context);
Decision decide(const State& state, const CloseDay& c, const Context& context);
Decision decide(const State& state, const SignLaunchCheck& c, const Context& context);

void fold(State& state, const SettlementImported& e, Instant at);
void fold(State& state, const BankLinesImported& e, Instant at);
void fold(State& state, const BankLineMatched& e, Instant at);
void fold(State& state, const BankMatchUndone& e, Instant at);
void fold(State& state, const SettlementUndone& e, Instant at);
void fold(State& state, const DayClosed& e, Instant at);
void fold(State& state, const LaunchCheckSigned& e, Instant at);

// --- imports.cpp ---
Decision decide(const State& state, const ImportBooking& c, const Context& context);

void fold(State& state, const BookingImported& e, Instant at);
void fold(State& state, const PaymentImported& e, Instant at);

// --- money.cpp ---
void fold(State& state, const JournalPosted& e, Instant at);

// --- shared: state.cpp ---
// The project that a command names; "project-unknown" where it does not live in this partition.
Result<const Project*> project_in(const State& state, const ProjectId& id);
Result<const fold::HoldT*> hold_in(const Project& project, const HoldId& id);  // "hold-unknown"

// A booking and its project, as a command names them; "booking-unknown".
struct BookingPlace {
  const Project& project;
  const fold::BookingT& booking;
};

Result<BookingPlace> booking_in(const State& state, const ProjectId& project,
                                const BookingId& booking);
tl::unexpected<Error> refuse_cancelled();  // "booking-cancelled"

// Who has a booking's plots: its hold, or if it never had one the booking itself.
HoldId holder_of(const fold::BookingT& booking);

// The same for events: throws where it is missing.
Project& must_find(State& state, const ProjectId& project);
fold::HoldT& must_find(Project& project, const HoldId& hold);
fold::CheckoutT& must_find_checkout(Project& project, const HoldId& hold);
fold::BookingT& must_find_booking(Project& project, const BookingId& booking);
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
// Those of them that are neither free nor still to be released.
std::vector<std::string> not_sellable(const Project& project,
                                      const std::vector<std::uint32_t>& places, Instant now);
tl::unexpected<Error> ended_refusal(const fold::HoldT& hold);  // "hold-booked" or "hold-expired"
HoldExpired expired(const Project& project, const fold::HoldT& hold, std::string reason);

// The event that moves the hold's end to `until`, at most to its cap; nothing if that is no later.
std::optional<HoldExtended> extended(const Project& project, const fold::HoldT& hold, Instant until,
                                     const char* reason);

// --- checkout.cpp ---
OrderClosed closed(const Project& project, const fold::HoldT& hold, std::string reason);

int own_rate(const PricesSet& prices, std::string_view head);  // of a head, without tax rules

// The price of these plots at that version, taxed as on that day.
PriceLines lines_of(const Project& project, const std::vector<std::uint32_t>& places,
                    std::uint32_t price_version, Day on);
Result<CheckoutStarted> started_by(const Project& project, const fold::HoldT& hold,
                                   const StartCheckout& c, Day today);
Result<void> check_applicants(const std::vector<wire::ApplicantT>& applicants);

// --- requests.cpp ---
bool is_known_order(const Project& project, const OrderId& order);
Decision order_of_request(const Project& project, const RecordOrder& c);
Decision settle_request(const Project& project, const SettleOrder& c, Instant now);
void open_request(State& state, Project& project, const OrderCreated& e, Instant at);
void close_request(State& state, Project& project, const OrderClosed& e, Instant at);
void pay_request(State& state, Project& project, const RequestId& request, Instant at);

// --- setup_money.cpp ---
inline constexpr std::string_view kStandardPlan = "standard";
// Cash for one booking must stay under it (sections 269SS and 269T of the Income-tax Act).
inline constexpr Money kCashLimit = Money::paise(20'000'00);
MoneyRulesSet default_money_rules(const ProjectId& project);

// --- accounts.cpp ---
Result<void> check_value_day(const Project& project, Day day, Day today);

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

// The same for a booking's request.
void unlist(State& state, const Project& project, const fold::RequestT& request);
void list(State& state, const Project& project, const fold::RequestT& request);

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
