#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/ids.h"
#include "events/instant.h"
#include "events/money.h"
#include "events/result.h"
#include "writer/gateway/settled_item.h"

namespace ledger {

using GatewayNotes = std::map<std::string, std::string>;  // <= 15 pairs, <= 256 characters each

enum class GatewayOrderStatus { kCreated, kAttempted, kPaid };

// A request for money at the gateway. It never expires there: it can be paid late, and twice.
struct GatewayOrder {
  OrderId id;
  Money amount;
  Money amount_paid;
  std::string currency;  // ISO 4217
  std::string receipt;   // ours; "" when the gateway holds none
  GatewayOrderStatus status = GatewayOrderStatus::kCreated;
  GatewayNotes notes;
  Instant created_at;
  bool operator==(const GatewayOrder&) const = default;
};

enum class GatewayPaymentStatus { kCreated, kAuthorized, kCaptured, kFailed, kRefunded };

// One attempt to pay, as the gateway saw it at one moment: a snapshot, which may be older than what
// is known already. A failed payment may still become authorized or captured, days later.
struct GatewayPayment {
  PaymentId id;
  OrderId order_id;  // empty for a payment made without an order
  GatewayPaymentStatus status = GatewayPaymentStatus::kCreated;
  Money amount;
  std::string currency;
  std::string method;  // "upi", "card", "netbanking", …
  bool captured = false;
  Money amount_refunded;
  std::optional<Money> fee;  // what the gateway keeps, tax included; known once captured
  std::optional<Money> tax;  // the tax within `fee`
  std::string error_code;    // "" unless failed
  std::string error_description;
  GatewayNotes notes;
  Instant created_at;
  bool operator==(const GatewayPayment&) const = default;
};

enum class GatewayRefundStatus { kPending, kProcessed, kFailed };

struct GatewayRefund {
  std::string id;  // the gateway's: "rfnd_…" (RefundId is ours)
  PaymentId payment_id;
  GatewayRefundStatus status = GatewayRefundStatus::kPending;
  Money amount;
  std::string currency;
  GatewayNotes notes;
  Instant created_at;
  bool operator==(const GatewayRefund&) const = default;
};

inline constexpr std::size_t kMaxReceipt = 40;
inline constexpr std::size_t kMaxNotes = 15;
inline constexpr std::size_t kMaxNote = 256;

// The payment gateway. Safe to call from several threads; every call blocks, for a bounded time.
// Errors, besides what is said at a call:
//   kUnavailable  certainly not done, or (when asking) not answered: try again later
//   kUnknown      sent, but no usable answer came: it may have been done. Look before trying again
//   kInvalid      the gateway refused; `message` is its description. Trying again will not help
// Only create_order and refund can fail with kUnknown.
class Gateway {
 public:
  virtual ~Gateway() = default;

  // Not idempotent at the gateway: after kUnknown, or a crash, ask find_order_by_receipt first.
  // `receipt` is 1 to kMaxReceipt characters and unique to the order.
  virtual Result<GatewayOrder> create_order(Money amount, std::string_view currency,
                                            std::string_view receipt,
                                            const GatewayNotes& notes) = 0;

  // The order made with this receipt; should there be several, one that was paid, else the oldest.
  virtual Result<std::optional<GatewayOrder>> find_order_by_receipt(std::string_view receipt) = 0;

  virtual Result<GatewayOrder> order(const OrderId& id) = 0;

  // Every attempt on the order, in the gateway's order.
  virtual Result<std::vector<GatewayPayment>> payments_of(const OrderId& id) = 0;

  virtual Result<GatewayPayment> payment(const PaymentId& id) = 0;

  // The same `idempotency_key` (10 to 64 of A-Z a-z 0-9 - _) never refunds twice: after kUnknown,
  // or a crash, call again with the same key, amount and notes.
  virtual Result<GatewayRefund> refund(const PaymentId& payment, Money amount,
                                       std::string_view idempotency_key,
                                       const GatewayNotes& notes) = 0;

  virtual Result<std::vector<GatewayRefund>> refunds_of(const PaymentId& payment) = 0;

  // What the gateway settled on that Indian day, of all projects; at most 10,000 items.
  virtual Result<std::vector<SettledItem>> settled_on(Day day) = 0;
};

}  // namespace ledger
