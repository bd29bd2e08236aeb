#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "events/wire.h"
#include "ledger_generated.h"

namespace ledger {

using LedgerFounded = wire::LedgerFoundedT;
using PartitionsAdded = wire::PartitionsAddedT;
using WriterStarted = wire::WriterStartedT;
using CommandRefused = wire::CommandRefusedT;
using ProjectOpened = wire::ProjectOpenedT;
using ApiKeyIssued = wire::ApiKeyIssuedT;
using ApiKeyRevoked = wire::ApiKeyRevokedT;
using BuyerRegistered = wire::BuyerRegisteredT;
using ReferenceClaimed = wire::ReferenceClaimedT;
using LayoutImported = wire::LayoutImportedT;
using PricesSet = wire::PricesSetT;
using HoldRulesSet = wire::HoldRulesSetT;
using PlotsReleased = wire::PlotsReleasedT;
using PlotBlocked = wire::PlotBlockedT;
using PlotUnblocked = wire::PlotUnblockedT;
using PlotHeld = wire::PlotHeldT;
using HoldExtended = wire::HoldExtendedT;
using HoldReleased = wire::HoldReleasedT;
using HoldExpired = wire::HoldExpiredT;
using CheckoutStarted = wire::CheckoutStartedT;
using OrderCreated = wire::OrderCreatedT;
using OrderClosed = wire::OrderClosedT;
using PaymentAuthorized = wire::PaymentAuthorizedT;
using PaymentCaptured = wire::PaymentCapturedT;
using PaymentFailed = wire::PaymentFailedT;
using PaymentConflicted = wire::PaymentConflictedT;
using PaymentUnmatched = wire::PaymentUnmatchedT;
using PaymentMatched = wire::PaymentMatchedT;
using PaymentOrphaned = wire::PaymentOrphanedT;
using BookingConfirmed = wire::BookingConfirmedT;
using BookingCancelled = wire::BookingCancelledT;
using InstallmentsScheduled = wire::InstallmentsScheduledT;
using PaymentAllocated = wire::PaymentAllocatedT;
using ReceiptIssued = wire::ReceiptIssuedT;
using JournalPosted = wire::JournalPostedT;
using RefundRequested = wire::RefundRequestedT;
using RefundApproved = wire::RefundApprovedT;
using RefundInitiated = wire::RefundInitiatedT;
using RefundProcessed = wire::RefundProcessedT;
using RefundFailed = wire::RefundFailedT;
using ReferenceReleased = wire::ReferenceReleasedT;
using TaxRulesSet = wire::TaxRulesSetT;
using PaymentPlanSet = wire::PaymentPlanSetT;
using MoneyRulesSet = wire::MoneyRulesSetT;
using CancellationRulesSet = wire::CancellationRulesSetT;
using CommissionRulesSet = wire::CommissionRulesSetT;
using TemplateSet = wire::TemplateSetT;
using BookingImported = wire::BookingImportedT;
using PaymentImported = wire::PaymentImportedT;
using BookingTransferred = wire::BookingTransferredT;
using PlotsSwapped = wire::PlotsSwappedT;
using AgreementExecuted = wire::AgreementExecutedT;
using AgreementRegistered = wire::AgreementRegisteredT;
using PlotConveyed = wire::PlotConveyedT;
using CancellationRequested = wire::CancellationRequestedT;
using CancellationNoticed = wire::CancellationNoticedT;
using BookingRevived = wire::BookingRevivedT;
using PaymentRequested = wire::PaymentRequestedT;
using PaymentLinkIssued = wire::PaymentLinkIssuedT;
using PaymentLinkCancelled = wire::PaymentLinkCancelledT;
using OfflinePaymentDeclared = wire::OfflinePaymentDeclaredT;
using OfflinePaymentVerified = wire::OfflinePaymentVerifiedT;
using OfflinePaymentRejected = wire::OfflinePaymentRejectedT;
using ChequeDeposited = wire::ChequeDepositedT;
using ChequeCleared = wire::ChequeClearedT;
using ChequeBounced = wire::ChequeBouncedT;
using AdvanceCapExceeded = wire::AdvanceCapExceededT;
using RefundWithdrawn = wire::RefundWithdrawnT;
using OverpaymentApplied = wire::OverpaymentAppliedT;
using AllocationUndone = wire::AllocationUndoneT;
using PaymentMoved = wire::PaymentMovedT;
using PaymentReversed = wire::PaymentReversedT;
using DiscountProposed = wire::DiscountProposedT;
using DiscountApproved = wire::DiscountApprovedT;
using DiscountRejected = wire::DiscountRejectedT;
using InstallmentsRescheduled = wire::InstallmentsRescheduledT;
using InstallmentWaived = wire::InstallmentWaivedT;
using MilestoneReached = wire::MilestoneReachedT;
using DemandDrafted = wire::DemandDraftedT;
using DemandIssued = wire::DemandIssuedT;
using ChargeLevied = wire::ChargeLeviedT;
using InterestCharged = wire::InterestChargedT;
using InterestWaived = wire::InterestWaivedT;
using VoucherIssued = wire::VoucherIssuedT;
using InvoiceIssued = wire::InvoiceIssuedT;
using CreditNoteIssued = wire::CreditNoteIssuedT;
using DebitNoteIssued = wire::DebitNoteIssuedT;
using DocumentNumberVoided = wire::DocumentNumberVoidedT;
using CommissionAccrued = wire::CommissionAccruedT;
using CommissionClawedBack = wire::CommissionClawedBackT;
using CommissionApproved = wire::CommissionApprovedT;
using CommissionPaid = wire::CommissionPaidT;
using SettlementImported = wire::SettlementImportedT;
using BankLinesImported = wire::BankLinesImportedT;
using BankLineMatched = wire::BankLineMatchedT;
using BankMatchUndone = wire::BankMatchUndoneT;
using DayClosed = wire::DayClosedT;
using LaunchCheckSigned = wire::LaunchCheckSignedT;
using SettlementUndone = wire::SettlementUndoneT;

// Everything that can have happened, in the order of the schema's union.
using AnyEvent = std::variant<
    LedgerFounded, PartitionsAdded, WriterStarted, CommandRefused, ProjectOpened, ApiKeyIssued,
    ApiKeyRevoked, BuyerRegistered, ReferenceClaimed, LayoutImported, PricesSet, HoldRulesSet,
    PlotsReleased, PlotBlocked, PlotUnblocked, PlotHeld, HoldExtended, HoldReleased, HoldExpired,
    CheckoutStarted, OrderCreated, OrderClosed, PaymentAuthorized, PaymentCaptured, PaymentFailed,
    PaymentConflicted, PaymentUnmatched, PaymentMatched, PaymentOrphaned, BookingConfirmed,
    BookingCancelled, InstallmentsScheduled, PaymentAllocated, ReceiptIssued, JournalPosted,
    RefundRequested, RefundApproved, RefundInitiated, RefundProcessed, RefundFailed,
    ReferenceReleased, TaxRulesSet, PaymentPlanSet, MoneyRulesSet, CancellationRulesSet,
    CommissionRulesSet, TemplateSet, BookingImported, PaymentImported, BookingTransferred,
    PlotsSwapped, AgreementExecuted, AgreementRegistered, PlotConveyed, CancellationRequested,
    CancellationNoticed, BookingRevived, PaymentRequested, PaymentLinkIssued, PaymentLinkCancelled,
    OfflinePaymentDeclared, OfflinePaymentVerified, OfflinePaymentRejected, ChequeDeposited,
    ChequeCleared, ChequeBounced, AdvanceCapExceeded, RefundWithdrawn, OverpaymentApplied,
    AllocationUndone, PaymentMoved, PaymentReversed, DiscountProposed, DiscountApproved,
    DiscountRejected, InstallmentsRescheduled, InstallmentWaived, MilestoneReached, DemandDrafted,
    DemandIssued, ChargeLevied, InterestCharged, InterestWaived, VoucherIssued, InvoiceIssued,
    CreditNoteIssued, DebitNoteIssued, DocumentNumberVoided, CommissionAccrued,
    CommissionClawedBack, CommissionApproved, CommissionPaid, SettlementImported, BankLinesImported,
    BankLineMatched, BankMatchUndone, DayClosed, LaunchCheckSigned, SettlementUndone>;

template <class E>
concept EventKind = wire::BodyUnionTraits<E>::enum_value != wire::Body::NONE;

// One thing that happened. A variant whose copies, moves and ends are compiled once, in event.cpp:
// with a hundred alternatives they would else be most of what every file compiles.
struct Event : AnyEvent {
  template <EventKind E>
  Event(E event) noexcept  // NOLINT(google-explicit-constructor)
      : Event(static_cast<std::size_t>(wire::BodyUnionTraits<E>::enum_value) - 1, &event) {}

