#include "query-api/bookings_csv.h"

#include "events/civil.h"

namespace ledger {
namespace {

std::string plots_text(const rows::BookingRowT& booking) {
  std::string list;
  for (const auto& plot : booking.plots) list.append(list.empty() ? "" : " ").append(plot.str());
  return list;
}

paper::Cell next_due_cell(const BookingFacts& facts) {
  const auto* next = next_due(facts);
  if (next == nullptr) return {};
  return paper::DateCell{due_day(facts, *next)};
}

}  // namespace

paper::Table bookings_table(Amounts amounts) {
  paper::Table table{"Bookings", {"booking_id", "project", "plots", "state", "currency"}, {}, 0};
  for (const char* name :
       {"price", "tax", "paid", "refunded", "outstanding", "credit", "refund_due", "overdue"}) {
    table.headings.push_back(std::string(name) + (amounts == Amounts::kPaise ? "_paise" : ""));
  }
  table.headings.insert(table.headings.end(), {"next_due", "position"});
  return table;
}

paper::CellRow bookings_row(const finance::Figures& figures, const BookingFacts& facts,
                            Amounts amounts) {
  const auto& booking = facts.booking;
  paper::CellRow row{figures.booking.str(), figures.project.str(), plots_text(booking),
                     std::string(booking_state(facts)), booking.currency};
  for (const Money amount :
       {figures.price, figures.tax, figures.paid, figures.refunded, figures.outstanding,
        figures.credit, figures.refund_due, overdue_of(facts)}) {
    if (amounts == Amounts::kPaise) {
      row.emplace_back(amount.paise());
    } else {
      row.emplace_back(amount);
    }
  }
  row.push_back(next_due_cell(facts));
  row.emplace_back(figures.position);
  return row;
}

}  // namespace ledger
