#include "writer/gateway/razorpay.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <utility>

#include "writer/gateway/razorpay_json.h"

namespace ledger {
namespace {

constexpr std::size_t kPage = 100;  // the most that Razorpay lists at once
constexpr std::size_t kMaxListed = 10'000;

enum class Effect { kAsks, kChanges };

tl::unexpected<Error> refused_here(const std::string& what) {
  return fail(ErrorCode::kInvalid, "gateway-input", what);
}

bool made_of(std::string_view text, std::size_t least, std::size_t most, std::string_view extra) {
  return text.size() >= least && text.size() <= most && std::ranges::all_of(text, [&](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                  extra.find(c) != std::string_view::npos;
         });
}

// Ids go into paths, and some come from a browser.
bool is_id(std::string_view id) {
  return made_of(id, 1, 64, "_");
}

bool notes_fit(const GatewayNotes& notes) {
  return notes.size() <= kMaxNotes && std::ranges::all_of(notes, [](const auto& note) {
           return note.first.size() <= kMaxNote && note.second.size() <= kMaxNote;
         });
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (made_of({&c, 1}, 1, 1, "-_.~")) {
      encoded += c;
      continue;
    }
    char hex[4];
    std::snprintf(hex, sizeof hex, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    encoded += hex;
  }
  return encoded;
}

// No usable answer. When the call only asked, nothing can have happened.
tl::unexpected<Error> no_answer(Effect effect, const std::string& why) {
  if (effect == Effect::kAsks) {
    return fail(ErrorCode::kUnavailable, "gateway-unavailable",
                "the gateway did not answer: " + why);
  }
  return fail(ErrorCode::kUnknown, "gateway-outcome-unknown",
              "the gateway may or may not have done it: " + why);
}

tl::unexpected<Error> refusal(Effect effect, const HttpReply& reply) {
  const std::string status = "status " + std::to_string(reply.status);
  switch (reply.status) {
    case 401:
    case 403:
      return fail(ErrorCode::kUnavailable, "gateway-credentials",
                  "the gateway does not accept our key: " + status);
    case 429:
    case 503:
      return fail(ErrorCode::kUnavailable, "gateway-unavailable", "the gateway is busy: " + status);
    case 408:  // a time-out behind the gateway's door
    case 409:  // the same idempotency key is at work this very moment
      return no_answer(effect, status);
    default:
      break;
  }
  if (reply.status < 400 || reply.status >= 500) return no_answer(effect, status);
  const std::string description = refusal_description(reply.body);
  return fail(ErrorCode::kInvalid, "gateway-refused", description.empty() ? status : description);
}

// The answer, read by `parse`, or the reason why there is none.
template <class T>
Result<T> outcome(Effect effect, const HttpReply& reply, Result<T> (*parse)(std::string_view)) {
  switch (reply.fate) {
    case HttpReply::Fate::kNotSent:
      return fail(ErrorCode::kUnavailable, "gateway-unavailable",
                  "the gateway cannot be reached: " + reply.why);
    case HttpReply::Fate::kLost:
      return no_answer(effect, reply.why);
    case HttpReply::Fate::kAnswered:
      break;
  }
  if (reply.status < 200 || reply.status >= 300) return refusal(effect, reply);
  Result<T> parsed = parse(reply.body);
  if (!parsed) return no_answer(effect, parsed.error().message);
  return parsed;
}

// Every entity of a list that the gateway hands out in pages.
template <class T>
Result<std::vector<T>> all_pages(HttpCaller& http, const std::string& path,
                                 Result<std::vector<T>> (*parse)(std::string_view)) {
  std::vector<T> all;
  const std::string first = path + (path.find('?') == std::string::npos ? "?" : "&") +
                            "count=" + std::to_string(kPage) + "&skip=";
  while (all.size() < kMaxListed) {
    Result<std::vector<T>> page =
        outcome(Effect::kAsks, http.get(first + std::to_string(all.size())), parse);
    if (!page) return page;
    std::ranges::move(*page, std::back_inserter(all));
    if (page->size() < kPage) return all;
  }
  return no_answer(Effect::kAsks, "the list does not end");
}

}  // namespace

RazorpayGateway::RazorpayGateway(const RazorpayConfig& config)
    : http_({.base_url = config.base_url,
             .user = config.key_id,
             .password = config.key_secret,
             .connect_timeout = config.connect_timeout,
             .total_timeout = config.total_timeout,
             .max_reply_bytes = kMaxReplyBytes}) {}

Result<GatewayOrder> RazorpayGateway::create_order(Money amount, std::string_view currency,
                                                   std::string_view receipt,
                                                   const GatewayNotes& notes) {
  if (receipt.empty() || receipt.size() > kMaxReceipt) return refused_here("a receipt's length");
  if (!notes_fit(notes)) return refused_here("too many or too long notes");
  const HttpReply reply = http_.post("/v1/orders", order_request(amount, currency, receipt, notes));
  return outcome(Effect::kChanges, reply, parse_order);
}

Result<std::optional<GatewayOrder>> RazorpayGateway::find_order_by_receipt(
    std::string_view receipt) {
  if (receipt.empty() || receipt.size() > kMaxReceipt) return refused_here("a receipt's length");
  Result<std::vector<GatewayOrder>> orders =
      all_pages(http_, "/v1/orders?receipt=" + percent_encoded(receipt), parse_orders);
  if (!orders) return fail(orders.error());
  std::erase_if(*orders, [&](const GatewayOrder& order) { return order.receipt != receipt; });
  const auto best = std::ranges::min_element(*orders, {}, [](const GatewayOrder& order) {
    return std::pair(order.amount_paid.zero(), order.created_at);
  });
  if (best == orders->end()) return std::nullopt;
  return *best;
}

Result<GatewayOrder> RazorpayGateway::order(const OrderId& id) {
  if (!is_id(id)) return refused_here("an order id");
  return outcome(Effect::kAsks, http_.get("/v1/orders/" + id.str()), parse_order);
}

Result<std::vector<GatewayPayment>> RazorpayGateway::payments_of(const OrderId& id) {
  if (!is_id(id)) return refused_here("an order id");
  const HttpReply reply = http_.get("/v1/orders/" + id.str() + "/payments");
  return outcome(Effect::kAsks, reply, parse_payments);
}

Result<GatewayPayment> RazorpayGateway::payment(const PaymentId& id) {
  if (!is_id(id)) return refused_here("a payment id");
  return outcome(Effect::kAsks, http_.get("/v1/payments/" + id.str()), parse_payment);
}

Result<GatewayRefund> RazorpayGateway::refund(const PaymentId& payment, Money amount,
                                              std::string_view idempotency_key,
                                              const GatewayNotes& notes) {
  if (!is_id(payment)) return refused_here("a payment id");
  if (!made_of(idempotency_key, 10, 64, "-_")) return refused_here("an idempotency key");
  if (!notes_fit(notes)) return refused_here("too many or too long notes");
  const HttpReply reply =
      http_.post("/v1/payments/" + payment.str() + "/refund", refund_request(amount, notes),
                 {{"X-Refund-Idempotency", std::string(idempotency_key)}});
  return outcome(Effect::kChanges, reply, parse_refund);
}

Result<std::vector<GatewayRefund>> RazorpayGateway::refunds_of(const PaymentId& payment) {
  if (!is_id(payment)) return refused_here("a payment id");
  return all_pages(http_, "/v1/payments/" + payment.str() + "/refunds", parse_refunds);
}

Result<std::vector<SettledItem>> RazorpayGateway::settled_on(Day day) {
  const auto text = date_text(day);  // "2026-11-25"
  return all_pages(http_,
                   "/v1/settlements/recon/combined?year=" + text.substr(0, 4) +
                       "&month=" + text.substr(5, 2) + "&day=" + text.substr(8, 2),
                   parse_settled_items);
}

}  // namespace ledger
