#include "query-api/booking_json.h"

#include <algorithm>

#include "query-api/json_parts.h"
#include "query-api/mode_word.h"
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
  switch (booking.state) {
    case rows::BookingState::Conveyed:
      return "conveyed";
    case rows::BookingState::AgreementRegistered:
      return figures.outstanding.zero() ? "fully_paid" : "agreement_registered";
    case rows::BookingState::AgreementExecuted:
      return figures.outstanding.zero() ? "fully_paid" : "agreement_executed";
    case rows::BookingState::Confirmed:
    case rows::BookingState::Cancelled:
      break;
  }
  return figures.outstanding.zero() ? "fully_paid" : "confirmed";
}

std::string_view status_of(const InstallmentLineT& line, const BookingFacts& facts) {
  if (!is_open(line)) return "paid";
  if (facts.booking.cancelled) return "cancelled";
  const Day due = due_day(facts, line);
  if (due == 0) return "waiting";
  if (due < facts.today) return "overdue";
  if (!line.paid.zero()) return "partly_paid";
  if (due == facts.today) return "due";
  return line.demanded_day == 0 ? "scheduled" : "demanded";
}

Json next_due_json(const BookingFacts& facts) {
  const auto* next = next_due(facts);
  if (next == nullptr) return {};
  return {{"amount", money_json(open_part(*next), facts.booking.currency)},
          {"due_on", date_text(due_day(facts, *next))},
          {"label", next->label}};
}

