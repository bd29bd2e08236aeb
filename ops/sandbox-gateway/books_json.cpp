#include "ops/sandbox-gateway/books_json.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace ledger::sandbox {
namespace {

using nlohmann::json;

constexpr Seconds kIndianOffset = 19'800;  // +05:30
constexpr int kStateFormat = 1;

json or_null(bool present, json value) {
  return present ? std::move(value) : json();
}

std::string text(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// Razorpay writes no notes as an empty array.
json notes_json(const Notes& notes) {
  return notes.empty() ? json::array() : json(notes);
}

json settled_line(const std::string& id, const char* type, Seconds at) {
  const std::string day = std::to_string((at + kIndianOffset) / 86'400);
  return {{"entity_id", id},
          {"type", type},
          {"debit", 0},
          {"credit", 0},
          {"fee", 0},
          {"tax", 0},
          {"on_hold", false},
          {"settled", true},
          {"created_at", at},
          {"settled_at", at},
          {"settlement_id", "setl_Sandbox" + day},
          {"settlement_utr", "SBX" + day},
          {"description", nullptr}};
}

json event_json(const EventStub& event) {
  return {event.id, event.name, event.created_at, event.refund_id};
}

EventStub read_event(const json& row) {
  return {.id = row.at(0), .name = row.at(1), .created_at = row.at(2), .refund_id = row.at(3)};
}

json stored(const Order& order) {
  return {{"id", order.id},
          {"amount", order.amount},
          {"amount_paid", order.amount_paid},
          {"currency", order.currency},
          {"receipt", order.receipt},
          {"status", order.status},
          {"attempts", order.attempts},
          {"notes", json(order.notes)},
          {"created_at", order.created_at},
          {"payments", order.payments}};
}

Order read_order(const json& row) {
  return {.id = row.at("id"),
          .amount = row.at("amount"),
          .amount_paid = row.at("amount_paid"),
          .currency = row.at("currency"),
          .receipt = row.at("receipt"),
          .status = row.at("status"),
          .attempts = row.at("attempts"),
          .notes = row.at("notes").get<Notes>(),
          .created_at = row.at("created_at"),
          .payments = row.at("payments").get<std::vector<std::string>>()};
}

json stored(const Payment& payment) {
  json events = json::array();
  for (const EventStub& event : payment.events) events.push_back(event_json(event));
  return {{"id", payment.id},
          {"order_id", payment.order_id},
          {"amount", payment.amount},
          {"currency", payment.currency},
          {"method", payment.method},
          {"status", payment.status},
          {"amount_refunded", payment.amount_refunded},
          {"fee", payment.fee},
          {"tax", payment.tax},
          {"was_captured", payment.was_captured},
          {"created_at", payment.created_at},
          {"captured_at", payment.captured_at},
          {"notes", json(payment.notes)},
          {"refunds", payment.refunds},
          {"events", std::move(events)}};
}

Payment read_payment(const json& row) {
  Payment payment{.id = row.at("id"),
                  .order_id = row.at("order_id"),
                  .amount = row.at("amount"),
                  .currency = row.at("currency"),
                  .method = row.at("method"),
                  .status = row.at("status"),
                  .amount_refunded = row.at("amount_refunded"),
                  .fee = row.at("fee"),
                  .tax = row.at("tax"),
                  .was_captured = row.at("was_captured"),
                  .created_at = row.at("created_at"),
                  .captured_at = row.at("captured_at"),
                  .notes = row.at("notes").get<Notes>(),
                  .refunds = row.at("refunds").get<std::vector<std::string>>()};
  for (const json& event : row.at("events")) payment.events.push_back(read_event(event));
  return payment;
}

json stored(const Refund& refund) {
  return {{"id", refund.id},
          {"payment_id", refund.payment_id},
          {"amount", refund.amount},
          {"currency", refund.currency},
          {"idempotency_key", refund.idempotency_key},
          {"notes", json(refund.notes)},
          {"created_at", refund.created_at}};
}

Refund read_refund(const json& row) {
  return {.id = row.at("id"),
          .payment_id = row.at("payment_id"),
          .amount = row.at("amount"),
          .currency = row.at("currency"),
          .idempotency_key = row.at("idempotency_key"),
          .notes = row.at("notes").get<Notes>(),
          .created_at = row.at("created_at")};
}

// Whether every id that one entity names belongs to another that is there.
bool whole(const Tables& tables) {
  const auto refunds_known = [&](const Payment& payment) {
    return tables.orders.contains(payment.order_id) &&
           std::ranges::all_of(payment.refunds,
                               [&](const auto& id) { return tables.refunds.contains(id); }) &&
           std::ranges::all_of(payment.events, [&](const EventStub& event) {
             return event.refund_id.empty() || tables.refunds.contains(event.refund_id);
           });
  };
  const auto payments_known = [&](const Order& order) {
    return std::ranges::all_of(order.payments,
                               [&](const auto& id) { return tables.payments.contains(id); });
  };
  return std::ranges::all_of(tables.orders,
                             [&](const auto& o) { return payments_known(o.second); }) &&
         std::ranges::all_of(tables.payments,
                             [&](const auto& p) { return refunds_known(p.second); });
}

}  // namespace

json order_json(const Order& order) {
  return {{"id", order.id},
          {"entity", "order"},
          {"amount", order.amount},
          {"amount_paid", order.amount_paid},
          {"amount_due", std::max<Paise>(0, order.amount - order.amount_paid)},
          {"currency", order.currency},
          {"receipt", or_null(!order.receipt.empty(), order.receipt)},
          {"offer_id", nullptr},
          {"status", order.status},
          {"attempts", order.attempts},
          {"notes", notes_json(order.notes)},
          {"created_at", order.created_at}};
}

json payment_json(const Payment& payment) {
  const bool failed = payment.status == "failed";
  const bool upi = payment.method == "upi";
  const bool all_refunded = payment.amount_refunded == payment.amount;
  const char* refund_status = all_refunded ? "full" : "partial";
  return {{"id", payment.id},
          {"entity", "payment"},
          {"amount", payment.amount},
          {"currency", payment.currency},
          {"status", payment.status},
          {"order_id", payment.order_id},
          {"invoice_id", nullptr},
          {"international", payment.currency != "INR"},
          {"method", payment.method},
          {"amount_refunded", payment.amount_refunded},
          {"refund_status", or_null(payment.amount_refunded > 0, refund_status)},
          {"captured", payment.was_captured},
          {"description", nullptr},
          {"card_id", nullptr},
          {"bank", or_null(payment.method == "netbanking", "HDFC")},
          {"wallet", nullptr},
          {"vpa", or_null(upi, failed ? "failure@razorpay" : "success@razorpay")},
          {"email", "payer@example.com"},
          {"contact", "+919000000000"},
          {"notes", notes_json(payment.notes)},
          {"fee", or_null(payment.was_captured, payment.fee)},
          {"tax", or_null(payment.was_captured, payment.tax)},
          {"error_code", or_null(failed, "BAD_REQUEST_ERROR")},
          {"error_description", or_null(failed, "Payment was unsuccessful at the payer's bank")},
          {"error_source", or_null(failed, "bank")},
          {"error_step", or_null(failed, "payment_authorization")},
          {"error_reason", or_null(failed, "payment_failed")},
          {"acquirer_data", or_null(upi, json{{"rrn", payment.id.substr(payment.id.size() - 12)}})},
          {"created_at", payment.created_at}};
}

json refund_json(const Refund& refund) {
  return {{"id", refund.id},
          {"entity", "refund"},
          {"amount", refund.amount},
          {"currency", refund.currency},
          {"payment_id", refund.payment_id},
          {"notes", notes_json(refund.notes)},
          {"receipt", nullptr},
          {"acquirer_data", {{"arn", nullptr}}},
          {"created_at", refund.created_at},
          {"batch_id", nullptr},
          {"status", "processed"},
          {"speed_processed", "normal"},
          {"speed_requested", "normal"}};
}

json refusal_json(const Refusal& refusal) {
  return {{"error",
           {{"code", refusal.code},
            {"description", refusal.description},
            {"source", "business"},
            {"step", "payment_initiation"},
            {"reason", "input_validation_failed"},
            {"metadata", json::object()},
            {"field", or_null(!refusal.field.empty(), refusal.field)}}}};
}

json settled_payment_json(const Payment& payment, const std::string& receipt) {
  json line = settled_line(payment.id, "payment", payment.captured_at);
  line["amount"] = payment.amount;
  line["credit"] = payment.amount - payment.fee;
  line["fee"] = payment.fee;
  line["tax"] = payment.tax;
  line["currency"] = payment.currency;
  line["payment_id"] = nullptr;
  line["order_id"] = payment.order_id;
  line["order_receipt"] = or_null(!receipt.empty(), receipt);
  line["method"] = payment.method;
  line["notes"] = text(notes_json(payment.notes));
  return line;
}

json settled_refund_json(const Refund& refund, const Payment& payment, const std::string& receipt) {
  json line = settled_line(refund.id, "refund", refund.created_at);
  line["amount"] = refund.amount;
  line["debit"] = refund.amount;
  line["currency"] = refund.currency;
  line["payment_id"] = refund.payment_id;
  line["order_id"] = payment.order_id;
  line["order_receipt"] = or_null(!receipt.empty(), receipt);
  line["method"] = payment.method;
  line["notes"] = text(notes_json(refund.notes));
  return line;
}

std::string webhook_body(const Notice& notice) {
  json contains = {"payment"};
  json payload = {{"payment", {{"entity", payment_json(notice.payment)}}}};
  if (notice.order) {
    contains.push_back("order");
    payload["order"] = {{"entity", order_json(*notice.order)}};
  }
  if (notice.refund) {
    contains.insert(contains.begin(), "refund");
    payload["refund"] = {{"entity", refund_json(*notice.refund)}};
  }
  return text({{"entity", "event"},
               {"account_id", "acc_SandboxAccount"},
               {"event", notice.event.name},
               {"contains", std::move(contains)},
               {"payload", std::move(payload)},
               {"created_at", notice.event.created_at}});
}

std::string dump_tables(const Tables& tables) {
  json orders = json::array();
  json payments = json::array();
  json refunds = json::array();
  for (const std::string& id : tables.order_ids) orders.push_back(stored(tables.orders.at(id)));
  for (const auto& [id, payment] : tables.payments) payments.push_back(stored(payment));
  for (const std::string& id : tables.refund_ids) refunds.push_back(stored(tables.refunds.at(id)));
  return text({{"format", kStateFormat},
               {"orders", std::move(orders)},
               {"payments", std::move(payments)},
               {"refunds", std::move(refunds)}});
}

Result<Tables> load_tables(std::string_view input) {
  try {
    const json state = json::parse(input);
    if (state.at("format") != kStateFormat) {
      return fail(ErrorCode::kCorrupt, "state-file", "the state file is of another format");
    }
    Tables tables;
    for (const json& row : state.at("orders")) {
      const auto& id = tables.order_ids.emplace_back(row.at("id"));
      tables.orders.emplace(id, read_order(row));
    }
    for (const json& row : state.at("payments")) {
      tables.payments.emplace(row.at("id"), read_payment(row));
    }
    for (const json& row : state.at("refunds")) {
      const auto& id = tables.refund_ids.emplace_back(row.at("id"));
      tables.refunds.emplace(id, read_refund(row));
    }
    if (whole(tables)) return tables;
    return fail(ErrorCode::kCorrupt, "state-file", "the state file names what it does not hold");
  } catch (const json::exception& e) {
    return fail(ErrorCode::kCorrupt, "state-file",
                std::string("the state file is damaged: ") + e.what());
  }
}

}  // namespace ledger::sandbox
