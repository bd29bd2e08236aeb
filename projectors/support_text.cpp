#include "projectors/support_text.h"

#include <string_view>
#include <vector>

#include "events/civil.h"
#include "events/numbers.h"

namespace ledger::support {
namespace {

std::string plots_text(const std::vector<PlotId>& plots) {
  std::string text = plots.size() == 1 ? "Plot" : "Plots";
  for (const auto& plot : plots) text += (&plot == &plots.front() ? " " : ", ") + plot.str();
  return text;
}

std::string source_text(wire::Source source) {
  switch (source) {
    case wire::Source::Webhook:
      return "by webhook";
    case wire::Source::Callback:
      return "by the browser's return";
    case wire::Source::Poll:
      return "by asking the gateway";
    case wire::Source::Staff:
      return "by staff";
  }
  return {};
}

std::string because(const std::string& reason) {
  return reason.empty() ? "" : " (" + reason + ")";
}

std::string paid(const std::unique_ptr<wire::PaymentT>& payment, const std::string& what) {
  if (!payment) return "A payment was " + what + ".";
  return "Payment " + payment->payment.str() + " of " +
         amount_text(payment->amount, payment->currency) + " was " + what + ", heard " +
         source_text(payment->source) + ".";
}

const char* mode_text(wire::Mode mode) {
  switch (mode) {
    case wire::Mode::Gateway:
      return "gateway";
    case wire::Mode::Neft:
      return "NEFT";
    case wire::Mode::Rtgs:
      return "RTGS";
    case wire::Mode::Imps:
      return "IMPS";
    case wire::Mode::Upi:
      return "UPI";
    case wire::Mode::Cheque:
      return "cheque";
    case wire::Mode::Draft:
      return "demand draft";
    case wire::Mode::Cash:
      return "cash";
    case wire::Mode::Other:
      return "another way";
  }
  return "";
}

std::string issued(const std::unique_ptr<wire::PaperT>& paper) {
  return paper ? "Paper " + paper->number + " over " + rupees(paper->amount) + " was issued." : "";
}

struct Sentence {
  std::string operator()(const PlotHeld& e) const {
    return plots_text(e.plots) + " held until " + rfc3339(e.expires_at) +
           (e.by_staff ? " by staff." : ".");
  }

  std::string operator()(const HoldExtended& e) const {
    return "The hold was extended to " + rfc3339(e.expires_at) + because(e.reason) + ".";
  }

  std::string operator()(const HoldReleased& e) const {
    return plots_text(e.plots) + " released" + because(e.reason) + ".";
  }

  std::string operator()(const HoldExpired& e) const {
    return plots_text(e.plots) + " free again: the hold ended" + because(e.reason) + ".";
  }

  std::string operator()(const CheckoutStarted& e) const {
    return "Checkout started for " + amount_text(e.amount, e.currency) + " of " +
           amount_text(e.total, e.currency) + ", receipt " + e.receipt + ".";
  }

  std::string operator()(const OrderCreated& e) const {
    return "The gateway made order " + e.order.str() + " for " + amount_text(e.amount, e.currency) +
           ".";
  }

  std::string operator()(const OrderClosed& e) const {
    return "Order " + e.order.str() + " was closed" + because(e.reason) + ".";
  }

  std::string operator()(const PaymentAuthorized& e) const { return paid(e.payment, "authorised"); }

  std::string operator()(const PaymentCaptured& e) const {
    return paid(e.payment, e.late ? "captured after the hold had ended" : "captured");
  }

  std::string operator()(const PaymentFailed& e) const {
    return paid(e.payment, "refused" + because(e.error_code));
  }

  std::string operator()(const PaymentConflicted& e) const {
    return paid(e.payment, "kept in suspense: its " + e.reason + " differs from what was asked");
  }

  std::string operator()(const PaymentUnmatched& e) const {
    return paid(e.payment, "kept: no order of ours is known for it");
  }

  std::string operator()(const PaymentMatched& e) const {
    return "Payment " + e.payment.str() + " was matched to project " + e.project.str() + ".";
  }

