#include "projectors/support_text.h"

#include <string_view>
#include <vector>

#include "events/civil.h"

namespace ledger::support {
namespace {

// 1234567 -> "12,34,567": the last three digits, then pairs.
std::string grouped(std::string digits) {
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 2) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits;
}

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

  template <class Other>
  std::string operator()(const Other& /*event*/) const {
    return {};
  }
};

}  // namespace

std::string amount_text(Money amount, const std::string& currency) {
  const std::string sign = amount.negative() ? "-" : "";
  const auto value = static_cast<std::uint64_t>(amount.paise());
  const auto paise = amount.negative() ? ~value + 1 : value;
  const auto cents = std::to_string(paise % 100);
  return (currency.empty() ? "" : currency + " ") + sign + grouped(std::to_string(paise / 100)) +
         (cents.size() == 1 ? ".0" : ".") + cents;
}

std::string text_of(const Event& event) {
  return std::visit(Sentence{}, event);
}

}  // namespace ledger::support
