#include "query-api/hold_json.h"

#include <stdexcept>

#include "query-api/booking_json.h"
#include "query-api/json_parts.h"
#include "query-api/mode_word.h"
#include "query-api/object_text_json.h"
#include "query-api/refund_json.h"

namespace ledger {
namespace {

std::string order_state(const rows::HoldRowT& hold) {
  if (!hold.booking.empty()) return "paid";
  return hold.order_open ? "open" : "closed";
}

Json order_of(const rows::HoldRowT& hold, const GatewayFacts& gateway) {
  if (hold.order.empty()) return {};
  return {{"order_id", hold.order.str()},
          {"amount", money_json(hold.amount, hold.currency)},
          {"state", order_state(hold)},
          {"checkout_url", checkout_url(gateway, hold.order)}};
}

Json refund_of(const rows::HoldRowT& hold) {
  if (hold.refunds.empty()) return {};
  const auto& refund = *hold.refunds.back();
  return {{"amount", money_json(refund.amount, hold.currency)},
          {"state", refund_state(refund.state)},
          {"at", time_json(refund.processed_at)}};
}

// Payments outside of the gateway: while one is looked at, the hold does not end.
Json declared_of(const rows::HoldRowT& hold) {
  Json list = Json::array();
  for (const auto& line : hold.payments) {
    if (line->mode == wire::Mode::Gateway) continue;
    list.push_back({{"payment_id", line->payment.str()},
                    {"amount", money_json(line->amount, line->currency)},
                    {"method", mode_word(line->mode)},
                    {"reference", line->reference},
                    {"state", declared_state(line->state)},
                    {"reason", line->error_code.empty() ? Json() : Json(line->error_code)},
                    {"at", time_json(line->at)}});
  }
  return list;
}

void add_amounts(Json& body, const rows::HoldRowT& hold, const Quote* quote) {
  const bool asked = !hold.checkout_receipt.empty();
  const std::string currency = asked              ? hold.currency
                               : quote != nullptr ? quote->prices.currency
                                                  : "";
  if (asked) body["amount_due"] = money_json(hold.amount, currency);
  if (asked) {
    body["total"] = money_json(hold.total, currency);
  } else if (quote != nullptr) {
    body["total"] = money_json(quote->total, currency);
  }
  if (quote != nullptr) body["token_amount"] = money_json(quote->token, currency);
}

Json unchanging(const rows::HoldRowT& hold) {
  return {{"hold_id", hold.hold.str()},
          {"project", hold.project.str()},
          {"plots", id_list(hold.plots)}};
}

}  // namespace

std::string checkout_url(const GatewayFacts& gateway, const OrderId& order) {
  return gateway.checkout_base_url.empty() ? "" : gateway.checkout_base_url + order.str();
}

std::string hold_json(const HoldFacts& facts) {
  const auto& hold = facts.own.hold;
  Json body = unchanging(hold);
  body["state"] = portal::state_of(hold, facts.now);
  body["expires_at"] = time_json(hold.expires_at);
  body["extendable_until"] = time_json(hold.extendable_until);
  body["extended"] = hold.extended;
  add_amounts(body, hold, facts.quote);
  body["order"] = order_of(hold, facts.gateway);
  body["declared"] = declared_of(hold);
  body["booking_id"] = hold.booking.empty() ? Json() : Json(hold.booking.str());
  body["receipt_no"] = hold.receipt_no.empty() ? Json() : Json(hold.receipt_no);
  body["refund"] = refund_of(hold);
  body["server_time"] = time_json(facts.now);
  body["position"] = facts.position;
  return text_of(body);
}

std::string held_json(const Record& record, const std::string& token) {
  const auto* held = find<PlotHeld>(record.events);
  if (held == nullptr) throw std::logic_error("an accepted hold holds nothing");
  return ObjectText()
      .text("hold_id", held->hold)
      .text("token", token)
      .text("project", held->project)
      .texts("plots", held->plots)
      .time("expires_at", held->expires_at)
      .time("extendable_until", held->extendable_until)
      .time("server_time", record.recorded_at)
      .end();
}

std::string extended_json(const Record& record, const rows::HoldRowT& hold) {
  Json body = unchanging(hold);
  body["extendable_until"] = time_json(hold.extendable_until);
  if (const auto* extended = find<HoldExtended>(record.events)) {
    body["expires_at"] = time_json(extended->expires_at);
  }
  body["server_time"] = time_json(record.recorded_at);
  return text_of(body);
}

std::string released_json(const Record& record, const rows::HoldRowT& hold) {
  Json body = unchanging(hold);
  body["state"] = "released";
  body["server_time"] = time_json(record.recorded_at);
  return text_of(body);
}

std::string hold_state_json(const HoldId& hold, std::string_view state) {
  return text_of({{"hold_id", hold.str()}, {"state", state}});
}

std::string booking_state_json(const BookingId& booking) {
  return text_of({{"booking_id", booking.str()}, {"state", "confirming"}});
}

std::string order_json(const OrderId& order, Money amount, const std::string& currency,
                       const GatewayFacts& gateway) {
  return text_of({{"order_id", order.str()},
                  {"amount", money_json(amount, currency)},
                  {"gateway",
                   {{"provider", gateway.provider},
                    {"checkout_url", checkout_url(gateway, order)},
                    {"key_id", gateway.key_id},
                    {"order_id", order.str()},
                    {"amount", amount.paise()},
                    {"currency", currency}}}});
}

}  // namespace ledger
