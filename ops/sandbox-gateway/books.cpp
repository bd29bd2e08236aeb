#include "ops/sandbox-gateway/books.h"

#include <algorithm>
#include <utility>

#include <sodium.h>

#include "events/money.h"

namespace ledger::sandbox {
namespace {

Seconds now() {
  using namespace std::chrono;
  return duration_cast<std::chrono::seconds>(system_clock::now().time_since_epoch()).count();
}

std::string new_id(const std::string& prefix) {
  constexpr std::string_view kBase62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string id = prefix;
  for (int i = 0; i < 14; ++i) id += kBase62[randombytes_uniform(kBase62.size())];
  return id;
}

tl::unexpected<Refusal> unknown_id() {
  return refuse("The id provided does not exist", "id");
}

constexpr Paise share(Paise amount, std::int64_t basis_points) {
  return scaled(Money::paise(amount), basis_points, kBasisPoints).paise();
}

// Throws MoneyOverflow.
Paise sum(Paise a, Paise b) {
  return (Money::paise(a) + Money::paise(b)).paise();
}

void mark_captured(Payment& payment) {
  payment.status = "captured";
  payment.was_captured = true;
  payment.captured_at = now();
  const Paise base = share(payment.amount, 200);
  payment.tax = share(base, 1800);
  payment.fee = base + payment.tax;
}

// How the payment looked to an event that is sent, or sent again, when more has happened since.
Payment as_of_event(Payment payment, const std::string& event) {
  if (event.starts_with("refund.")) return payment;
  payment.amount_refunded = 0;
  if (event == "payment.captured" || event == "order.paid") {
    payment.status = "captured";
    return payment;
  }
  payment.status = event == "payment.failed" ? "failed" : "authorized";
  payment.was_captured = false;
  return payment;
}

}  // namespace

Order Books::create_order(NewOrder order) {
  const std::lock_guard lock(mutex_);
  Order made{.id = new_id("order_"),
             .amount = order.amount,
             .currency = std::move(order.currency),
             .receipt = std::move(order.receipt),
             .notes = std::move(order.notes),
             .created_at = now()};
  tables_.order_ids.push_back(made.id);
  if (!made.receipt.empty()) by_receipt_[made.receipt].push_back(made.id);
  tables_.orders.emplace(made.id, made);
  touch();
  return made;
}

Outcome<Order> Books::order(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = tables_.orders.find(id);
  if (found == tables_.orders.end()) return unknown_id();
  return found->second;
}

std::vector<Order> Books::orders(const std::string& receipt, std::size_t count,
                                 std::size_t skip) const {
  const std::lock_guard lock(mutex_);
  const auto same = by_receipt_.find(receipt);
  if (!receipt.empty() && same == by_receipt_.end()) return {};
  const std::vector<std::string>& ids = receipt.empty() ? tables_.order_ids : same->second;
  std::vector<Order> page;
  for (std::size_t i = skip; i < ids.size() && page.size() < count; ++i) {
    page.push_back(tables_.orders.at(ids[ids.size() - 1 - i]));
  }
  return page;
}

Outcome<std::vector<Payment>> Books::payments_of(const std::string& order_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = tables_.orders.find(order_id);
  if (found == tables_.orders.end()) return unknown_id();
  std::vector<Payment> payments;
  for (const std::string& id : found->second.payments) payments.push_back(tables_.payments.at(id));
  return payments;
}

Outcome<Payment> Books::payment(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = tables_.payments.find(id);
  if (found == tables_.payments.end()) return unknown_id();
  return found->second;
}

Outcome<Change> Books::pay(const std::string& order_id, const NewPayment& wish) {
  const std::lock_guard lock(mutex_);
  const auto found = tables_.orders.find(order_id);
  if (found == tables_.orders.end()) return unknown_id();
  Order& order = found->second;
  const std::string id = new_id("pay_");
  Payment& payment = tables_.payments[id];
  payment = {.id = id,
             .order_id = order_id,
             .amount = wish.amount.value_or(order.amount),
             .currency = wish.currency.value_or(order.currency),
             .method = wish.method,
             .status = wish.outcome == PayOutcome::kFailed ? "failed" : "authorized",
             .created_at = now(),
             .notes = order.notes};
  order.payments.push_back(id);
  ++order.attempts;
  if (order.status == "created") order.status = "attempted";
  if (wish.outcome == PayOutcome::kCaptured) return capture_locked(payment, true);
  touch();
  Notice notice = announce("payment." + payment.status, payment, nullptr);
  return Change{payment, {std::move(notice)}};
}

Outcome<Change> Books::capture(const std::string& payment_id, Paise amount,
                               const std::string& currency) {
  const std::lock_guard lock(mutex_);
  const auto found = tables_.payments.find(payment_id);
  if (found == tables_.payments.end()) return unknown_id();
  Payment& payment = found->second;
  if (payment.was_captured) return refuse("This payment has already been captured");
  if (payment.status != "authorized") {
    return refuse("Only payments which have been authorized and not yet captured can be captured");
  }
  if (amount != payment.amount || currency != payment.currency) {
    return refuse("Capture amount must be equal to the amount authorized", "amount");
  }
  return capture_locked(payment, false);
}

Outcome<Change> Books::capture_late(const std::string& payment_id) {
  const std::lock_guard lock(mutex_);
  const auto found = tables_.payments.find(payment_id);
  if (found == tables_.payments.end()) return unknown_id();
  if (found->second.was_captured) return refuse("This payment has already been captured");
  return capture_locked(found->second, found->second.status == "failed");
}

Change Books::capture_locked(Payment& payment, bool announce_authorized) {
  Change change;
  payment.status = "authorized";
  if (announce_authorized) {
    change.notices.push_back(announce("payment.authorized", payment, nullptr));
  }
  mark_captured(payment);
  Order& order = tables_.orders.at(payment.order_id);
  if (payment.currency == order.currency)
    order.amount_paid = sum(order.amount_paid, payment.amount);
  if (order.amount_paid >= order.amount) order.status = "paid";
  change.notices.push_back(announce("payment.captured", payment, nullptr));
  if (order.status == "paid") {
    change.notices.push_back(announce("order.paid", payment, nullptr));
  }
  touch();
  change.payment = payment;
  return change;
}

Outcome<Refunded> Books::refund(const std::string& payment_id, std::optional<Paise> amount,
                                const Notes& notes, const std::string& idempotency_key) {
  const std::lock_guard lock(mutex_);
  const auto found = tables_.payments.find(payment_id);
  if (found == tables_.payments.end()) return unknown_id();
  Payment& payment = found->second;
  const auto seen = refund_by_key_.find(idempotency_key);
  if (!idempotency_key.empty() && seen != refund_by_key_.end()) {
    const Refund& earlier = tables_.refunds.at(seen->second);
    if (earlier.payment_id == payment_id && earlier.amount == amount.value_or(earlier.amount)) {
      return Refunded{earlier, {}};
    }
    return refuse("Different request sent with the same idempotency key");
  }
  if (!payment.was_captured) return refuse("The payment status should be captured for action");
  const Paise left = payment.amount - payment.amount_refunded;
  if (left == 0) return refuse("The payment has been fully refunded already");
  if (amount.value_or(left) > left) {
    return refuse("The refund amount provided is greater than amount captured", "amount");
  }
  Refund refund{.id = new_id("rfnd_"),
                .payment_id = payment_id,
                .amount = amount.value_or(left),
                .currency = payment.currency,
                .idempotency_key = idempotency_key,
                .notes = notes,
                .created_at = now()};
  payment.amount_refunded += refund.amount;
  if (payment.amount_refunded == payment.amount) payment.status = "refunded";
  payment.refunds.push_back(refund.id);
  tables_.refund_ids.push_back(refund.id);
  tables_.refunds.emplace(refund.id, refund);
  if (!idempotency_key.empty()) refund_by_key_.emplace(idempotency_key, refund.id);
  touch();
  Refunded refunded{refund, {}};
  refunded.notices.push_back(announce("refund.created", payment, &refund));
  refunded.notices.push_back(announce("refund.processed", payment, &refund));
  return refunded;
}

Outcome<Refund> Books::refund(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = tables_.refunds.find(id);
  if (found == tables_.refunds.end()) return unknown_id();
  return found->second;
}

Outcome<std::vector<Refund>> Books::refunds_of(const std::string& payment_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = tables_.payments.find(payment_id);
  if (found == tables_.payments.end()) return unknown_id();
  std::vector<Refund> refunds;
  for (const std::string& id : found->second.refunds) refunds.push_back(tables_.refunds.at(id));
  return refunds;
}

std::vector<Refund> Books::refunds() const {
  const std::lock_guard lock(mutex_);
  std::vector<Refund> refunds;
  for (const std::string& id : tables_.refund_ids) refunds.push_back(tables_.refunds.at(id));
  return refunds;
}

Outcome<std::vector<Notice>> Books::notices_of(const std::string& payment_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = tables_.payments.find(payment_id);
  if (found == tables_.payments.end()) return unknown_id();
  std::vector<Notice> notices;
  for (const EventStub& event : found->second.events) {
    notices.push_back(notice(event, found->second));
  }
  return notices;
}

Summary Books::summary() const {
  const std::lock_guard lock(mutex_);
  Summary summary{.orders = tables_.orders.size(),
                  .payments = tables_.payments.size(),
                  .refunds = tables_.refunds.size()};
  for (const auto& [id, payment] : tables_.payments) {
    if (payment.currency != "INR" || !payment.was_captured) continue;
    summary.captured = sum(summary.captured, payment.amount);
    summary.refunded = sum(summary.refunded, payment.amount_refunded);
  }
  return summary;
}

std::vector<Payment> Books::captured_between(Seconds from, Seconds until) const {
  const std::lock_guard lock(mutex_);
  std::vector<Payment> payments;
  for (const auto& [id, payment] : tables_.payments) {
    const bool within = payment.captured_at >= from && payment.captured_at < until;
    if (payment.was_captured && within) payments.push_back(payment);
  }
  std::ranges::sort(payments, {}, [](const Payment& p) { return std::pair(p.captured_at, p.id); });
  return payments;
}

std::vector<Refund> Books::refunded_between(Seconds from, Seconds until) const {
  std::vector<Refund> all = refunds();
  std::erase_if(all, [&](const Refund& r) { return r.created_at < from || r.created_at >= until; });
  return all;
}

Tables Books::tables() const {
  const std::lock_guard lock(mutex_);
  return tables_;
}

void Books::restore(Tables tables) {
  const std::lock_guard lock(mutex_);
  tables_ = std::move(tables);
  for (const std::string& id : tables_.order_ids) {
    const Order& order = tables_.orders.at(id);
    if (!order.receipt.empty()) by_receipt_[order.receipt].push_back(id);
  }
  for (const auto& [id, refund] : tables_.refunds) {
    if (!refund.idempotency_key.empty()) refund_by_key_.emplace(refund.idempotency_key, id);
  }
}

std::uint64_t Books::wait_for_change(std::uint64_t seen) const {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return version_ > seen || closed_; });
  return version_;
}

void Books::wait_for_close(std::chrono::milliseconds patience) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [&] { return closed_; });
}

void Books::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

void Books::touch() {
  ++version_;
  changed_.notify_all();
}

Notice Books::announce(const std::string& name, Payment& payment, const Refund* refund) const {
  EventStub event{.id = new_id(""),
                  .name = name,
                  .created_at = now(),
                  .refund_id = refund == nullptr ? "" : refund->id};
  payment.events.push_back(event);
  return notice(std::move(event), payment);
}

Notice Books::notice(EventStub event, const Payment& payment) const {
  Notice notice{.payment = as_of_event(payment, event.name)};
  notice.payment.events.clear();
  if (event.name == "order.paid") notice.order = tables_.orders.at(payment.order_id);
  if (!event.refund_id.empty()) notice.refund = tables_.refunds.at(event.refund_id);
  notice.event = std::move(event);
  return notice;
}

}  // namespace ledger::sandbox
