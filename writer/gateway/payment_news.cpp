#include "writer/gateway/payment_news.h"

#include "events/hash.h"

namespace ledger {
namespace {

wire::PaymentT wire_of(const GatewayPayment& payment, wire::Source source) {
  wire::PaymentT to;
  to.payment = payment.id;
  to.order = payment.order_id;
  to.amount = payment.amount;
  to.currency = payment.currency;
  to.method = payment.method;
  to.source = source;
  to.created_at = payment.created_at;
  return to;
}

RefundId refund_for(const PaymentId& payment) {
  const auto digits = hex(sha256("refund of " + payment.str()));
  return RefundId(digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4) +
                  "-" + digits.substr(16, 4) + "-" + digits.substr(20, 12));
}

}  // namespace

std::optional<PaymentStatus> status_of(const GatewayPayment& payment) {
  switch (payment.status) {
    case GatewayPaymentStatus::kCreated:
      return std::nullopt;
    case GatewayPaymentStatus::kAuthorized:
      return PaymentStatus::kAuthorized;
    case GatewayPaymentStatus::kCaptured:
    case GatewayPaymentStatus::kRefunded:
      return PaymentStatus::kCaptured;
    case GatewayPaymentStatus::kFailed:
      return PaymentStatus::kFailed;
  }
  return std::nullopt;
}

std::optional<RecordPayment> news_of(const ProjectId& project, const GatewayPayment& payment,
                                     wire::Source source) {
  const auto status = status_of(payment);
  if (!status) return std::nullopt;
  RecordPayment news;
  news.project = project;
  news.payment = wire_of(payment, source);
  news.status = *status;
  news.error_code = payment.error_code;
  news.description = payment.error_description;
  news.refund = refund_for(payment.id);
  return news;
}

}  // namespace ledger
