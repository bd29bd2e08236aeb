#include "events/position.h"
#include "query-api/json_parts.h"
#include "query-api/staff_command.h"

namespace ledger {
namespace {

// Boxes are sealed, and nobody's business who gave the command.
void drop_boxes(Json& value) {
  if (value.is_object()) {
    value.erase("box");
    value.erase("details");
  }
  for (auto& inner : value)
    if (inner.is_structured()) drop_boxes(inner);
}

// What is asked about next is named at the top.
void name_things(Json& body, const Events& events) {
  const auto name = [&body](const char* as, const std::string& id) {
    if (!id.empty() && !body.contains(as)) body[as] = id;
  };
  for (const auto& event : events) {
    std::visit(Match{[&](const DiscountProposed& e) { name("discount_id", e.discount.str()); },
                     [&](const OfflinePaymentDeclared& e) { name("payment_id", e.payment.str()); },
                     [&](const PaymentLinkIssued& e) { name("link_id", e.link.str()); },
                     [&](const RefundRequested& e) { name("refund_id", e.refund.str()); },
                     [&](const BookingConfirmed& e) { name("booking_id", e.booking.str()); },
                     [&](const BookingImported& e) { name("booking_id", e.booking.str()); },
                     [&](const ReceiptIssued& e) { name("receipt_no", e.number); },
                     [&](const CommissionApproved& e) { name("approval", e.approval); },
                     [&](const PaymentMoved& e) { name("move_id", e.move.str()); },
                     [](const auto& /*other*/) {}},
               event);
  }
}

}  // namespace

std::string recorded_json(const Answer& answer) {
  Json body = {{"position", to_string(answer.partition, answer.sequence)}};
  body["recorded_at"] = answer.record ? time_json(answer.record->recorded_at) : Json();
  if (answer.record) name_things(body, answer.record->events);
  body["events"] = Json::array();
  if (answer.record) {
    auto events = Json::parse(to_json(encode(*answer.record)))["events"];
    drop_boxes(events);
    body["events"] = std::move(events);
  }
  return text_of(body);
}

}  // namespace ledger
