#include "query-api/booking_json.h"

#include <algorithm>

#include "query-api/json_parts.h"
#include "query-api/refund_json.h"

namespace ledger {
namespace {

using rows::BookingRowT;
using rows::InstallmentLineT;

Money open_part(const InstallmentLineT& line) {
  return line.amount - line.paid;
}

bool is_open(const InstallmentLineT& line) {
  return open_part(line) > Money();
}

std::string_view state_of(const BookingRowT& booking, const portal::Figures& figures) {
  if (booking.cancelled) return "cancelled";
  return figures.outstanding.zero() ? "fully_paid" : "confirmed";
}

std::string_view status_of(const InstallmentLineT& line, const BookingFacts& facts) {
  if (!is_open(line)) return "paid";
  if (facts.booking.cancelled) return "cancelled";
  if (line.due_day < facts.today) return "overdue";
  if (!line.paid.zero()) return "partly_paid";
  return line.due_day == facts.today ? "due" : "scheduled";
}

Money overdue_of(const BookingFacts& facts) {
  Money overdue;
  for (const auto& line : facts.booking.installments) {
    if (status_of(*line, facts) == "overdue") overdue += open_part(*line);
  }
  return overdue;
}

Json next_due(const BookingFacts& facts) {
  const InstallmentLineT* next = nullptr;
  for (const auto& line : facts.booking.installments) {
    if (!is_open(*line) || facts.booking.cancelled) continue;
    if (next == nullptr || line->due_day < next->due_day) next = line.get();
  }
  if (next == nullptr) return {};
  return {{"amount", money_json(open_part(*next), facts.booking.currency)},
          {"due_on", date_text(next->due_day)}};
}

Json plots_of(const BookingFacts& facts) {
  Json list = Json::array();
  for (const auto& id : facts.booking.plots) {
    const auto found = std::ranges::find(facts.plots, id, &rows::PlotRowT::plot);
    const bool known = found != facts.plots.end();
    list.push_back({{"id", id.str()},
                    {"no", known ? found->no : id.str()},
                    {"area_mm2", known ? found->area_mm2 : 0}});
  }
  return list;
}

Json lines_of(const BookingRowT& booking) {
  Json list = Json::array();
  for (const auto& line : booking.lines) {
    list.push_back({{"plot", line->plot.str()},
                    {"head", line->head},
                    {"amount", money_json(line->amount, booking.currency)},
                    {"tax", money_json(line->cgst + line->sgst, booking.currency)}});
  }
  return list;
}

Json installments_of(const BookingFacts& facts) {
  Json list = Json::array();
  for (const auto& line : facts.booking.installments) {
    list.push_back({{"no", line->no},
                    {"label", line->label},
                    {"amount", money_json(line->amount, facts.booking.currency)},
                    {"paid", money_json(line->paid, facts.booking.currency)},
                    {"due_on", date_text(line->due_day)},
                    {"status", status_of(*line, facts)}});
  }
  return list;
}

Json payments_of(const BookingRowT& booking) {
  Json list = Json::array();
  for (const auto& payment : booking.payments) {
    list.push_back(
        {{"payment_id", payment->payment.str()},
         {"amount", money_json(payment->amount, booking.currency)},
         {"method", payment->method},
         {"at", time_json(payment->at)},
         {"receipt_no", payment->receipt_no.empty() ? Json() : Json(payment->receipt_no)},
         {"position", payment->position}});
  }
  return list;
}

Json receipts_of(const BookingRowT& booking) {
  Json list = Json::array();
  for (const auto& receipt : booking.receipts) {
    list.push_back({{"number", receipt->number},
                    {"amount", money_json(receipt->amount, booking.currency)},
                    {"payment_id", receipt->payment.str()},
                    {"at", time_json(receipt->at)}});
  }
  return list;
}

Json refunds_of(const BookingRowT& booking) {
  Json list = Json::array();
  for (const auto& refund : booking.refunds) {
    list.push_back({{"refund_id", refund->refund.str()},
                    {"amount", money_json(refund->amount, booking.currency)},
                    {"state", refund_state(refund->state)},
                    {"at", time_json(refund->processed_at)}});
  }
  return list;
}

Json history_of(const BookingRowT& booking) {
  Json list = Json::array();
  for (const auto& entry : booking.history) {
    list.push_back(
        {{"position", entry->position}, {"event", entry->event}, {"at", time_json(entry->at)}});
  }
  return list;
}

void add_figures(Json& body, const BookingFacts& facts) {
  const auto figures = portal::figures(facts.booking);
  const auto& currency = facts.booking.currency;
  body["price"] = money_json(figures.price, currency);
  body["tax"] = money_json(figures.tax, currency);
  body["paid"] = money_json(figures.paid, currency);
  body["refunded"] = money_json(figures.refunded, currency);
  body["outstanding"] = money_json(figures.outstanding, currency);
  body["credit"] = money_json(figures.credit, currency);
  body["refund_due"] = money_json(figures.refund_due, currency);
  body["overdue"] = money_json(overdue_of(facts), currency);
  body["next_due"] = next_due(facts);
}

std::string last_position(const BookingRowT& booking) {
  return booking.history.empty() ? "" : booking.history.back()->position;
}

Json head_of(const BookingFacts& facts) {
  return {{"booking_id", facts.booking.booking.str()},
          {"project", facts.booking.project.str()},
          {"project_name", facts.project.name},
          {"plots", plots_of(facts)},
          {"state", state_of(facts.booking, portal::figures(facts.booking))},
          {"confirmed_at", time_json(facts.booking.confirmed_at)}};
}

Money paise_in(const Json& body, const char* name) {
  return Money::paise(body.at(name).at("paise").get<std::int64_t>());
}

}  // namespace

std::string booking_json(const BookingFacts& facts) {
  Json body = head_of(facts);
  add_figures(body, facts);
  body["plan"] = facts.booking.plan;
  body["lines"] = lines_of(facts.booking);
  body["installments"] = installments_of(facts);
  body["payments"] = payments_of(facts.booking);
  body["receipts"] = receipts_of(facts.booking);
  body["refunds"] = refunds_of(facts.booking);
  body["history"] = history_of(facts.booking);
  body["position"] = last_position(facts.booking);
  return text_of(body);
}

std::string schedule_json(const BookingFacts& facts) {
  return text_of({{"booking_id", facts.booking.booking.str()},
                  {"version", facts.booking.schedule_version},
                  {"installments", installments_of(facts)},
                  {"position", last_position(facts.booking)}});
}

std::string payments_json(const BookingFacts& facts) {
  return text_of({{"booking_id", facts.booking.booking.str()},
                  {"payments", payments_of(facts.booking)},
                  {"receipts", receipts_of(facts.booking)},
                  {"refunds", refunds_of(facts.booking)},
                  {"position", last_position(facts.booking)}});
}

std::string bookings_json(const std::vector<BookingFacts>& bookings, std::string_view next_cursor) {
  Json list = Json::array();
  for (const auto& facts : bookings) {
    Json entry = head_of(facts);
    add_figures(entry, facts);
    entry["position"] = last_position(facts.booking);
    list.push_back(std::move(entry));
  }
  Json body = {{"bookings", list}};
  body["next_cursor"] = next_cursor.empty() ? Json() : Json(next_cursor);
  return text_of(body);
}

portal::Figures served_figures(const std::string& text) {
  const Json body = Json::parse(text);
  portal::Figures figures;
  figures.price = paise_in(body, "price");
  figures.tax = paise_in(body, "tax");
  figures.paid = paise_in(body, "paid");
  figures.refunded = paise_in(body, "refunded");
  figures.outstanding = paise_in(body, "outstanding");
  figures.credit = paise_in(body, "credit");
  figures.refund_due = paise_in(body, "refund_due");
  return figures;
}

std::string cancelled_json(const BookingId& booking, const Record& record) {
  Json refunds = Json::array();
  for (const auto& event : record.events) {
    if (const auto* refund = std::get_if<RefundRequested>(&event)) {
      refunds.push_back({{"refund_id", refund->refund.str()},
                         {"payment_id", refund->payment.str()},
                         {"paise", refund->amount.paise()}});
    }
  }
  Json body = {{"booking_id", booking.str()}, {"state", "cancelled"}};
  if (const auto* cancelled = find<BookingCancelled>(record.events)) {
    body["refundable_paise"] = cancelled->refundable.paise();
  }
  body["refunds"] = refunds;
  body["cancelled_at"] = time_json(record.recorded_at);
  return text_of(body);
}

}  // namespace ledger
