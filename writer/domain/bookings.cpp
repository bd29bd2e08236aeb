#include <algorithm>

#include "events/numbers.h"
#include "writer/domain/account.h"
#include "writer/domain/rules.h"

namespace ledger::rules {
namespace {

using fold::BookingStage;
using fold::HoldStatus;
using fold::OrderStatus;
using fold::PlotStatus;

using Installments = std::vector<std::unique_ptr<wire::InstallmentT>>;

BookingConfirmed confirmed(const Desk& desk, const fold::HoldT& hold,
                           const fold::CheckoutT& checkout) {
  BookingConfirmed e;
  e.project = desk.project.opened.project;
  e.booking = next_booking(desk.project, desk.now);
  e.hold = hold.hold;
  e.plots = ids_of(desk.project, hold.plots);
  for (const auto& applicant : checkout.applicants)
    e.applicants.push_back(std::make_unique<wire::ApplicantT>(*applicant));
  e.plan = checkout.plan;
  for (const auto& line : checkout.lines)
    e.lines.push_back(std::make_unique<wire::PriceLineT>(*line));
  e.total = checkout.total;
  e.currency = checkout.currency;
  e.price_version = hold.price_version;
  return e;
}

// An installment whose milestone is reached already is due as soon as one whose is not will be.
void set_due_days(const Project& project, std::vector<wire::InstallmentT>& plan, Day booked_on) {
  for (auto& part : plan) {
    const auto reached = project.milestones.find(part.milestone);
    if (part.milestone.empty() || reached == project.milestones.end()) continue;
    part.due_day = std::max(booked_on, reached->second + static_cast<Day>(part.days));
  }
}

Installments plan_of(const Project& project, const fold::CheckoutT& checkout,
                     std::uint32_t price_version, Day booked_on) {
  const auto named = project.plans.find(checkout.plan);
  auto plan = named == project.plans.end() || checkout.plan_version == 0
                  ? standard_plan(checkout.total, project.prices.at(price_version - 1), booked_on)
                  : planned(checkout.total, named->second.at(checkout.plan_version - 1), booked_on);
  fit_token(plan, checkout.amount);
  set_due_days(project, plan, booked_on);
  Installments installments;
  for (auto& part : plan)
    installments.push_back(std::make_unique<wire::InstallmentT>(std::move(part)));
  return installments;
}

void book_plots(Project& project, const fold::HoldT& hold) {
  for (const auto place : hold.plots) {
    auto& plot = project.plots[place];
    const bool is_own = plot.status == PlotStatus::Held && plot.hold == hold.hold;
    promise(is_own || plot.status == PlotStatus::Available, "a plot was booked that is another's");
    plot.status = PlotStatus::Booked;
    plot.hold = hold.hold;
  }
}

// The sale counts toward its partner's slabs from the next one on.
void set_commission(Project& project, fold::BookingT& booking, const std::string& partner) {
  const auto account = project.partners.find(partner);
  if (account == project.partners.end()) return;
  booking.commission =
      commission_of(project, partner, price_without_tax(booking), booking.booked_day);
  account->second.sold += price_without_tax(booking);
}

Result<void> check_next_stage(const fold::BookingT& booking, BookingStage from) {
  if (is_cancelled(booking)) return refuse_cancelled();
  if (booking.stage == from) return {};
  return fail(ErrorCode::kConflict, "booking-stage",
              "A booking goes from confirmed to agreement executed, registered and conveyed, one "
              "step after the other.");
}

template <class E>
Decision step(const State& state, const AdvanceBooking& c, BookingStage from,
              const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (const auto stage = check_next_stage(booking, from); !stage) return fail(stage.error());
  const auto today = day_of(context.now, project.zone);
  if (c.day > today)
    return fail(ErrorCode::kInvalid, "day-in-future", "This day is not reached yet.");
  E e;
  e.project = c.project;
  e.booking = c.booking;
  if constexpr (requires { e.plots; }) e.plots = ids_of(project, booking.plots);
  e.day = c.day == 0 ? today : c.day;
  e.document_no = c.document_no;
  Events events;
  add(events, std::move(e));
  return events;
}

template <class E>
void fold_step(State& state, const E& e, BookingStage from, BookingStage to) {
  auto& booking = must_find_booking(must_find(state, e.project), e.booking);
  promise(booking.stage == from, "a booking took a step out of turn");
  booking.stage = to;
}

void move_plots(Project& project, const fold::BookingT& booking, PlotStatus from, PlotStatus to) {
  for (const auto place : booking.plots) {
    promise(project.plots[place].status == from, "a booking's plot is not where its stage is");
    project.plots[place].status = to;
  }
}

}  // namespace

BookingId next_booking(const Project& project, Instant now) {
  return booking_id(project.opened.code, calendar_year(day_of(now, project.zone)),
                    project.bookings_made + 1);
}

void book(Desk& desk, const fold::HoldT& hold, const fold::CheckoutT& checkout,
          const Income& income) {
  auto booking = confirmed(desk, hold, checkout);
  InstallmentsScheduled schedule;
  schedule.project = booking.project;
  schedule.booking = booking.booking;
  schedule.version = 1;
  schedule.installments = plan_of(desk.project, checkout, hold.price_version, desk.today);
  auto account = booking_of(desk.project, booking, schedule.installments, desk.today);
  account.commission =
      commission_of(desk.project, hold.partner, price_without_tax(account), desk.today);
  desk.say(std::move(booking));
  desk.say(std::move(schedule));
  desk.say(booking_entry(desk.project, account, desk.today));
  receive(desk, account, income);
}

JournalPosted booking_entry(const Project& project, const fold::BookingT& booking, Day day) {
  Journal journal(project, "booking", booking.booking.str(), booking.booking);
  journal.on(day).debit(kReceivable, booking.total);
  Money cgst;
  Money sgst;
  for (const auto& head : booking.heads) {
    journal.credit(income_account(head->head), head->amount);
    cgst += head->cgst;
    sgst += head->sgst;
  }
  return journal.credit(kCgst, cgst).credit(kSgst, sgst).entry();
}

Decision decide(const State& state, const AdvanceBooking& c, const Context& context) {
  switch (c.to) {
    case NextStage::kExecuted:
      return step<AgreementExecuted>(state, c, BookingStage::Confirmed, context);
    case NextStage::kRegistered:
      return step<AgreementRegistered>(state, c, BookingStage::AgreementExecuted, context);
    case NextStage::kConveyed:
      return step<PlotConveyed>(state, c, BookingStage::AgreementRegistered, context);
  }
  throw std::logic_error("a booking does not advance to this stage");
}

void fold(State& state, const BookingConfirmed& e, Instant at) {
  auto& project = must_find(state, e.project);
  promise(e.booking == next_booking(project, at), "a booking's id is out of turn");
  std::string partner;
  change_hold(state, project, e.hold, [&](fold::HoldT& hold) {
    promise(hold.status != HoldStatus::Booked, "a hold was booked twice");
    book_plots(project, hold);
    hold.status = HoldStatus::Booked;
    hold.order = OrderStatus::Paid;
    hold.contact.reset();
    partner = hold.partner;
    auto& checkout = must_find_checkout(project, e.hold);
    checkout.booking = e.booking;
    checkout.closed_at = at;
    checkout.applicants.clear();
    checkout.lines.clear();
  });
  ++project.bookings_made;
  auto& booking = project.bookings[e.booking];
  booking.booking = e.booking;
  booking.hold = e.hold;
  booking.plots = must_find(project, e.hold).plots;
  booking.booked_day = day_of(at, project.zone);
  booking.price_version = e.price_version;
  booking.currency = e.currency;
  for (const auto& applicant : e.applicants) booking.buyers.push_back(applicant->buyer);
  set_heads(booking, e.lines);
  promise(booking.total == e.total, "a booking's lines do not sum to its price");
  set_commission(project, booking, partner);
}

void fold(State& state, const InstallmentsScheduled& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& booking = must_find_booking(project, e.booking);
  booking.schedule_version = e.version;
  set_installments(project, booking, e.installments, booking.booked_day);
}

void fold(State& state, const InstallmentsRescheduled& e, Instant at) {
  auto& project = must_find(state, e.project);
  auto& booking = must_find_booking(project, e.booking);
  promise(e.version == booking.schedule_version + 1, "a schedule's version is out of turn");
  booking.schedule_version = e.version;
  set_installments(project, booking, e.installments, day_of(at, project.zone));
}

void fold(State& state, const PaymentAllocated& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& booking = must_find_booking(project, e.booking);
  const auto payment = project.payments.find(e.payment);
  promise(payment != project.payments.end(), "a payment was allocated that is not known");
  Money sum = e.credit;
  for (const auto& share : e.shares) sum += share->amount;
  promise(sum == payment->second.amount && payment->second.booking.empty(),
          "a payment was not allocated in full, and once");
  pay_shares(booking, e.shares, e.value_day, +1);
  booking.credit += e.credit;
  booking.kept += sum;
  booking.payments.push_back(e.payment);
  payment->second.booking = e.booking;
  payment->second.value_day = e.value_day;
  if (payment->second.imported) vouch_elsewhere(booking);
}

void fold(State& state, const AdvanceCapExceeded& e, Instant /*at*/) {
  if (e.booking.empty()) return;
  must_find_booking(must_find(state, e.project), e.booking).cap_told = true;
}

void fold(State& state, const AgreementExecuted& e, Instant /*at*/) {
  fold_step(state, e, BookingStage::Confirmed, BookingStage::AgreementExecuted);
}

void fold(State& state, const AgreementRegistered& e, Instant /*at*/) {
  fold_step(state, e, BookingStage::AgreementExecuted, BookingStage::AgreementRegistered);
  auto& project = must_find(state, e.project);
  move_plots(project, must_find_booking(project, e.booking), PlotStatus::Booked,
             PlotStatus::Registered);
}

void fold(State& state, const PlotConveyed& e, Instant /*at*/) {
  fold_step(state, e, BookingStage::AgreementRegistered, BookingStage::Conveyed);
  auto& project = must_find(state, e.project);
  move_plots(project, must_find_booking(project, e.booking), PlotStatus::Registered,
             PlotStatus::Conveyed);
}

}  // namespace ledger::rules
