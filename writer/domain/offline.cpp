#include <algorithm>

#include "events/numbers.h"
#include "writer/domain/account.h"
#include "writer/domain/rules.h"

// Money outside of the gateway: said first, looked at by finance, and counted only when the bank
// has it. While a hold's declaration is undecided the hold does not end.
namespace ledger::rules {
namespace {

using fold::HoldStatus;
using fold::OrderStatus;
using fold::PaymentStage;
using wire::Mode;

constexpr std::size_t kMaxReference = 64;

bool is_instrument(Mode mode) {
  return mode == Mode::Cheque || mode == Mode::Draft;
}

bool is_undecided(const fold::PaymentT& payment) {
  return payment.stage == PaymentStage::Declared || payment.stage == PaymentStage::Deposited;
}

// What was declared for a hold or a booking in cash and not found wanting.
Money cash_of(const Project& project, const HoldId& hold, const BookingId& booking) {
  Money cash;
  for (const auto& [id, payment] : project.payments) {
    if (payment.mode != Mode::Cash) continue;
    const bool mine = booking.empty()
                          ? payment.hold == hold
                          : payment.declared_for == booking || payment.booking == booking;
    if (mine && (is_undecided(payment) || payment.stage == PaymentStage::Captured))
      cash += payment.amount;
  }
  return cash;
}

Result<void> check_shape(const Project& project, const DeclarePayment& c) {
  if (c.mode == Mode::Gateway)
    return fail(ErrorCode::kInvalid, "mode-unknown", "The gateway tells of its payments itself.");
  if (c.amount <= Money() || c.amount.paise() > kMaxPaise)
    return fail(ErrorCode::kInvalid, "amount-out-of-range", "The amount must be above zero.");
  if (c.mode != Mode::Cash && (c.reference.empty() || c.reference.size() > kMaxReference))
    return fail(ErrorCode::kInvalid, "reference-missing",
                "Give the UTR, RRN or instrument number; a screenshot is no record.");
  if (c.payment.empty() || project.payments.contains(c.payment))
    return fail(ErrorCode::kInvalid, "payment-id-missing", "A declaration brings a fresh id.");
  return {};
}

// Sections 269SS and 269T of the Income-tax Act: under ₹20,000 in cash for one property in all.
Result<void> check_cash(const Project& project, const DeclarePayment& c) {
  if (c.mode != Mode::Cash) return {};
  if (cash_of(project, c.hold, c.booking) + c.amount < project.money.cash_limit) return {};
  return fail(ErrorCode::kConflict, "cash-limit",
              "Cash for one booking must stay under " + rupees(project.money.cash_limit) +
                  " in all (sections 269SS and 269T).");
}

OfflinePaymentDeclared declared(const DeclarePayment& c, const std::string& currency,
                                const std::string& by) {
  OfflinePaymentDeclared e;
  e.project = c.project;
  e.hold = c.hold;
  e.booking = c.booking;
  e.payment = c.payment;
  e.mode = c.mode;
  e.reference = c.reference;
  e.bank = c.bank;
  e.dated_day = c.dated_day;
  e.amount = c.amount;
  e.currency = currency;
  e.evidence = c.evidence;
  e.by = by;
  return e;
}

Decision declare_for_booking(const State& state, const DeclarePayment& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (is_cancelled(booking)) return refuse_cancelled();
  auto told = check_cap(project, &booking, booking.total, booking.kept + c.amount, "declaration");
  if (!told) return fail(told.error());
  Events events;
  add(events, declared(c, booking.currency, context.actor));
  if (*told) {
    (*told)->booking = c.booking;
    add(events, std::move(**told));
  }
  return events;
}

// The buyers and the price are fixed as at a checkout, but no order is wanted.
Result<std::optional<CheckoutStarted>> checkout_for(const Project& project, const fold::HoldT& hold,
                                                    const DeclarePayment& c, Day today) {
  if (project.checkouts.contains(hold.hold)) return std::nullopt;
  auto checkout = started_by(project, hold, c.checkout, today);
  if (!checkout) return fail(checkout.error());
  checkout->offline = true;
  return std::optional(std::move(*checkout));
}

Decision declare_for_hold(const State& state, const DeclarePayment& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  const auto hold = hold_in(project, c.hold);
  if (!hold) return fail(hold.error());
  if (is_over(**hold, context.now)) return ended_refusal(**hold);
  auto checkout = checkout_for(project, **hold, c, day_of(context.now, project.zone));
  if (!checkout) return fail(checkout.error());
  const Money total = *checkout ? (*checkout)->total : project.checkouts.at(c.hold).total;
  auto told = check_cap(project, nullptr, total, c.amount, "declaration");
  if (!told) return fail(told.error());
  Events events;
  if (*checkout) add(events, std::move(**checkout));
  add(events, declared(c, project.prices.at((*hold)->price_version - 1).currency, context.actor));
  if (*told) {
    (*told)->hold = c.hold;
    add(events, std::move(**told));
  }
  return events;
}

struct Declared {
  const Project& project;
  const fold::PaymentT& payment;
};

Result<Declared> declaration(const State& state, const ProjectId& id, const PaymentId& payment) {
  const auto project = project_in(state, id);
  if (!project) return fail(project.error());
  const auto found = (*project)->payments.find(payment);
  if (found == (*project)->payments.end() || found->second.mode == Mode::Gateway)
    return fail(ErrorCode::kNotFound, "payment-unknown", "There is no such declared payment.");
  return Declared{**project, found->second};
}

tl::unexpected<Error> not_in_stage(const fold::PaymentT& payment) {
  const bool counts = payment.stage == PaymentStage::Captured;
  return fail(
      ErrorCode::kConflict, "payment-decided",
      counts ? "This payment counts already." : "This payment is not waiting for that step.");
}

// The money is here: the hold becomes a booking, or the booking's account gets it.
void count(Desk& desk, const fold::PaymentT& payment, Day value_day, const RefundId& refund) {
  const Income income{payment.payment, payment.amount, account_of(payment.mode), value_day, {}};
  const auto& project = desk.project;
  auto booking = payment.declared_for;
  if (booking.empty()) booking = project.checkouts.at(payment.hold).booking;
  if (booking.empty())
    return book(desk, project.holds.at(payment.hold), project.checkouts.at(payment.hold), income);
  auto account = project.bookings.at(booking);
  if (is_cancelled(account))
    return send_back(
        desk, {payment.hold, booking, payment.payment, payment.amount, income.account, refund},
        "booking-cancelled");
  receive(desk, account, income);
}

// Nothing keeps a hold any more whose last declaration came to nothing, unless its order is open.
void end_hold_without(Desk& desk, const fold::PaymentT& payment, const char* why) {
  if (payment.hold.empty()) return;
  const auto& hold = desk.project.holds.at(payment.hold);
  const bool kept =
      hold.status != HoldStatus::Live || hold.declared > 1 || hold.order == OrderStatus::Open;
  if (!kept) desk.say(expired(desk.project, hold, why));
}

Result<void> check_refund(const Project& project, const RefundId& refund) {
  if (!refund.empty() && !project.refunds.contains(refund)) return {};
  return fail(ErrorCode::kInvalid, "refund-id-missing",
              "News of money brings a fresh refund id, in case it must go back.");
}

// A declaration is decided: its hold may end again.
void decide_on(State& state, Project& project, fold::PaymentT& payment, PaymentStage stage) {
  promise(is_undecided(payment), "a payment was decided on twice");
  payment.stage = stage;
  if (payment.hold.empty()) return;
  change_hold(state, project, payment.hold, [](fold::HoldT& hold) {
    promise(hold.declared > 0, "a hold has no declaration to decide on");
    --hold.declared;
  });
}

fold::PaymentT& must_find_payment(Project& project, const PaymentId& id) {
  const auto found = project.payments.find(id);
  promise(found != project.payments.end(), "an event of a payment that is not known");
  return found->second;
}

}  // namespace

const char* account_of(Mode mode) {
  if (mode == Mode::Gateway) return kGatewayClearing;
  return mode == Mode::Cash ? kCash : kBank;
}

Decision decide(const State& state, const DeclarePayment& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  if (const auto shape = check_shape(**project, c); !shape) return fail(shape.error());
  if (const auto cash = check_cash(**project, c); !cash) return fail(cash.error());
  return c.booking.empty() ? declare_for_hold(state, c, context)
                           : declare_for_booking(state, c, context);
}

Decision decide(const State& state, const VerifyPayment& c, const Context& context) {
  const auto found = declaration(state, c.project, c.payment);
  if (!found) return fail(found.error());
  const auto& [project, payment] = *found;
  const bool instrument = is_instrument(payment.mode);
  const auto wanted = instrument ? PaymentStage::Deposited : PaymentStage::Declared;
  if (payment.stage != wanted) {
    if (instrument && payment.stage == PaymentStage::Declared)
      return fail(ErrorCode::kConflict, "cheque-not-deposited",
                  "Say first that it is deposited; a cheque counts once it is cleared.");
    return not_in_stage(payment);
  }
  Desk desk(project, context.now);
  const Day day = c.value_day == 0 ? desk.today : c.value_day;
  if (const auto good = check_value_day(project, day, desk.today); !good) return fail(good.error());
  if (const auto fresh = check_refund(project, c.refund); !fresh) return fail(fresh.error());
  if (instrument) {
    ChequeCleared e;
    e.project = c.project;
    e.payment = c.payment;
    e.value_day = day;
    e.by = context.actor;
    desk.say(std::move(e));
  } else {
    OfflinePaymentVerified e;
    e.project = c.project;
    e.payment = c.payment;
    e.value_day = day;
    e.by = context.actor;
    desk.say(std::move(e));
  }
  count(desk, payment, day, c.refund);
  return std::move(desk.events);
}

Decision decide(const State& state, const RejectPayment& c, const Context& context) {
  const auto found = declaration(state, c.project, c.payment);
  if (!found) return fail(found.error());
  const auto& [project, payment] = *found;
  if (payment.stage != PaymentStage::Declared) return not_in_stage(payment);
  if (c.reason.empty())
    return fail(ErrorCode::kInvalid, "reason-missing", "Say why the payment is rejected.");
  Desk desk(project, context.now);
  OfflinePaymentRejected e;
  e.project = c.project;
  e.payment = c.payment;
  e.reason = c.reason;
  e.by = context.actor;
  desk.say(std::move(e));
  end_hold_without(desk, payment, "payment-rejected");
  return std::move(desk.events);
}

Decision decide(const State& state, const DepositCheque& c, const Context& context) {
  const auto found = declaration(state, c.project, c.payment);
  if (!found) return fail(found.error());
  const auto& [project, payment] = *found;
  if (!is_instrument(payment.mode))
    return fail(ErrorCode::kConflict, "not-a-cheque", "Only cheques and drafts are deposited.");
  if (payment.stage != PaymentStage::Declared) return not_in_stage(payment);
  ChequeDeposited e;
  e.project = c.project;
  e.payment = c.payment;
  e.day = c.day == 0 ? day_of(context.now, project.zone) : c.day;
  e.slip = c.slip;
  e.by = context.actor;
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const BounceCheque& c, const Context& context) {
  const auto found = declaration(state, c.project, c.payment);
  if (!found) return fail(found.error());
  const auto& [project, payment] = *found;
  if (payment.stage != PaymentStage::Deposited) return not_in_stage(payment);
  if (c.reason.empty())
    return fail(ErrorCode::kInvalid, "reason-missing", "Say why the cheque bounced.");
  Desk desk(project, context.now);
  ChequeBounced e;
  e.project = c.project;
  e.payment = c.payment;
  e.day = c.day == 0 ? desk.today : c.day;
  e.reason = c.reason;
  e.by = context.actor;
  desk.say(std::move(e));
  end_hold_without(desk, payment, "cheque-bounced");
  if (payment.declared_for.empty()) return std::move(desk.events);
  auto account = project.bookings.at(payment.declared_for);
  if (!is_cancelled(account))
    levy(desk, account, "cheque-bounce", project.money.bounce_charge,
         project.money.bounce_tax_basis_points, c.reason);
  return std::move(desk.events);
}

void fold(State& state, const OfflinePaymentDeclared& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  const auto [at, fresh] = project.payments.try_emplace(e.payment);
  promise(fresh, "a payment was declared twice");
  auto& payment = at->second;
  payment.payment = e.payment;
  payment.hold = e.hold;
  payment.declared_for = e.booking;
  payment.amount = e.amount;
  payment.currency = e.currency;
  payment.mode = e.mode;
  payment.reference = e.reference;
  payment.stage = PaymentStage::Declared;
  payment.by = e.by;
  if (e.hold.empty()) return;
  change_hold(state, project, e.hold, [](fold::HoldT& hold) { ++hold.declared; });
}

void fold(State& state, const OfflinePaymentVerified& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  decide_on(state, project, must_find_payment(project, e.payment), PaymentStage::Captured);
}

void fold(State& state, const ChequeCleared& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  decide_on(state, project, must_find_payment(project, e.payment), PaymentStage::Captured);
}

void fold(State& state, const OfflinePaymentRejected& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  decide_on(state, project, must_find_payment(project, e.payment), PaymentStage::Rejected);
}

void fold(State& state, const ChequeBounced& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  decide_on(state, project, must_find_payment(project, e.payment), PaymentStage::Bounced);
}

void fold(State& state, const ChequeDeposited& e, Instant /*at*/) {
  auto& payment = must_find_payment(must_find(state, e.project), e.payment);
  promise(payment.stage == PaymentStage::Declared, "a cheque was deposited twice");
  payment.stage = PaymentStage::Deposited;
}

}  // namespace ledger::rules
