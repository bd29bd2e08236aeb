#include "query-api/bookings_csv.h"

#include "events/civil.h"

namespace ledger {
namespace {

std::string cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos) {
    text.insert(0, 1, '\'');
  }
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string paise(Money amount) {
  return std::to_string(amount.paise());
}

std::string plots_cell(const rows::BookingRowT& booking) {
  std::string list;
  for (const auto& plot : booking.plots) list.append(list.empty() ? "" : " ").append(plot.str());
  return cell(std::move(list));
}

struct Due {
  Money overdue;
  std::string next;
};

Due due_of(const BookingFacts& facts) {
  Due due;
  if (facts.booking.cancelled) return due;
  std::optional<Day> next;
  for (const auto& line : facts.booking.installments) {
    const auto open = line->amount - line->paid;
    if (open <= Money()) continue;
    if (line->due_day < facts.today) due.overdue += open;
    if (!next || line->due_day < *next) next = line->due_day;
  }
  if (next) due.next = date_text(*next);
  return due;
}

}  // namespace

std::string csv_header() {
  return "booking_id,project,plots,state,currency,price_paise,tax_paise,paid_paise,refunded_paise,"
         "outstanding_paise,credit_paise,refund_due_paise,overdue_paise,next_due,position\r\n";
}

std::string csv_row(const finance::Figures& figures, const BookingFacts& facts) {
  const auto& booking = facts.booking;
  const auto due = due_of(facts);
  std::string row = cell(figures.booking.str());
  for (const auto& text :
       {cell(figures.project.str()), plots_cell(booking),
        std::string(booking.cancelled ? "cancelled" : "confirmed"), cell(booking.currency),
        paise(figures.price), paise(figures.tax), paise(figures.paid), paise(figures.refunded),
        paise(figures.outstanding), paise(figures.credit), paise(figures.refund_due),
        paise(due.overdue), due.next, figures.position}) {
    row.append(",").append(text);
  }
  return row + "\r\n";
}

}  // namespace ledger
