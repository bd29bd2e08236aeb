#include "projectors/portal_check.h"

#include <limits>
#include <map>

namespace ledger {
namespace {

void compare(const BookingId& booking, const char* figure, Money books, Money served,
             std::vector<Mismatch>& mismatches) {
  if (books != served) mismatches.push_back({booking, figure, books, served});
}

void add_all(std::vector<Mismatch>& to, std::vector<Mismatch> more) {
  to.insert(to.end(), more.begin(), more.end());
}

// By day, what the books' entries and the portal's lines make a booking owe: their difference.
void compare_days(const Rows& finance_rows, const Rows& portal_rows, const ProjectId& project,
                  const BookingId& booking, std::vector<Mismatch>& mismatches) {
  constexpr Day kEver = std::numeric_limits<Day>::max();
  std::map<Day, std::pair<Money, Money>> days;
  finance::balance_lines(finance_rows, project, booking, kEver,
                         [&](const finance::BalanceLine& line) {
                           days[line.day].first += line.row.amount;
                           return true;
                         });
  portal::statement(portal_rows, booking, kEver, [&](const portal::StatementLine& line) {
    days[line.day].second += line.row.charge - line.row.money;
    return true;
  });
  for (const auto& [day, sums] : days)
    if (sums.first != sums.second)
      mismatches.push_back({booking, "statement " + date_text(day), sums.first, sums.second});
}

}  // namespace

std::vector<Mismatch> compare_figures(const finance::Figures& books,
                                      const portal::Figures& served) {
  std::vector<Mismatch> mismatches;
  const auto& id = books.booking;
  compare(id, "price", books.price, served.price, mismatches);
  compare(id, "tax", books.tax, served.tax, mismatches);
  compare(id, "paid", books.paid, served.paid, mismatches);
  compare(id, "refunded", books.refunded, served.refunded, mismatches);
  compare(id, "outstanding", books.outstanding, served.outstanding, mismatches);
  compare(id, "credit", books.credit, served.credit, mismatches);
  compare(id, "refund_due", books.refund_due, served.refund_due, mismatches);
  return mismatches;
}

PortalCheck check_portal(const Rows& finance_rows, const Rows& portal_rows) {
  PortalCheck check;
  portal::bookings(portal_rows, {}, [&](const BookingRowT& row) {
    ++check.bookings;
    const auto books = finance::figures(finance_rows, row.project, row.booking);
    const auto served = portal::figures(row);
    if (books) {
      add_all(check.mismatches, compare_figures(*books, served));
      compare_days(finance_rows, portal_rows, row.project, row.booking, check.mismatches);
    } else {
      check.mismatches.push_back({row.booking, "booking", Money(), served.price});
    }
    return true;
  });
  finance::all_figures(finance_rows, std::nullopt, [&](const finance::Figures& books) {
    const auto row = portal::booking(portal_rows, books.booking);
    if (row && row->project == books.project) return true;
    ++check.bookings;
    check.mismatches.push_back({books.booking, "booking", books.price, Money()});
    return true;
  });
  return check;
}

}  // namespace ledger
