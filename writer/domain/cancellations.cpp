#include <algorithm>

#include "writer/domain/account.h"
#include "writer/domain/rules.h"

// A booking ends before its plot is conveyed: by the buyer's wish, or by the developer after notice
// and time to cure. What is kept follows the project's steps; the tax on the whole price is taken
// back, as forfeited earnest money is no supply (Circular 178/10/2022).
namespace ledger::rules {
namespace {

using fold::BookingStage;
using fold::PlotStatus;

const char* const kForfeiture = "income:forfeiture";
const char* const kWaived = "income:waived";

Money charges_paid(const fold::BookingT& booking) {
  Money sum;
  for (const auto& part : booking.parts)
    if (part->kind != wire::PartKind::Principal) sum += part->paid;
  return sum;
}

Money charges_open(const fold::BookingT& booking) {
  Money sum;
  for (const auto& part : booking.parts)
    if (part->kind != wire::PartKind::Principal) sum += open_part(*part);
  return sum;
}

Money paid_sum(const fold::BookingT& booking) {
  Money sum;
  for (const auto& part : booking.parts) sum += part->paid;
  return sum;
}

// The rules in force on the day of booking; of several from one day the last.
const CancellationRulesSet* rules_of(const Project& project, const fold::BookingT& booking) {
  const CancellationRulesSet* in_force = nullptr;
  for (const auto& rules : project.cancellations)
    if (rules.from_day <= booking.booked_day &&
        (in_force == nullptr || rules.from_day >= in_force->from_day))
      in_force = &rules;
  return in_force;
}

// Takes back what booking, payments and charges posted; what is not kept becomes the buyer's to get
// back.
JournalPosted cancellation_entry(const Project& project, const fold::BookingT& booking,
                                 Money forfeited, int sign) {
  const auto signed_by = [sign](Money money) { return sign > 0 ? money : -money; };
  Journal journal(project, sign > 0 ? "cancellation" : "revival", booking.booking.str(),
                  booking.booking);
  Money cgst;
  Money sgst;
  for (const auto& head : booking.heads) {
    journal.debit(income_account(head->head), signed_by(head->amount));
    cgst += head->cgst;
    sgst += head->sgst;
  }
  return journal.debit(kCgst, signed_by(cgst))
      .debit(kSgst, signed_by(sgst))
      .debit(kAdvances, signed_by(booking.credit))
      .debit(kWaived, signed_by(charges_open(booking)))
      .credit(kReceivable, signed_by(open_sum(booking)))
      .credit(kForfeiture, signed_by(forfeited))
      .credit(kRefundsPayable, signed_by(booking.kept - charges_paid(booking) - forfeited))
      .entry();
}

// A tax invoice is corrected by a credit note (s.34), an advance's voucher by a refund voucher.
void take_back_papers(Desk& desk, const fold::BookingT& booking) {
  const auto copy_of = [](const TaxedLines& lines) {
    TaxedLines copies;
    for (const auto& line : lines) copies.push_back(std::make_unique<wire::TaxedLineT>(*line));
    return copies;
  };
  if (!booking.invoice.empty()) {
    credit_note(desk, booking, copy_of(booking.invoice_lines), booking.invoice, "cancelled");
    return;
  }
  for (const auto& voucher : booking.vouchers) {
    VoucherIssued e;
    e.project = desk.project.opened.project;
    e.booking = booking.booking;
    e.paper = desk.papers.paper('F', copy_of(voucher->lines));
    e.paper->cites = voucher->number;
    e.paper->payment = voucher->payment;
    e.paper->reason = "cancelled";
    desk.say(std::move(e));
  }
}

BookingCancelled cancelled(const Project& project, const fold::BookingT& booking,
                           const CancelBooking& c, Money forfeited) {
  const auto* rules = rules_of(project, booking);
  BookingCancelled e;
  e.project = c.project;
  e.booking = booking.booking;
  e.plots = ids_of(project, booking.plots);
  e.reason = c.reason;
  e.by = c.by_buyer ? "buyer" : "developer";
  e.rules_version = rules == nullptr || !c.deduct ? 0 : rules->version;
  e.forfeited = forfeited;
  e.refundable = booking.kept - charges_paid(booking) - forfeited;
  return e;
}

// A default is cancelled only as the agreement has it: after notice, and time to cure it.
Result<void> check_notice(const fold::BookingT& booking, const CancelBooking& c, Day today) {
  if (!c.for_default) return {};
  if (booking.cure_until_day == 0)
    return fail(ErrorCode::kConflict, "notice-missing",
                "Give notice of the default first, with time to cure it.");
  if (today > booking.cure_until_day) return {};
  return fail(ErrorCode::kConflict, "notice-running",
              "The buyer may cure the default until " + date_text(booking.cure_until_day) + ".");
}

PlotStatus status_of(BookingStage stage) {
  return stage == BookingStage::AgreementRegistered ? PlotStatus::Registered : PlotStatus::Booked;
}

// A registered agreement ended with the cancellation: it must be registered anew.
BookingStage revived_stage(const fold::BookingT& booking) {
  return std::min(booking.stage_before, BookingStage::AgreementExecuted);
}

Result<void> check_plots_free(const Project& project, const fold::BookingT& booking, Instant now) {
  if (auto taken = not_free(project, booking.plots, now); !taken.empty())
    return refuse_plots(ErrorCode::kConflict, "plot-unavailable", std::move(taken),
                        "is another's by now.", "are another's by now.");
  return {};
}

std::vector<const fold::RefundT*> refunds_of(const Project& project,
                                             const fold::BookingT& booking) {
  std::vector<const fold::RefundT*> refunds;
  for (const auto& [id, refund] : project.refunds) {
    if (refund.booking != booking.booking || refund.status == fold::RefundStatus::Withdrawn)
      continue;
    refunds.push_back(&refund);
  }
  std::sort(refunds.begin(), refunds.end(),
            [](const auto* a, const auto* b) { return a->refund < b->refund; });
  return refunds;
}

}  // namespace

Money refundable_after_cancellation(const fold::BookingT& booking) {
  return booking.kept - charges_paid(booking) - booking.forfeited;
}

// The share of the price without tax that the steps keep, never more than the price has been paid.
Money deduction_of(const Project& project, const fold::BookingT& booking, Day today) {
  const auto* rules = rules_of(project, booking);
  if (rules == nullptr) return Money();
  const auto* step = rules->steps.back().get();
  for (auto at = rules->steps.rbegin(); at != rules->steps.rend(); ++at)
    if (today - booking.booked_day <= static_cast<Day>((*at)->up_to_days)) step = at->get();
  const Money kept = scaled(price_without_tax(booking), step->basis_points, kBasisPoints);
  return std::min(kept, booking.kept - charges_paid(booking));
}

Decision decide(const State& state, const RequestCancellation& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& booking = place->booking;
  if (is_cancelled(booking)) return refuse_cancelled();
  if (booking.asked_to_cancel) return Events{};
  CancellationRequested e;
  e.project = c.project;
  e.booking = c.booking;
  e.reason = c.reason;
  e.by = context.actor;
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const GiveNotice& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (is_cancelled(booking)) return refuse_cancelled();
  if (c.cure_until_day <= day_of(context.now, project.zone))
    return fail(ErrorCode::kInvalid, "cure-day-past", "The time to cure ends after today.");
  CancellationNoticed e;
  e.project = c.project;
  e.booking = c.booking;
  e.cure_until_day = c.cure_until_day;
  e.reason = c.reason;
  e.by = context.actor;
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const CancelBooking& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (is_cancelled(booking)) return refuse_cancelled();
  if (booking.stage == BookingStage::Conveyed)
    return fail(ErrorCode::kConflict, "booking-stage", "A conveyed plot is the buyer's own.");
  if (c.reason.empty())
    return fail(ErrorCode::kInvalid, "reason-missing", "Say why the booking is cancelled.");
  if (!are_fresh(project, c.refunds, booking.payments.size()))
    return fail(ErrorCode::kInvalid, "refund-id-missing",
                "A cancellation brings a fresh refund id for every payment of the booking.");
  Desk desk(project, context.now);
  if (const auto notice = check_notice(booking, c, desk.today); !notice)
    return fail(notice.error());
  const Money forfeited = c.deduct ? deduction_of(project, booking, desk.today) : Money();
  auto e = cancelled(project, booking, c, forfeited);
  const Money back = std::min(e.refundable, refundable_payments(project, booking));
  desk.say(std::move(e));
  desk.say(cancellation_entry(project, booking, forfeited, +1));
  take_back_papers(desk, booking);
  auto account = booking;
  account.stage = BookingStage::Cancelled;
  follow_commission(desk, account, PaymentId(), "cancelled");
  ask_refunds(desk, booking, back, c.refunds, "booking-cancelled", context.actor);
  return std::move(desk.events);
}

// Taken back as long as none of its money was approved to go.
Decision decide(const State& state, const ReviveBooking& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (!is_cancelled(booking))
    return fail(ErrorCode::kConflict, "booking-not-cancelled", "This booking is not cancelled.");
  if (const auto free = check_plots_free(project, booking, context.now); !free)
    return fail(free.error());
  const auto refunds = refunds_of(project, booking);
  if (std::any_of(refunds.begin(), refunds.end(), [](const auto* refund) {
        return refund->status != fold::RefundStatus::Requested;
      }))
    return fail(ErrorCode::kConflict, "refund-approved",
                "Money of this booking is on its way back; book the plot anew.");
  auto account = booking;
  for (const auto* refund : refunds) account.kept += refund->amount;
  if (account.kept != paid_sum(account) + account.credit)
    return fail(ErrorCode::kConflict, "credit-moved",
                "Money of this booking has moved to another one; book the plot anew.");
  Desk desk(project, context.now);
  add_all(desk.events, expire_on(project, booking.plots, context.now));
  for (const auto* refund : refunds) withdraw(desk, *refund, "booking-revived", context.actor);
  BookingRevived e;
  e.project = c.project;
  e.booking = c.booking;
  e.plots = ids_of(project, booking.plots);
  e.reason = c.reason;
  e.by = context.actor;
  desk.say(std::move(e));
  desk.say(cancellation_entry(project, account, booking.forfeited, -1));
  account.stage = revived_stage(booking);
  follow_commission(desk, account, PaymentId(), "revived");
  return std::move(desk.events);
}

void fold(State& state, const CancellationRequested& e, Instant /*at*/) {
  must_find_booking(must_find(state, e.project), e.booking).asked_to_cancel = true;
}

void fold(State& state, const CancellationNoticed& e, Instant /*at*/) {
  must_find_booking(must_find(state, e.project), e.booking).cure_until_day = e.cure_until_day;
}

void fold(State& state, const BookingCancelled& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& booking = must_find_booking(project, e.booking);
  promise(!is_cancelled(booking), "a booking was cancelled twice");
  const auto expected = status_of(booking.stage);
  booking.stage_before = booking.stage;
  booking.stage = BookingStage::Cancelled;
  booking.forfeited = e.forfeited;
  for (const auto place : booking.plots) {
    auto& plot = project.plots[place];
    promise(plot.status == expected && plot.hold == holder_of(booking),
            "a booking was cancelled without its plot");
    plot.status = PlotStatus::Available;
    plot.hold = HoldId();
  }
}

void fold(State& state, const BookingRevived& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& booking = must_find_booking(project, e.booking);
  promise(is_cancelled(booking), "a booking was revived that is not cancelled");
  booking.stage = revived_stage(booking);
  booking.forfeited = Money();
  booking.asked_to_cancel = false;
  booking.cure_until_day = 0;
  for (const auto place : booking.plots) {
    auto& plot = project.plots[place];
    promise(plot.status == PlotStatus::Available, "a booking was revived without its plot");
    plot.status = PlotStatus::Booked;
    plot.hold = holder_of(booking);
  }
}

}  // namespace ledger::rules