  std::string operator()(const PaymentOrphaned& e) const {
    return "Payment " + e.payment.str() + " found its plot taken; the money goes back" +
           because(e.reason) + ".";
  }

  std::string operator()(const BookingConfirmed& e) const {
    return "Booking " + e.booking.str() + " confirmed for " + plots_text(e.plots) + " at " +
           amount_text(e.total, e.currency) + ".";
  }

  std::string operator()(const BookingCancelled& e) const {
    return "Booking " + e.booking.str() + " cancelled" + because(e.reason) + ".";
  }

  std::string operator()(const InstallmentsScheduled& e) const {
    return std::to_string(e.installments.size()) + " installments scheduled (version " +
           std::to_string(e.version) + ").";
  }

  std::string operator()(const PaymentAllocated& e) const {
    return "Payment " + e.payment.str() + " allocated to " + std::to_string(e.shares.size()) +
           " installments" + (e.credit.zero() ? "." : ", the rest to the buyer's credit.");
  }

  std::string operator()(const ReceiptIssued& e) const {
    return "Receipt " + e.number + " issued for payment " + e.payment.str() + ".";
  }

  std::string operator()(const JournalPosted& e) const {
    return "Posted to the books" + because(e.memo) + ".";
  }

  std::string operator()(const RefundRequested& e) const {
    return "Refund " + e.refund.str() + " of payment " + e.payment.str() + " requested" +
           because(e.reason) + ".";
  }

  std::string operator()(const RefundApproved& e) const {
    return "Refund " + e.refund.str() + " approved.";
  }

  std::string operator()(const RefundInitiated& e) const {
    return "Refund " + e.refund.str() + " sent to the gateway" + because(e.gateway_refund) + ".";
  }

  std::string operator()(const RefundProcessed& e) const {
    return "Refund " + e.refund.str() + " paid out" + because(e.gateway_refund) + ".";
  }

  std::string operator()(const RefundFailed& e) const {
    return "Refund " + e.refund.str() + " failed" + because(e.reason) + ".";
  }

  std::string operator()(const BookingImported& e) const {
    return "Booking " + e.booking.str() + " of " + date_text(e.booked_day) + " taken over for " +
           plots_text(e.plots) + " at " + amount_text(e.total, e.currency) + ".";
  }

  std::string operator()(const PaymentImported& e) const {
    return "A payment of " + rupees(e.amount) + " of " + date_text(e.value_day) + " taken over" +
           because(e.receipt_no) + ".";
  }

  std::string operator()(const OfflinePaymentDeclared& e) const {
    return rupees(e.amount) + " declared by " + mode_text(e.mode) + because(e.reference) + ".";
  }

  std::string operator()(const OfflinePaymentVerified& e) const {
    return "Finance has found the money, valued " + date_text(e.value_day) + ".";
  }

  std::string operator()(const OfflinePaymentRejected& e) const {
    return "The declared payment was rejected" + because(e.reason) + ".";
  }

  std::string operator()(const ChequeDeposited& e) const {
    return "The cheque was deposited on " + date_text(e.day) + ".";
  }

  std::string operator()(const ChequeCleared& e) const {
    return "The cheque cleared, valued " + date_text(e.value_day) + ".";
  }

  std::string operator()(const ChequeBounced& e) const {
    return "The cheque bounced" + because(e.reason) + ".";
  }

  std::string operator()(const PaymentReversed& e) const {
    return "Payment " + e.payment.str() + " of " + rupees(e.amount) + " was reversed" +
           because(e.reason) + ".";
  }

  std::string operator()(const PaymentRequested& e) const {
    return "An order for " + amount_text(e.amount, e.currency) + " was asked for.";
  }

  std::string operator()(const PaymentLinkIssued& e) const {
    return "A payment link for " + rupees(e.amount) + " was issued, good until " +
           rfc3339(e.expires_at) + ".";
  }

  std::string operator()(const PaymentMoved& e) const {
    return rupees(e.amount) + " of credit moved from booking " + e.from_booking.str() + " to " +
           e.to_booking.str() + ".";
  }

  std::string operator()(const OverpaymentApplied& e) const {
    return rupees(e.amount) + " of the buyer's credit paid what was due.";
  }

