#include <cstdio>

#include <gtest/gtest.h>

#include "tests/sim/money_life.h"

// A thousand bookings and what can become of their money, from seeds.
namespace ledger::test {
namespace {

constexpr std::uint64_t kFewestBookings = 1'000;

// Every event about money, and every refusal that such a life can meet.
constexpr const char* kEvents[] = {"ReferenceClaimed",
                                   "ReferenceReleased",
                                   "TaxRulesSet",
                                   "PaymentPlanSet",
                                   "MoneyRulesSet",
                                   "CancellationRulesSet",
                                   "CommissionRulesSet",
                                   "TemplateSet",
                                   "BookingConfirmed",
                                   "BookingImported",
                                   "PaymentImported",
                                   "BookingTransferred",
                                   "PlotsSwapped",
                                   "AgreementExecuted",
                                   "AgreementRegistered",
                                   "PlotConveyed",
                                   "CancellationRequested",
                                   "CancellationNoticed",
                                   "BookingCancelled",
                                   "BookingRevived",
                                   "PaymentRequested",
                                   "PaymentLinkIssued",
                                   "PaymentLinkCancelled",
                                   "OfflinePaymentDeclared",
                                   "OfflinePaymentVerified",
                                   "OfflinePaymentRejected",
                                   "ChequeDeposited",
                                   "ChequeCleared",
                                   "ChequeBounced",
                                   "AdvanceCapExceeded",
                                   "RefundRequested",
                                   "RefundApproved",
                                   "RefundWithdrawn",
                                   "RefundInitiated",
                                   "RefundProcessed",
                                   "RefundFailed",
                                   "OverpaymentApplied",
                                   "AllocationUndone",
                                   "PaymentMoved",
                                   "PaymentReversed",
                                   "DiscountProposed",
                                   "DiscountApproved",
                                   "DiscountRejected",
                                   "InstallmentsScheduled",
                                   "InstallmentsRescheduled",
                                   "InstallmentWaived",
                                   "MilestoneReached",
                                   "DemandDrafted",
                                   "DemandIssued",
                                   "ChargeLevied",
                                   "InterestCharged",
                                   "InterestWaived",
                                   "PaymentAllocated",
                                   "ReceiptIssued",
                                   "VoucherIssued",
                                   "InvoiceIssued",
                                   "CreditNoteIssued",
                                   "DebitNoteIssued",
                                   "DocumentNumberVoided",
                                   "CommissionAccrued",
                                   "CommissionClawedBack",
                                   "CommissionApproved",
                                   "CommissionPaid",
                                   "SettlementImported",
                                   "SettlementUndone",
                                   "BankLinesImported",
                                   "BankLineMatched",
                                   "BankMatchUndone",
                                   "DayClosed",
                                   "LaunchCheckSigned",
                                   "JournalPosted",
                                   "PaymentConflicted",
                                   "PaymentOrphaned"};

constexpr const char* kRefusals[] = {"advance-cap",          "amount-out-of-range",
                                     "amount-over-open",     "another-buyer",
                                     "booking-cancelled",    "booking-not-cancelled",
                                     "booking-stage",        "booking-unknown",
                                     "cash-limit",           "cash-limit-out-of-range",
                                     "cheque-not-deposited", "commission-not-due",
                                     "commission-paid",      "credit-exceeded",
                                     "day-closed",           "day-in-future",
                                     "day-not-over",         "demand-unknown",
                                     "demands-count",        "discount-approved",
                                     "head-unknown",         "invoice-issued",
                                     "lines-count",          "link-unknown",
                                     "match-exceeds",        "match-unknown",
                                     "milestone-reached",    "milestone-unknown",
                                     "milestone-unnamed",    "not-a-cheque",
                                     "nothing-open",         "notice-missing",
                                     "partner-unknown",      "payment-captured",
                                     "payment-not-counted",  "plan-does-not-sum",
                                     "plot-unavailable",     "reason-missing",
                                     "reference-taken",      "refund-exceeds-credit",
                                     "refund-not-approved",  "refund-by-gateway",
                                     "rules-overlap",        "same-person",
                                     "settlement-malformed", "settled-twice",
                                     "slabs-invalid"};

TEST(MoneyLives, KeepEveryPromiseOfTheBooks) {
  MoneyHistogram histogram;
  for (std::uint64_t seed = 1; histogram.bookings < kFewestBookings || seed <= 30; ++seed) {
    ASSERT_LT(seed, 400U) << "too few bookings";
    ASSERT_NO_THROW(MoneyLife(seed, histogram).live(600));
  }
  for (const auto& [name, count] : histogram.events)
    std::printf("%8llu %s\n", static_cast<unsigned long long>(count), name.c_str());
  for (const auto& [name, count] : histogram.refusals)
    std::printf("%8llu refused: %s\n", static_cast<unsigned long long>(count), name.c_str());
  std::printf("%llu bookings, %llu decisions, %llu statement lines\n",
              static_cast<unsigned long long>(histogram.bookings),
              static_cast<unsigned long long>(histogram.decisions),
              static_cast<unsigned long long>(histogram.days_compared));
  for (const auto* name : kEvents) EXPECT_GT(histogram.events[name], 0U) << name;
  for (const auto* name : kRefusals) EXPECT_GT(histogram.refusals[name], 0U) << name;
}

}  // namespace
}  // namespace ledger::test
