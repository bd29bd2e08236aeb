#include "writer/gateway/razorpay_json.h"

#include <nlohmann/json.hpp>

#include "writer/gateway/entity_json.h"

namespace ledger {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxDescription = 500;

template <class Entity>
using Read = Entity (*)(const json&, const std::string&, std::vector<Fault>&);

tl::unexpected<Error> malformed(std::vector<Fault> faults) {
  return fail({ErrorCode::kInvalid, "malformed-reply", "the gateway's reply has another shape",
               std::move(faults)});
}

template <class Entity>
Result<Entity> parse_one(std::string_view reply, Read<Entity> read) {
  const Result<json> body = parse_strictly(reply, kMaxReplyBytes);
  if (!body) return fail(body.error());
  std::vector<Fault> faults;
  Entity entity = read(*body, "", faults);
  if (!faults.empty()) return malformed(std::move(faults));
  return entity;
}

template <class Entity>
Result<std::vector<Entity>> parse_many(std::string_view reply, Read<Entity> read) {
  const Result<json> body = parse_strictly(reply, kMaxReplyBytes);
  if (!body) return fail(body.error());
  if (!body->is_object() || !body->contains("items") || !(*body)["items"].is_array()) {
    return malformed({{"/items", "an array is expected"}});
  }
  std::vector<Fault> faults;
  std::vector<Entity> entities;
  for (const json& item : (*body)["items"]) {
    entities.push_back(read(item, "/items/" + std::to_string(entities.size()), faults));
  }
  if (!faults.empty()) return malformed(std::move(faults));
  return entities;
}

}  // namespace

std::string order_request(Money amount, std::string_view currency, std::string_view receipt,
                          const GatewayNotes& notes) {
  return json{
      {"amount", amount.paise()}, {"currency", currency}, {"receipt", receipt}, {"notes", notes}}
      .dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string refund_request(Money amount, const GatewayNotes& notes) {
  return json{{"amount", amount.paise()}, {"notes", notes}}.dump(-1, ' ', false,
                                                                 json::error_handler_t::replace);
}

Result<GatewayOrder> parse_order(std::string_view reply) {
  return parse_one(reply, read_order);
}

Result<GatewayPayment> parse_payment(std::string_view reply) {
  return parse_one(reply, read_payment);
}

Result<GatewayRefund> parse_refund(std::string_view reply) {
  return parse_one(reply, read_refund);
}

Result<std::vector<GatewayOrder>> parse_orders(std::string_view reply) {
  return parse_many(reply, read_order);
}

Result<std::vector<GatewayPayment>> parse_payments(std::string_view reply) {
  return parse_many(reply, read_payment);
}

Result<std::vector<GatewayRefund>> parse_refunds(std::string_view reply) {
  return parse_many(reply, read_refund);
}

Result<std::vector<SettledItem>> parse_settled_items(std::string_view reply) {
  return parse_many(reply, read_settled_item);
}

std::string refusal_description(std::string_view reply) {
  const Result<json> body = parse_strictly(reply, kMaxReplyBytes);
  if (!body || !body->is_object()) return {};
  const json description = body->value(json::json_pointer("/error/description"), json());
  if (!description.is_string()) return {};
  return description.get<std::string>().substr(0, kMaxDescription);
}

}  // namespace ledger