  std::string operator()(const DiscountProposed& e) const {
    return "A discount of " + rupees(e.amount) + " was proposed" + because(e.reason) + ".";
  }

  std::string operator()(const DiscountApproved& /*e*/) const {
    return "The discount was approved.";
  }

  std::string operator()(const DiscountRejected& e) const {
    return "The discount was rejected" + because(e.reason) + ".";
  }

  std::string operator()(const InstallmentsRescheduled& e) const {
    return std::to_string(e.installments.size()) + " installments rescheduled (version " +
           std::to_string(e.version) + ")" + because(e.reason) + ".";
  }

  std::string operator()(const InstallmentWaived& e) const {
    return rupees(e.amount) + " was waived" + because(e.reason) + ".";
  }

  std::string operator()(const InterestWaived& e) const {
    return rupees(e.amount) + " of interest was waived" + because(e.reason) + ".";
  }

  std::string operator()(const InterestCharged& e) const {
    return "Interest of " + rupees(e.amount) + " was charged up to " + date_text(e.to_day) + ".";
  }

  std::string operator()(const ChargeLevied& e) const {
    return rupees(e.amount + e.cgst + e.sgst) + " was charged" + because(e.label) + ".";
  }

  std::string operator()(const DemandDrafted& e) const {
    return "Demand " + e.demand + " over " + rupees(e.total) + " was drafted.";
  }

  std::string operator()(const DemandIssued& e) const {
    return "Demand " + e.demand + " was sent on " + date_text(e.sent_day) + ".";
  }

  std::string operator()(const VoucherIssued& e) const { return issued(e.paper); }

  std::string operator()(const InvoiceIssued& e) const { return issued(e.paper); }

  std::string operator()(const CreditNoteIssued& e) const { return issued(e.paper); }

  std::string operator()(const DebitNoteIssued& e) const { return issued(e.paper); }

  std::string operator()(const DocumentNumberVoided& e) const {
    return "Paper " + e.number + " was voided" + because(e.reason) + ".";
  }

  std::string operator()(const BookingTransferred& e) const {
    return "Booking " + e.booking.str() + " was transferred to other names" + because(e.reason) +
           ".";
  }

  std::string operator()(const PlotsSwapped& e) const {
    return plots_text(e.from) + " swapped for " + plots_text(e.to) + because(e.reason) + ".";
  }

  std::string operator()(const BookingRevived& e) const {
    return "Booking " + e.booking.str() + " was revived" + because(e.reason) + ".";
  }

  std::string operator()(const CancellationRequested& e) const {
    return "The buyer asked to cancel" + because(e.reason) + ".";
  }

  std::string operator()(const CancellationNoticed& e) const {
    return "Notice of default was given; it can be cured until " + date_text(e.cure_until_day) +
           because(e.reason) + ".";
  }

  std::string operator()(const AgreementExecuted& e) const {
    return "The agreement was signed on " + date_text(e.day) + because(e.document_no) + ".";
  }

  std::string operator()(const AgreementRegistered& e) const {
    return "The agreement was registered on " + date_text(e.day) + because(e.document_no) + ".";
  }

  std::string operator()(const PlotConveyed& e) const {
    return plots_text(e.plots) + " conveyed on " + date_text(e.day) + because(e.document_no) + ".";
  }

  std::string operator()(const AdvanceCapExceeded& e) const {
    return rupees(e.received) + " before a registered agreement is over the cap of " +
           rupees(e.cap) + ".";
  }

  std::string operator()(const RefundWithdrawn& e) const {
    return "The refund request " + e.refund.str() + " was withdrawn" + because(e.reason) + ".";
  }

  template <class Other>
  std::string operator()(const Other& /*event*/) const {
    return {};
  }
};

}  // namespace

std::string amount_text(Money amount, const std::string& currency) {
  return (currency.empty() ? "" : currency + " ") + (amount.negative() ? "-" : "") +
         grouped_amount(amount);
}

std::string text_of(const Event& event) {
  return std::visit(Sentence{}, event);
}

}  // namespace ledger::support
