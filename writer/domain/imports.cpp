#include <algorithm>

#include "events/numbers.h"
#include "writer/domain/account.h"
#include "writer/domain/rules.h"

// Bookings that were made before the ledger: price, schedule and every payment as the developer's
// own papers have them.
namespace ledger::rules {
namespace {

// What the books had before: neither the bank's statement nor the gateway will tell of it again.
const char* const kOpening = "equity:opening-balances";

Result<void> check_money(const ImportBooking& c) {
  Money installments;
  for (const auto& part : c.installments) installments += part.amount;
  Money total;
  for (const auto& line : c.lines) total += total_of(line);
  if (total <= Money() || total.paise() > kMaxPaise)
    return fail(ErrorCode::kInvalid, "price-out-of-range", "The price must be above zero.");
  if (installments != total)
    return fail(ErrorCode::kConflict, "plan-does-not-sum",
                "The installments come to " + rupees(installments) + ", the price to " +
                    rupees(total) + ".");
  for (const auto& payment : c.payments)
    if (payment.amount <= Money() || payment.payment.empty() || payment.value_day == 0)
      return fail(ErrorCode::kInvalid, "payment-malformed",
                  "Every payment has an id, a day and an amount above zero.");
  return {};
}

Result<void> check_payments(const Project& project, const ImportBooking& c, Day today) {
  for (const auto& payment : c.payments) {
    if (project.payments.contains(payment.payment))
      return fail(ErrorCode::kConflict, "payment-known", "A payment of this id is known already.");
    if (const auto day = check_value_day(project, payment.value_day, today); !day)
      return fail(day.error());
  }
  return {};
}

BookingImported imported(const Project& project, const ImportBooking& c, Instant now) {
  BookingImported e;
  e.project = c.project;
  e.booking = next_booking(project, now);
  e.plots = c.plots;
  for (const auto& a : c.applicants) e.applicants.push_back(std::make_unique<wire::ApplicantT>(a));
  e.plan = c.plan;
  for (const auto& line : c.lines) e.lines.push_back(std::make_unique<wire::PriceLineT>(line));
  e.total = total_of(e.lines);
  e.currency = c.currency;
  e.booked_day = c.booked_day;
  e.source = c.source;
  return e;
}

InstallmentsScheduled scheduled(const BookingImported& booking, const ImportBooking& c) {
  InstallmentsScheduled e;
  e.project = c.project;
  e.booking = booking.booking;
  e.version = 1;
  for (const auto& part : c.installments) {
    auto& to = *e.installments.emplace_back(std::make_unique<wire::InstallmentT>(part));
    to.no = static_cast<std::uint32_t>(e.installments.size());
  }
  return e;
}

fold::BookingT account_of_import(const Project& project, const BookingImported& e) {
  fold::BookingT booking;
  booking.booking = e.booking;
  booking.booked_day = e.booked_day;
  booking.currency = e.currency;
  for (const auto& applicant : e.applicants) booking.buyers.push_back(applicant->buyer);
  const auto places = places_of(project, e.plots);
  promise(places.has_value(), "a booking was imported of plots that are not there");
  booking.plots = *places;
  set_heads(booking, e.lines);
  return booking;
}

void take_payment(Desk& desk, fold::BookingT& account, const ImportBooking::Payment& from) {
  PaymentImported e;
  e.project = desk.project.opened.project;
  e.booking = account.booking;
  e.payment = from.payment;
  e.mode = from.mode;
  e.reference = from.reference;
  e.receipt_no = from.receipt_no;
  e.amount = from.amount;
  e.value_day = from.value_day;
  desk.say(std::move(e));
  receive(desk, account, {from.payment, from.amount, kOpening, from.value_day, true});
}

}  // namespace

Decision decide(const State& state, const ImportBooking& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  const auto places = places_of(project, c.plots);
  if (!places) return fail(places.error());
  if (places->empty())
    return fail(ErrorCode::kInvalid, "plots-count", "A booking has at least one plot.");
  if (auto taken = not_sellable(project, *places, context.now); !taken.empty())
    return refuse_plots(ErrorCode::kConflict, "plot-unavailable", std::move(taken),
                        "is held or booked already.", "are held or booked already.");
  if (const auto people = check_applicants(c.applicants); !people) return fail(people.error());
  if (const auto money = check_money(c); !money) return fail(money.error());
  Desk desk(project, context.now);
  if (c.booked_day == 0 || c.booked_day > desk.today)
    return fail(ErrorCode::kInvalid, "day-in-future", "A booking was made on a day before today.");
  if (const auto good = check_payments(project, c, desk.today); !good) return fail(good.error());
  add_all(desk.events, expire_on(project, *places, context.now));
  auto booking = imported(project, c, context.now);
  auto schedule = scheduled(booking, c);
  auto account = account_of_import(project, booking);
  set_installments(project, account, schedule.installments, c.booked_day);
  desk.say(std::move(booking));
  desk.say(std::move(schedule));
  desk.say(booking_entry(project, account, c.booked_day));
  for (const auto& payment : c.payments) take_payment(desk, account, payment);
  return std::move(desk.events);
}

void fold(State& state, const BookingImported& e, Instant at) {
  auto& project = must_find(state, e.project);
  promise(e.booking == next_booking(project, at), "a booking's id is out of turn");
  ++project.bookings_made;
  auto& booking = project.bookings[e.booking];
  booking = account_of_import(project, e);
  for (const auto place : booking.plots) {
    auto& plot = project.plots[place];
    promise(
        plot.status == fold::PlotStatus::Available || plot.status == fold::PlotStatus::Unreleased,
        "a plot was imported as sold that is another's");
    plot.status = fold::PlotStatus::Booked;
    plot.hold = holder_of(booking);
  }
}

void fold(State& state, const PaymentImported& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  const auto [at, fresh] = project.payments.try_emplace(e.payment);
  promise(fresh, "a payment was imported twice");
  auto& payment = at->second;
  payment.payment = e.payment;
  payment.amount = e.amount;
  payment.currency = project.bookings.at(e.booking).currency;
  payment.stage = fold::PaymentStage::Captured;
  payment.mode = e.mode == wire::Mode::Gateway ? wire::Mode::Other : e.mode;
  payment.reference = e.reference;
  payment.receipt_no = e.receipt_no;
  payment.imported = true;
}

}  // namespace ledger::rules
