#include "query-api/paper_statement.h"

#include <charconv>
#include <limits>

#include "projectors/portal.h"
#include "query-api/mode_word.h"

namespace ledger {
namespace {

constexpr Day kEver = std::numeric_limits<Day>::max();

using Each = std::function<void(const portal::StatementLine&)>;

bool was_recorded(const rows::StatementRowT& row, const std::optional<AsOf>& as_of) {
  if (!as_of) return true;
  if (const auto* time = std::get_if<Instant>(&*as_of)) return row.at <= *time;
  const auto position = parse_position(row.position);
  return position && std::get<Position>(*as_of).covers(*position);
}

void each_line(const Press& press, const BookingFacts& booking, Day to,
               const std::optional<AsOf>& as_of, const Each& each) {
  portal::statement(press.snapshot->rows(portal::kView), booking.booking.booking, to,
                    [&](const portal::StatementLine& line) {
                      if (was_recorded(line.row, as_of)) each(line);
                      return true;
                    });
}

tl::unexpected<Error> wrong_range(std::string_view name, std::string message) {
  return fail(Error{ErrorCode::kInvalid,
                    "range-invalid",
                    "a range is two days, as from=2026-04-01&to=2027-03-31, in their order",
                    {{std::string(name), std::move(message)}}});
}

Result<void> read_day(const Call& call, const char* name, Day& day) {
  const auto text = call.request.query_value(name);
  if (!text) return {};
  const auto parsed = parse_date(*text);
  if (!parsed) return wrong_range(name, "is not a day of the form 2026-11-25");
  day = *parsed;
  return {};
}

Result<std::optional<AsOf>> read_as_of(const Call& call) {
  const auto text = call.request.query_value("as_of");
  if (!text) return std::nullopt;
  if (const auto time = parse_rfc3339(*text)) return AsOf(*time);
  if (auto position = parse_position(*text); position && !position->parts().empty())
    return AsOf(std::move(*position));
  return fail(ErrorCode::kInvalid, "as-of-malformed",
              "as_of is a time (2026-11-23T10:00:00Z) or a position (1-57)");
}

// --- a line as it is shown ---

const rows::BookingPaymentT* payment_of(const rows::BookingRowT& booking, const std::string& id) {
  for (const auto& payment : booking.payments)
    if (payment->payment.str() == id) return payment.get();
  return nullptr;
}

std::string refund_reference(const rows::BookingRowT& booking, const std::string& id) {
  for (const auto& refund : booking.refunds) {
    if (refund->refund.str() != id) continue;
    return refund->reference.empty() ? refund->gateway_refund : refund->reference;
  }
  return "";
}

// The number that a buyer knows the movement by, and what makes it particular.
void name_line(const rows::BookingRowT& booking, const rows::StatementRowT& row,
               paper::StatementLine& line) {
  if (row.kind == "payment" || row.kind == "reversal") {
    const auto* payment = payment_of(booking, row.reference);
    line.reference =
        payment == nullptr || payment->receipt_no.empty() ? row.reference : payment->receipt_no;
    if (payment != nullptr)
      line.detail = payment->method.empty() ? mode_word(payment->mode) : payment->method;
  } else if (row.kind == "refund") {
    line.reference = refund_reference(booking, row.reference);
  } else if (row.kind == "charge" || row.kind == "waiver") {
    line.detail = row.reference;
  } else if (row.kind == "moved-in" || row.kind == "moved-out") {
    line.reference = row.reference;
  }
}

// A negative charge and money that came make him owe less; money that goes back makes him owe more.
paper::StatementLine shown(const BookingFacts& booking, const portal::StatementLine& from,
                           Zone zone) {
  paper::StatementLine to;
  to.value_date = from.day;
  to.recorded_on = day_of(from.row.at, zone);
  to.what = from.row.kind;
  to.correction = from.row.kind == "reversal";
  name_line(booking.booking, from.row, to);
  const Money effect = from.row.charge - from.row.money;
  (effect.negative() ? to.credit : to.debit) = effect.negative() ? -effect : effect;
  return to;
}

bool moves_balance(const rows::StatementRowT& row) {
  return !row.charge.zero() || !row.money.zero();
}

// --- ageing ---

void age(paper::Ageing& ageing, Money open, Day late) {
  if (late <= 0) {
    ageing.not_yet_due += open;
  } else if (late <= 30) {
    ageing.days_1_30 += open;
  } else if (late <= 60) {
    ageing.days_31_60 += open;
  } else if (late <= 90) {
    ageing.days_61_90 += open;
  } else {
    ageing.over_90 += open;
  }
}

// What is open now; of an earlier day, or of a version that was corrected since, nobody knows.
std::optional<paper::Ageing> ageing_of(const BookingFacts& booking, const StatementRange& range) {
  if (range.as_of || range.to < booking.today || booking.booking.cancelled) return std::nullopt;
  paper::Ageing ageing;
  for (const auto& line : booking.booking.installments) {
    const auto open = line->amount - line->paid;
    const auto due = due_day(booking, *line);
    age(ageing, open, due == 0 ? 0 : range.to - due);
  }
  return ageing;
}

Day first_movement(const BookingFacts& booking, const Rows& rows) {
  Day first = booking.booking.booked_day;
  portal::statement(rows, booking.booking.booking, kEver, [&](const portal::StatementLine& line) {
    first = std::min(first, line.day);
    return false;
  });
  return first;
}

// --- the year ---

void add_money(paper::FyMonth& month, const rows::StatementRowT& row) {
  if (row.kind == "refund") {
    month.refunded -= row.money;
    return;
  }
  month.tax += row.tax;
  month.interest += row.interest;
  month.principal += row.money - row.tax - row.interest;
}

std::size_t month_in_year(Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return (static_cast<unsigned>(date.month()) + 8) % 12;
}

Day last_day(int financial_year) {
  const auto last = std::chrono::year(financial_year + 1) / 3 / 31;
  return static_cast<Day>(std::chrono::sys_days(last).time_since_epoch().count());
}

}  // namespace

Result<StatementRange> read_range(const Call& call, StatementRange range) {
  if (auto from = read_day(call, "from", range.from); !from) return fail(from.error());
  if (auto to = read_day(call, "to", range.to); !to) return fail(to.error());
  if (range.from > range.to) return wrong_range("to", "is before " + date_text(range.from));
  return range;
}

Result<StatementRange> range_of(const Call& call, const BookingFacts& booking) {
  StatementRange range{first_movement(booking, portal_rows(call)), booking.today, {}};
  if (const auto to = call.request.query_value("to"); to && !call.request.query_value("from")) {
    if (const auto day = parse_date(*to)) range.from = std::min(range.from, *day);
  }
  auto as_of = read_as_of(call);
  if (!as_of) return fail(as_of.error());
  range.as_of = std::move(*as_of);
  return read_range(call, std::move(range));
}

Result<paper::Paper> standing_head(const Press& press, const BookingFacts& booking) {
  auto issuer = issuer_of(press, booking.project, "");
  if (!issuer) return fail(issuer.error());
  paper::Paper head;
  head.language = press.language;
  head.issuer = std::move(*issuer);
  head.booking = parties_of(press, booking.booking);
  for (std::size_t i = 0; i < booking.plots.size() && i < head.booking.plots.size(); ++i) {
    const auto& plot = booking.plots[i];
    head.booking.plots[i] = {plot.no, plot.block, plot.area_mm2};
  }
  head.date = booking.today;
  if (!booking.booking.history.empty()) {
    head.recorded_at = booking.booking.history.back()->at;
    head.position = booking.booking.history.back()->position;
  }
  head.zone = fixed_zone(booking.project.timezone).value_or(kIndia);
  return head;
}

Result<paper::Statement> statement_of(const Press& press, const BookingFacts& booking,
                                      const StatementRange& range) {
  auto head = standing_head(press, booking);
  if (!head) return fail(head.error());
  paper::Statement to;
  const auto zone = head->zone;
  to.paper = std::move(*head);
  to.from = range.from;
  to.to = range.to;
  each_line(press, booking, range.to, range.as_of, [&](const portal::StatementLine& line) {
    if (!moves_balance(line.row)) return;
    if (line.day < range.from) {
      to.opening += line.row.charge - line.row.money;
    } else {
      to.lines.push_back(shown(booking, line, zone));
    }
  });
  to.ageing = ageing_of(booking, range);
  to.view = range.as_of ? paper::StatementView::kAsIssued : paper::StatementView::kAsCorrected;
  return to;
}

Result<int> parse_financial_year(std::string_view text) {
  int year = 0;
  const auto* end = text.data() + std::min<std::size_t>(text.size(), 4);
  const auto [at, error] = std::from_chars(text.data(), end, year);
  const bool four = error == std::errc() && at == end && year >= 1990 && year <= 2200;
  if (four && (text.size() == 4 || text == paper::year_range(year))) return year;
  return fail(ErrorCode::kInvalid, "financial-year-invalid",
              "a financial year is April to March, as 2026-27");
}

Result<paper::FyReport> fy_report_of(const Press& press, const BookingFacts& booking,
                                     int financial_year) {
  auto head = standing_head(press, booking);
  if (!head) return fail(head.error());
  paper::FyReport report;
  report.paper = std::move(*head);
  report.financial_year = financial_year;
  Money balance;
  each_line(press, booking, last_day(financial_year), {}, [&](const portal::StatementLine& line) {
    balance += line.row.charge - line.row.money;
    if (ledger::financial_year(line.day) == financial_year)
      add_money(report.months.at(month_in_year(line.day)), line.row);
  });
  report.outstanding = balance;
  return report;
}

}  // namespace ledger