  Event(const Event& other);
  Event(Event&& other) noexcept;
  Event& operator=(const Event& other);
  Event& operator=(Event&& other) noexcept;
  ~Event();

  bool operator==(const Event& other) const;

 private:
  Event(std::size_t index, void* event) noexcept;  // takes it
};

using Events = std::vector<Event>;

namespace detail {
template <std::size_t... I>
constexpr bool names_every_event(std::index_sequence<I...> /*indices*/) {
  return (
      (static_cast<std::size_t>(
           wire::BodyUnionTraits<std::variant_alternative_t<I, AnyEvent>>::enum_value) == I + 1) &&
      ...);
}
}  // namespace detail

static_assert(std::variant_size_v<AnyEvent> == static_cast<std::size_t>(wire::Body::MAX),
              "an event of ledger.fbs is missing from Event");
static_assert(detail::names_every_event(std::make_index_sequence<std::variant_size_v<AnyEvent>>{}),
              "Event must list the events in the schema's order");

// One visitor from several lambdas: std::visit(Match{[](const PlotHeld&) {…}, …}, event).
template <class... F>
struct Match : F... {
  using F::operator()...;
};
template <class... F>
Match(F...) -> Match<F...>;

std::string_view name_of(const Event& event);  // "PlotHeld"

// The event of type T in `events`, or nullptr.
template <class T>
const T* find(const Events& events) {
  for (const auto& event : events)
    if (const auto* found = std::get_if<T>(&event)) return found;
  return nullptr;
}

}  // namespace ledger
