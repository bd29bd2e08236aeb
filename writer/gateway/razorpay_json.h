#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/result.h"
#include "writer/gateway/gateway.h"

// The bodies that the gateway's client sends and gets.
namespace ledger {

inline constexpr std::size_t kMaxReplyBytes = 4 * 1024 * 1024;

std::string order_request(Money amount, std::string_view currency, std::string_view receipt,
                          const GatewayNotes& notes);
std::string refund_request(Money amount, const GatewayNotes& notes);

Result<GatewayOrder> parse_order(std::string_view reply);
Result<GatewayPayment> parse_payment(std::string_view reply);
Result<GatewayRefund> parse_refund(std::string_view reply);

// {"entity": "collection", "count", "items": […]}
Result<std::vector<GatewayOrder>> parse_orders(std::string_view reply);
Result<std::vector<GatewayPayment>> parse_payments(std::string_view reply);
Result<std::vector<GatewayRefund>> parse_refunds(std::string_view reply);
Result<std::vector<SettledItem>> parse_settled_items(std::string_view reply);

// error.description of a refusal, at most 500 characters; "" when the body holds none.
std::string refusal_description(std::string_view reply);

}  // namespace ledger
