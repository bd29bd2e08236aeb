#include "writer/reactors/news.h"

#include <algorithm>

#include "events/hash.h"

namespace ledger {
namespace {

PaymentStatus status_of(const GatewayPayment& payment) {
  switch (payment.status) {
    case GatewayPaymentStatus::kCaptured:
    case GatewayPaymentStatus::kRefunded:
      return PaymentStatus::kCaptured;  // refunded money was captured before
    case GatewayPaymentStatus::kFailed:
      return PaymentStatus::kFailed;
    case GatewayPaymentStatus::kCreated:
    case GatewayPaymentStatus::kAuthorized:
      break;
  }
  return PaymentStatus::kAuthorized;
}

wire::PaymentT wire_of(const GatewayPayment& payment) {
  wire::PaymentT to;
  to.payment = payment.id;
  to.order = payment.order_id;
  to.amount = payment.amount;
  to.currency = payment.currency;
  to.method = payment.method;
  to.source = wire::Source::Poll;
  to.created_at = payment.created_at;
  return to;
}

// The refund that a capture would need, were the plot gone: always the same for one payment, so
// that news that comes twice cannot ask for two.
RefundId refund_for(const PaymentId& payment) {
  const auto digits = hex(sha256("refund of " + payment.str()));
  return RefundId(digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4) +
                  "-" + digits.substr(16, 4) + "-" + digits.substr(20, 12));
}

}  // namespace

bool knows(const Project& project, const GatewayPayment& payment) {
  const auto known = project.payments.find(payment.id);
  if (known == project.payments.end()) return false;
  const auto stage = known->second.stage;
  switch (status_of(payment)) {
    case PaymentStatus::kCaptured:
      return stage == fold::PaymentStage::Captured || stage == fold::PaymentStage::Conflicted;
    case PaymentStatus::kFailed:
      return stage != fold::PaymentStage::Authorized;
    case PaymentStatus::kAuthorized:
      break;
  }
  return true;
}

OrderFinding finding_in(const std::vector<GatewayPayment>& payments) {
  const bool unpaid =
      std::all_of(payments.begin(), payments.end(), [](const GatewayPayment& payment) {
        return payment.status == GatewayPaymentStatus::kFailed ||
               payment.status == GatewayPaymentStatus::kCreated;
      });
  return unpaid ? OrderFinding::kUnpaid : OrderFinding::kPending;
}

RecordPayment news_of(const ProjectId& project, const GatewayPayment& payment) {
  RecordPayment news;
  news.project = project;
  news.payment = wire_of(payment);
  news.status = status_of(payment);
  news.error_code = payment.error_code;
  news.description = payment.error_description;
  news.refund = refund_for(payment.id);
  return news;
}

}  // namespace ledger
