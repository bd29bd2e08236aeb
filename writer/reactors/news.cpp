#include "writer/reactors/news.h"

#include <algorithm>

#include "writer/gateway/payment_news.h"

namespace ledger {

bool knows(const Project& project, const GatewayPayment& payment) {
  const auto status = status_of(payment);
  if (!status) return true;
  const auto known = project.payments.find(payment.id);
  if (known == project.payments.end()) return false;
  const auto stage = known->second.stage;
  switch (*status) {
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

}  // namespace ledger