Json day_json(Day day) {
  return day == 0 ? Json() : Json(date_text(day));
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

const char* kind_of(const InstallmentLineT& line) {
  switch (line.kind) {
    case wire::PartKind::Principal:
      return "installment";
    case wire::PartKind::Interest:
      return "interest";
    case wire::PartKind::Charge:
      return "charge";
  }
  return "installment";
}

Json installments_of(const BookingFacts& facts) {
  Json list = Json::array();
  for (const auto& line : facts.booking.installments) {
    list.push_back({{"no", line->no},
                    {"kind", kind_of(*line)},
                    {"label", line->label},
                    {"amount", money_json(line->amount, facts.booking.currency)},
                    {"paid", money_json(line->paid, facts.booking.currency)},
                    {"due_on", day_json(due_day(facts, *line))},
                    {"milestone", line->milestone.empty() ? Json() : Json(line->milestone)},
                    {"demanded_on", day_json(line->demanded_day)},
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
         {"method", payment->method.empty() ? mode_word(payment->mode) : payment->method},
         {"reference", payment->reference.empty() ? Json() : Json(payment->reference)},
         {"at", time_json(payment->at)},
         {"value_date", day_json(payment->value_day)},
         {"receipt_no", payment->receipt_no.empty() ? Json() : Json(payment->receipt_no)},
         {"reversed", payment->reversed},
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
                    {"at", time_json(receipt->at)},
                    {"void", receipt->voided}});
  }
  return list;
}

Json papers_of(const BookingRowT& booking) {
  Json list = Json::array();
  for (const auto& line : booking.papers) {
    const auto& paper = *line->paper;
    list.push_back({{"number", paper.number},
                    {"amount", money_json(paper.amount, booking.currency)},
                    {"date", date_text(paper.day)},
                    {"cites", paper.cites.empty() ? Json() : Json(paper.cites)},
                    {"reason", paper.reason.empty() ? Json() : Json(paper.reason)},
                    {"void", line->voided}});
  }
  return list;
}

Json declared_of(const BookingRowT& booking) {
  Json list = Json::array();
  for (const auto& line : booking.declared) {
    list.push_back({{"payment_id", line->payment.str()},
                    {"amount", money_json(line->amount, booking.currency)},
                    {"method", mode_word(line->mode)},
                    {"reference", line->reference},
                    {"state", declared_state(line->state)},
                    {"reason", line->reason.empty() ? Json() : Json(line->reason)},
                    {"at", time_json(line->at)}});
  }
  return list;
}

Json demands_of(const BookingRowT& booking) {
  Json list = Json::array();
  for (const auto& demand : booking.demands) {
    if (demand->sent_day == 0) continue;  // a draft is not the buyer's to see
    list.push_back({{"demand", demand->demand},
                    {"total", money_json(demand->total, booking.currency)},
                    {"sent_on", date_text(demand->sent_day)}});
  }
  return list;
}

Json moves_of(const BookingRowT& booking) {
  Json list = Json::array();
  for (const auto& move : booking.moves) {
    list.push_back({{"booking_id", move->booking.str()},
                    {"amount", money_json(move->amount, booking.currency)},
                    {"at", time_json(move->at)}});
  }
  return list;
}

Json progress_of(const BookingRowT& booking) {
  return {
      {"booked_on", day_json(booking.booked_day)},
      {"agreement_executed_on", day_json(booking.executed_day)},
      {"agreement_registered_on", day_json(booking.registered_day)},
      {"registration_no", booking.registration_no.empty() ? Json() : Json(booking.registration_no)},
      {"conveyed_on", day_json(booking.conveyed_day)}};
}

Json cancellation_of(const BookingRowT& booking) {
  if (!booking.cancelled && !booking.asked_to_cancel && booking.cure_until_day == 0) return {};
  return {{"requested", booking.asked_to_cancel},
          {"cure_until", day_json(booking.cure_until_day)},
          {"by", booking.cancelled_by.empty() ? Json() : Json(booking.cancelled_by)},
          {"forfeited", money_json(booking.forfeited, booking.currency)},
          {"rules_version", booking.rules_version}};
}

Json refunds_of(const BookingRowT& booking) {
  Json list = Json::array();
  for (const auto& refund : booking.refunds) {
    list.push_back({{"refund_id", refund->refund.str()},
                    {"amount", money_json(refund->amount, booking.currency)},
                    {"state", refund_state(refund->state)},
                    {"reason", refund->reason},
                    {"reference", refund->reference.empty() ? Json() : Json(refund->reference)},
                    {"requested_at", time_json(refund->requested_at)},
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
  body["balance"] = money_json(portal::balance(figures), currency);
  body["overdue"] = money_json(overdue_of(facts), currency);
  body["next_due"] = next_due_json(facts);
}

std::string last_position(const BookingRowT& booking) {
  return booking.history.empty() ? "" : booking.history.back()->position;
}

Json head_of(const BookingFacts& facts) {
  return {{"booking_id", facts.booking.booking.str()},
          {"project", facts.booking.project.str()},
          {"project_name", facts.project.name},
          {"plots", plots_of(facts)},
          {"state", booking_state(facts)},
          {"confirmed_at", time_json(facts.booking.confirmed_at)}};
}

Money paise_in(const Json& body, const char* name) {
  return Money::paise(body.at(name).at("paise").get<std::int64_t>());
}

}  // namespace

const char* declared_state(rows::PaymentState state) {
  switch (state) {
    case rows::PaymentState::Deposited:
      return "deposited";
    case rows::PaymentState::Captured:
      return "verified";
    case rows::PaymentState::Rejected:
      return "rejected";
    case rows::PaymentState::Bounced:
      return "bounced";
    default:
      return "declared";
  }
}

Day due_day(const BookingFacts& facts, const rows::InstallmentLineT& line) {
  if (line.due_day != 0 || line.milestone.empty()) return line.due_day;
  const auto reached = facts.milestones.find(line.milestone);
  return reached == facts.milestones.end() ? 0 : reached->second + static_cast<Day>(line.days);
}

std::string_view booking_state(const BookingFacts& facts) {
  return state_of(facts.booking, portal::figures(facts.booking));
}

Money overdue_of(const BookingFacts& facts) {
  Money overdue;
  for (const auto& line : facts.booking.installments) {
    if (status_of(*line, facts) == "overdue") overdue += open_part(*line);
  }
  return overdue;
}

const InstallmentLineT* next_due(const BookingFacts& facts) {
  const InstallmentLineT* next = nullptr;
  for (const auto& line : facts.booking.installments) {
    const Day due = due_day(facts, *line);
    if (!is_open(*line) || facts.booking.cancelled || due == 0) continue;
    if (next == nullptr || due < due_day(facts, *next)) next = line.get();
  }
  return next;
}

std::string booking_json(const BookingFacts& facts) {
  Json body = head_of(facts);
  add_figures(body, facts);
  body["plan"] = facts.booking.plan;
  body["lines"] = lines_of(facts.booking);
  body["installments"] = installments_of(facts);
  body["payments"] = payments_of(facts.booking);
  body["receipts"] = receipts_of(facts.booking);
  body["refunds"] = refunds_of(facts.booking);
  body["papers"] = papers_of(facts.booking);
  body["declared"] = declared_of(facts.booking);
  body["demands"] = demands_of(facts.booking);
  body["moves"] = moves_of(facts.booking);
  body["progress"] = progress_of(facts.booking);
  body["cancellation"] = cancellation_of(facts.booking);
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
    body["forfeited_paise"] = cancelled->forfeited.paise();
    body["rules_version"] = cancelled->rules_version;
  }
  body["refunds"] = refunds;
  body["cancelled_at"] = time_json(record.recorded_at);
  return text_of(body);
}

}  // namespace ledger
