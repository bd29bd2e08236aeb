#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <tl/expected.hpp>

namespace ledger::sandbox {

using Paise = std::int64_t;    // of whatever currency stands beside it
using Seconds = std::int64_t;  // since the epoch
using Notes = std::map<std::string, std::string>;

struct Order {
  std::string id;
  Paise amount = 0;
  Paise amount_paid = 0;  // in the order's own currency
  std::string currency;
  std::string receipt;
  std::string status = "created";  // created, attempted, paid
  std::int64_t attempts = 0;
  Notes notes;
  Seconds created_at = 0;
  std::vector<std::string> payments;  // ids, oldest first
};

// A webhook that was due once: enough to make it anew.
struct EventStub {
  std::string id;
  std::string name;
  Seconds created_at = 0;
  std::string refund_id;  // "" unless about a refund
};

struct Payment {
  std::string id;
  std::string order_id;
  Paise amount = 0;
  std::string currency;
  std::string method = "upi";
  std::string status;  // authorized, captured, failed, refunded
  Paise amount_refunded = 0;
  Paise fee = 0;  // 2 % and 18 % tax on it, once captured
  Paise tax = 0;
  bool was_captured = false;
  Seconds created_at = 0;
  Seconds captured_at = 0;
  Notes notes;
  std::vector<std::string> refunds;  // ids, oldest first
  std::vector<EventStub> events;
};

struct Refund {
  std::string id;
  std::string payment_id;
  Paise amount = 0;
  std::string currency;
  std::string idempotency_key;
  Notes notes;
  Seconds created_at = 0;
};

// A webhook with the entities as they stood when it became due.
struct Notice {
  EventStub event;
  Payment payment;
  std::optional<Order> order;
  std::optional<Refund> refund;
};

struct Refusal {
  int status = 400;
  std::string code = "BAD_REQUEST_ERROR";
  std::string description;
  std::string field;
};

template <class T>
using Outcome = tl::expected<T, Refusal>;

inline tl::unexpected<Refusal> refuse(std::string description, std::string field = "") {
  return tl::make_unexpected(
      Refusal{.description = std::move(description), .field = std::move(field)});
}

struct NewOrder {
  Paise amount = 0;
  std::string currency;
  std::string receipt;
  Notes notes;
};

enum class PayOutcome { kCaptured, kFailed, kAuthorized };

struct NewPayment {
  PayOutcome outcome = PayOutcome::kCaptured;
  std::string method = "upi";
  std::optional<Paise> amount;          // the order's own when absent
  std::optional<std::string> currency;  // likewise
};

struct Change {
  Payment payment;
  std::vector<Notice> notices;  // in the order in which they happened
};

struct Refunded {
  Refund refund;
  std::vector<Notice> notices;  // none when the idempotency key was seen before
};

struct Summary {
  std::size_t orders = 0;
  std::size_t payments = 0;
  std::size_t refunds = 0;
  Paise captured = 0;  // INR only, whatever was refunded later
  Paise refunded = 0;
};

struct Tables {
  std::unordered_map<std::string, Order> orders;
  std::unordered_map<std::string, Payment> payments;
  std::unordered_map<std::string, Refund> refunds;
  std::vector<std::string> order_ids;  // oldest first
  std::vector<std::string> refund_ids;
};

// The gateway's accounts: orders, payments, refunds, and the rules between them. Thread-safe; every
// operation is atomic and hands out copies.
class Books {
 public:
  Order create_order(NewOrder order);
  Outcome<Order> order(const std::string& id) const;
  // Newest first; "" is any receipt.
  std::vector<Order> orders(const std::string& receipt, std::size_t count, std::size_t skip) const;
  Outcome<std::vector<Payment>> payments_of(const std::string& order_id) const;
  Outcome<Payment> payment(const std::string& id) const;

  // An order can be paid at any time, and more than once: real orders do not expire.
  Outcome<Change> pay(const std::string& order_id, const NewPayment& payment);
  // The merchant's own capture of an authorized payment; the amount must be the payment's.
  Outcome<Change> capture(const std::string& payment_id, Paise amount, const std::string& currency);
  // The bank's late word: an authorized or failed payment is captured after all.
  Outcome<Change> capture_late(const std::string& payment_id);

  // `amount` absent: all that is left. The same key with the same payment and amount is the same
  // refund; with others it is refused.
  Outcome<Refunded> refund(const std::string& payment_id, std::optional<Paise> amount,
                           const Notes& notes, const std::string& idempotency_key);
  Outcome<Refund> refund(const std::string& id) const;
  Outcome<std::vector<Refund>> refunds_of(const std::string& payment_id) const;
  std::vector<Refund> refunds() const;

  // Every webhook that was ever due for a payment, with the ids it had then.
  Outcome<std::vector<Notice>> notices_of(const std::string& payment_id) const;

  Summary summary() const;
  std::vector<Payment> captured_between(Seconds from, Seconds until) const;
  std::vector<Refund> refunded_between(Seconds from, Seconds until) const;

  Tables tables() const;
  void restore(Tables tables);
  // Blocks until something changed after `seen`, or until close(); the present version.
  std::uint64_t wait_for_change(std::uint64_t seen) const;
  // Blocks for `patience`, or until close().
  void wait_for_close(std::chrono::milliseconds patience) const;
  void close();

 private:
  void touch();
  Change capture_locked(Payment& payment, bool announce_authorized);
  Notice announce(const std::string& name, Payment& payment, const Refund* refund) const;
  Notice notice(EventStub event, const Payment& payment) const;

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  Tables tables_;
  std::unordered_map<std::string, std::vector<std::string>> by_receipt_;
  std::unordered_map<std::string, std::string> refund_by_key_;
  std::uint64_t version_ = 0;
  bool closed_ = false;
};

}  // namespace ledger::sandbox
