#include "query-api/refund_json.h"

#include "query-api/json_parts.h"

namespace ledger {

std::string_view refund_state(rows::RefundState state) {
  switch (state) {
    case rows::RefundState::None:
      return "none";
    case rows::RefundState::Requested:
      return "requested";
    case rows::RefundState::Approved:
      return "approved";
    case rows::RefundState::Initiated:
      return "initiated";
    case rows::RefundState::Processed:
      return "processed";
    case rows::RefundState::Failed:
      return "failed";
    case rows::RefundState::Withdrawn:
      return "withdrawn";
  }
  return "none";
}

std::string refunds_json(const std::vector<RefundFacts>& refunds, std::string_view next_cursor) {
  Json list = Json::array();
  for (const auto& [project, booking, hold, currency, line] : refunds) {
    list.push_back(
        {{"refund_id", line.refund.str()},
         {"project", project.str()},
         {"booking_id", booking.empty() ? Json() : Json(booking.str())},
         {"hold_id", hold.empty() ? Json() : Json(hold.str())},
         {"payment_id", line.payment.str()},
         {"amount", money_json(line.amount, currency)},
         {"state", refund_state(line.state)},
         {"reason", line.reason},
         {"failure", line.failure.empty() ? Json() : Json(line.failure)},
         {"gateway_refund", line.gateway_refund.empty() ? Json() : Json(line.gateway_refund)},
         {"reference", line.reference.empty() ? Json() : Json(line.reference)},
         {"requested_at", time_json(line.requested_at)},
         {"processed_at", time_json(line.processed_at)}});
  }
  Json body = {{"refunds", list}};
  body["next_cursor"] = next_cursor.empty() ? Json() : Json(next_cursor);
  return text_of(body);
}

std::string approved_json(const RefundId& refund, const Record& record) {
  return text_of({{"refund_id", refund.str()},
                  {"state", "approved"},
                  {"approved_at", time_json(record.recorded_at)}});
}

}  // namespace ledger
