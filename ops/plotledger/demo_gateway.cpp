#include "ops/plotledger/demo_gateway.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <sys/stat.h>

#include "ops/sandbox-gateway/books_json.h"

namespace ledger::demo {
namespace {

constexpr int kFee = 200;  // basis points, and 18 % tax on it, as the sandbox reckons
constexpr int kTaxOnFee = 1800;

sandbox::Seconds seconds_of(Instant at) {
  return at.micros() / 1'000'000;
}

std::string_view status_text(PaymentStatus status) {
  switch (status) {
    case PaymentStatus::kAuthorized:
      return "authorized";
    case PaymentStatus::kCaptured:
      return "captured";
    case PaymentStatus::kFailed:
      break;
  }
  return "failed";
}

void capture(sandbox::Payment& payment, sandbox::Order& order, Instant at) {
  const auto fee = scaled(Money::paise(payment.amount), kFee, kBasisPoints);
  const auto tax = scaled(fee, kTaxOnFee, kBasisPoints);
  payment.was_captured = true;
  payment.captured_at = seconds_of(at);
  payment.tax = tax.paise();
  payment.fee = (fee + tax).paise();
  if (payment.currency == order.currency) order.amount_paid += payment.amount;
  if (order.amount_paid >= order.amount) order.status = "paid";
}

}  // namespace

void GatewaySide::made_order(const RecordOrder& told, const std::string& receipt, Instant at) {
  sandbox::Order order;
  order.id = told.order.str();
  order.amount = told.amount.paise();
  order.currency = told.currency;
  order.receipt = receipt;
  order.status = "created";
  order.notes = {{"project", told.project.str()}};
  if (told.request.empty()) {
    order.notes.emplace("hold", told.hold.str());
  } else {
    order.notes.emplace("request", told.request.str());
  }
  order.created_at = seconds_of(at);
  tables_.order_ids.push_back(order.id);
  tables_.orders.emplace(order.id, std::move(order));
}

void GatewaySide::had_payment(const RecordPayment& told, Instant at) {
  auto& order = tables_.orders.at(told.payment.order.str());
  const auto& id = told.payment.payment.str();
  const auto [found, fresh] = tables_.payments.try_emplace(id);
  auto& payment = found->second;
  if (fresh) {
    payment.id = id;
    payment.order_id = order.id;
    payment.amount = told.payment.amount.paise();
    payment.currency = told.payment.currency;
    payment.method = told.payment.method;
    payment.created_at = seconds_of(told.payment.created_at);
    payment.notes = order.notes;
    order.payments.push_back(id);
    ++order.attempts;
    if (order.status == "created") order.status = "attempted";
  }
  payment.status = status_text(told.status);
  if (told.status == PaymentStatus::kCaptured) capture(payment, order, at);
  payment.events.push_back(
      {told.payment.gateway_event, "payment." + payment.status, seconds_of(at), ""});
}

void GatewaySide::sent_refund(const RecordRefund& told, const PaymentId& id, Money amount,
                              Instant at) {
  if (tables_.refunds.contains(told.gateway_refund)) return;
  auto& payment = tables_.payments.at(id.str());
  sandbox::Refund refund;
  refund.id = told.gateway_refund;
  refund.payment_id = payment.id;
  refund.amount = amount.paise();
  refund.currency = payment.currency;
  refund.idempotency_key = told.refund.str();
  std::erase(refund.idempotency_key, '-');
  refund.notes = {{"project", told.project.str()}, {"refund", told.refund.str()}};
  refund.created_at = seconds_of(at);
  payment.amount_refunded += refund.amount;
  if (payment.amount_refunded == payment.amount) payment.status = "refunded";
  payment.refunds.push_back(refund.id);
  tables_.refund_ids.push_back(refund.id);
  tables_.refunds.emplace(refund.id, std::move(refund));
}

namespace {

wire::SettledItemT item_of(const sandbox::Payment& payment) {
  wire::SettledItemT item;
  item.kind = wire::SettledKind::Payment;
  item.entity = payment.id;
  item.amount = Money::paise(payment.amount);
  item.tax = Money::paise(payment.tax);
  item.fee = Money::paise(payment.fee - payment.tax);
  return item;
}

wire::SettledItemT item_of(const sandbox::Refund& refund) {
  wire::SettledItemT item;
  item.kind = wire::SettledKind::Refund;
  item.entity = refund.notes.at("refund");
  item.amount = -Money::paise(refund.amount);
  return item;
}

bool is_of(const sandbox::Notes& notes, const ProjectId& project) {
  const auto note = notes.find("project");
  return note != notes.end() && note->second == project.str();
}

}  // namespace

std::vector<wire::SettledItemT> GatewaySide::settled(const ProjectId& project, Day day) const {
  const auto begin = seconds_of(start_of(day, kIndia));
  const auto end = seconds_of(start_of(day + 1, kIndia));
  const auto within = [&](sandbox::Seconds at) { return at >= begin && at < end; };
  std::vector<wire::SettledItemT> items;
  for (const auto& [id, payment] : tables_.payments)
    if (payment.was_captured && within(payment.captured_at) && is_of(payment.notes, project))
      items.push_back(item_of(payment));
  for (const auto& [id, refund] : tables_.refunds)
    if (within(refund.created_at) && is_of(refund.notes, project)) items.push_back(item_of(refund));
  std::ranges::sort(items, {}, &wire::SettledItemT::entity);
  return items;
}

void GatewaySide::save(const std::string& path) const {
  std::ofstream file(path, std::ios::trunc | std::ios::binary);
  ::chmod(path.c_str(), S_IRUSR | S_IWUSR);
  file << sandbox::dump_tables(tables_);
  if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace ledger::demo
